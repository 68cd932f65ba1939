"""A really full file system refuses, loses nothing, and is used again when space comes back."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agenttrace_server.journal.local import Limits

from .making import answers, append, is_overloaded, opened, read_all, record


@pytest.fixture
def small_file_system(tmp_path: Path) -> Iterator[Path]:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a full disk cannot be made here: mounting a small tmpfs needs root: {mounted.stderr.strip()}")
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_full_file_system_refuses_and_recovers(small_file_system: Path) -> None:
    folder = small_file_system / "journal"
    filler = small_file_system / "filler"
    with opened(folder, Limits(1 << 30, 100_000, 3600)) as journal:
        append(journal, record(b"before"))
        filler.write_bytes(b"f" * 800_000)

        assert is_overloaded(answers(journal, record(b"x" * 400_000))[0])

        filler.unlink()
        append(journal, record(b"after"))
        assert [each.body for each in read_all(journal)] == [b"before", b"after"]
    with opened(folder) as journal:
        assert [each.body for each in read_all(journal)] == [b"before", b"after"]
