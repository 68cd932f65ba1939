"""`agenttrace ui` shows the recordings of this machine in the dashboard, follows them, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx

from agenttrace_server.cli.main import run

from .a_recording import record
from .a_server import DEADLINE_S, until

BEFORE, WHILE = "0a" * 16, "0b" * 16


@contextlib.contextmanager
def shown(folder: Path) -> Iterator[str]:
    """Run the command, and yield its first words."""
    command = [sys.executable, "-m", "agenttrace_server.cli", "ui", "--no-open", "--home", str(folder / "home")]
    environment = {**os.environ, "TMPDIR": str(folder / "scratch"), "AGENTTRACE_CONFIG": str(folder / "none")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            yield process.stderr.readline()
        finally:
            process.terminate()
            assert process.wait(timeout=DEADLINE_S) == 0


def test_recordings_are_shown_followed_and_nothing_is_left(tmp_path: Path) -> None:
    record(tmp_path / "home" / "traces", BEFORE)
    (tmp_path / "scratch").mkdir()
    with shown(tmp_path) as words:
        found = re.match(r"(http://127\.0\.0\.1:\d+) shows", words)
        assert found is not None, words
        web = found[1]
        until(lambda: httpx.get(f"{web}/api/v1/traces/{BEFORE}").status_code == 200)
        record(tmp_path / "home" / "traces", WHILE)
        until(lambda: httpx.get(f"{web}/api/v1/traces/{WHILE}").status_code == 200)
    assert list((tmp_path / "scratch").iterdir()) == []
    assert {path.name for path in (tmp_path / "home").iterdir()} == {"traces"}


def test_without_recordings_it_says_how_to_make_one(tmp_path: Path) -> None:
    assert run(["ui", "--no-open", "--home", str(tmp_path)]) == 1
