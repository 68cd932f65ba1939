"""Torn files, a full disk and a read-only one: the start or `verify` says which file, and nothing acknowledged goes."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agenttrace_server.config import Settings
from agenttrace_server.errors import BadSetting, CorruptData, Overloaded
from agenttrace_server.store.local import LocalStore
from agenttrace_server.telemetry import Metrics

from .harness import put
from .making import a_call, a_span, trace_id

SETTINGS = Settings(seal_quiet_s=3600, content_min_bytes=64)


def open_local(folder: Path) -> LocalStore:
    return LocalStore(folder, SETTINGS, Metrics())


def a_closed_store(folder: Path) -> list[Path]:
    store = open_local(folder)
    for trace in range(1, 4):
        put(store, a_call(trace, 1), a_span(trace, 2, attributes={"text": f"word {trace} " * 500}), offset=trace)
        store.flush()
    store.close()
    return sorted(path for path in folder.iterdir() if path.suffix in (".parquet", ".db") and path.stat().st_size)


def what_is_said(folder: Path) -> str:
    """What the start, or `verify`, says is wrong."""
    try:
        store = open_local(folder)
    except CorruptData as refusal:
        return refusal.message
    try:
        return "; ".join(f"{one.where} {one.problem}" for one in store.upkeep.verify(full=True).findings)
    finally:
        store.close()


def test_a_torn_file_of_any_kind_is_named(tmp_path: Path) -> None:
    for path in a_closed_store(tmp_path):
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        assert path.name in what_is_said(tmp_path), path.name
        path.write_bytes(whole)
    assert what_is_said(tmp_path) == ""


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for path in a_closed_store(tmp_path):
        if path.suffix == ".parquet":
            whole = path.read_bytes()
            path.unlink()
            assert f"{path.name} is missing" in what_is_said(tmp_path)
            path.write_bytes(whole)


def test_any_flipped_bit_of_a_parquet_file_is_named(tmp_path: Path) -> None:
    rnd = random.Random(26)
    for path in a_closed_store(tmp_path):
        if path.suffix != ".parquet":
            continue
        whole = path.read_bytes()
        for _ in range(5):
            at = rnd.randrange(len(whole))
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << rnd.randrange(8)]) + whole[at + 1 :])
            assert path.name in what_is_said(tmp_path), (path.name, at)
        path.write_bytes(whole)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    yield from mounted(tmp_path, "size=4m")


def mounted(folder: Path, options: str) -> Iterator[Path]:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"a small disk cannot be made here: mounting a tmpfs needs root: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_seal_on_a_full_disk_fails_out_loud_and_succeeds_when_there_is_room(small_disk: Path) -> None:
    store = open_local(small_disk / "store")
    put(store, a_span(1, 1), offset=1)
    store.flush()
    filler = small_disk / "filler"
    put(store, *(a_span(2, n, attributes={"text": noise(n)}) for n in range(1, 40)), offset=2)
    free = 4 * 1024 * 1024 - sum(path.stat().st_size for path in small_disk.rglob("*") if path.is_file())
    filler.write_bytes(bytes(max(0, free - 400_000)))
    with pytest.raises(Overloaded, match="no space left"):
        store.flush()
    assert "no space left" in str(store.upkeep.failure)
    assert len(store.get_spans(trace_id(2))) == 39
    filler.unlink()
    store.flush()
    assert store.upkeep.failure is None
    assert store.upkeep.verify(full=True).findings == ()
    assert store.durable_offset() == 2
    store.close()


def test_a_compaction_for_which_the_disk_has_no_room_is_put_off(small_disk: Path) -> None:
    store = open_local(small_disk / "store")
    put(store, a_span(1, 1), a_span(2, 1), offset=1)
    store.flush()
    store.delete_trace(trace_id(1))
    done = store.upkeep.compact(everything=True)
    assert "bytes are free on the disk" in str(done.postponed)
    assert store.upkeep.verify(full=True).findings == ()
    store.close()


def test_a_read_only_disk_is_said_at_the_start(small_disk: Path) -> None:
    a_closed_store(small_disk / "store")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises((BadSetting, CorruptData), match=r"read-only|readonly|cannot write"):
        open_local(small_disk / "store")
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert what_is_said(small_disk / "store") == ""


def noise(number: int) -> str:
    """Text that no compression makes small."""
    return random.Random(number).randbytes(30_000).hex()
