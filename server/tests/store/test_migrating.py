"""A store that an older server wrote is brought up to date at the start, whole or not at all, and goes on."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from agenttrace_server.config import Settings
from agenttrace_server.errors import CorruptData
from agenttrace_server.store.api import Page, SessionFilter
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.local.catalog.schema import CATALOG
from agenttrace_server.telemetry import Metrics

from .harness import put
from .making import a_full_span, a_span, trace_id

OLD = Path(__file__).with_name("stores")
SETTINGS = Settings(seal_quiet_s=3600, content_min_bytes=64)
COPIES = 12
OPEN_ALL = """
import sys
from pathlib import Path
from agenttrace_server.store.local.catalog import Catalog
print("ready", flush=True)
for folder in sorted(Path(sys.argv[1]).iterdir()):
    Catalog(folder / "catalog.db").close()
"""


def open_local(folder: Path) -> LocalStore:
    return LocalStore(folder, SETTINGS, Metrics())


def unpacked(name: str, folder: Path) -> Path:
    with tarfile.open(OLD / f"{name}.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    return folder / name


def schema_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def check(store: LocalStore) -> None:
    """What the older server was told: traces 1 to 5, sessions s and t; trace 6 it has deleted."""
    assert store.durable_offset() == 12
    assert [stored.span for stored in store.get_spans(trace_id(1))] == [a_full_span(1, 1)]
    assert [len(store.get_spans(trace_id(trace))) for trace in range(1, 7)] == [1, 3, 5, 1, 1, 0]
    found = {session.session_id: session for session in store.find_sessions(SessionFilter(), Page()).items}
    assert {name: (session.traces, session.totals.running) for name, session in found.items() if name in "st"} == {
        "s": (2, 0),
        "t": (2, 0),
    }


@pytest.mark.parametrize(("name", "version"), [("v2", 2), ("v3", 3)])
def test_a_store_of_an_older_schema_is_read_goes_on_and_is_sound(tmp_path: Path, name: str, version: int) -> None:
    folder = unpacked(name, tmp_path)
    assert schema_of(folder / "catalog.db") == version
    store = open_local(folder)
    assert schema_of(folder / "catalog.db") == len(CATALOG)
    check(store)
    put(store, a_span(5, 2, session_id="t"), a_span(7, 1, session_id="s"), offset=13)
    store.flush()
    store.delete_trace(trace_id(2))
    store.upkeep.compact(everything=True)
    session = store.get_session("s")
    assert session is not None
    assert (session.traces, session.totals.spans) == (2, 6)
    assert store.upkeep.verify(full=True).findings == ()
    store.close()


@pytest.mark.slow
def test_a_kill_while_stores_are_brought_up_to_date_leaves_each_old_or_new(tmp_path: Path) -> None:
    rnd = random.Random(19)
    seen: set[int] = set()
    for number, name in enumerate(("v1", "v2", "v3", "v2")):
        stores = tmp_path / f"round-{number}"
        first = unpacked(name, tmp_path / f"from-{number}")
        for copy in range(COPIES):
            shutil.copytree(first, stores / f"{copy:03d}")
        opener = subprocess.Popen([sys.executable, "-c", OPEN_ALL, str(stores)], stdout=subprocess.PIPE)
        assert opener.stdout is not None
        assert opener.stdout.readline() == b"ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            opener.wait(rnd.uniform(0.005, 0.06))
        opener.kill()
        opener.wait()
        opener.stdout.close()
        for folder in sorted(stores.iterdir()):
            seen.add(schema_of(folder / "catalog.db"))
        for folder in sorted(stores.iterdir())[:: COPIES // 3]:
            store = open_local(folder)
            assert schema_of(folder / "catalog.db") == len(CATALOG)
            if name != "v1":  # its sums lack what its server did not know
                check(store)
                assert store.upkeep.verify(full=True).findings == ()
            store.close()
    assert {2, len(CATALOG)} <= seen


@pytest.mark.parametrize("name", ["catalog.db", "logs.db", "points.db", "signals.db"])
def test_any_file_of_a_newer_server_is_refused_with_its_name_and_left_alone(tmp_path: Path, name: str) -> None:
    open_local(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / name)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = (tmp_path / name).read_bytes()
    with pytest.raises(CorruptData, match=f"{name} has schema version 99, this server knows .* use a newer server"):
        open_local(tmp_path)
    assert (tmp_path / name).read_bytes() == before


def test_a_clock_that_goes_backwards_changes_no_answer(tmp_path: Path) -> None:
    store = open_local(tmp_path)
    for trace, at in ((1, 9_000), (2, 4_000), (3, -80_000), (2, 3_000)):
        put(store, a_span(trace, 1 + (at == 3_000), at=at, session_id="s"), offset=trace)
        store.flush()
    session = store.get_session("s")
    assert session is not None
    assert (session.traces, session.totals.spans) == (3, 4)
    assert [len(store.get_spans(trace_id(trace))) for trace in (1, 2, 3)] == [1, 2, 1]
    assert store.upkeep.verify(full=True).findings == ()
    store.close()
