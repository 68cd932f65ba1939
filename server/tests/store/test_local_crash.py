"""Kill the process that writes, at seeded moments: nothing is lost and nothing counts twice."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from agenttrace_server.config import Settings
from agenttrace_server.errors import BadSetting, CorruptData, Overloaded
from agenttrace_server.store.api import GroupBy, Page, SessionFilter, SpanFilter, Store, TraceFilter
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics

from .crashing_writer import SETTINGS, batch_at, deliver
from .harness import put
from .making import a_call, a_span, deltas_of, running, trace_id
from .making_signals import a_log

RUNS = 10
SCRIPT = Path(__file__).with_name("crashing_writer.py")


def open_local(folder: Path, settings: Settings = SETTINGS) -> LocalStore:
    return LocalStore(folder, settings, Metrics())


def write_until_killed(folder: Path, seed: int, batches: int) -> int:
    """Let a process write; kill it when it has said that many batches are in. Return the last offset it told."""
    writer = subprocess.Popen([sys.executable, str(SCRIPT), str(folder), str(seed)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    told = 0
    for _ in range(batches):
        line = writer.stdout.readline()
        if not line:
            break
        told = int(line)
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    return told


def everything(store: Store) -> dict[str, object]:
    """All that can be asked, so that two stores can be compared."""
    traces = store.find_traces(TraceFilter(), Page(limit=1_000)).items
    return {
        "traces": traces,
        "spans": {trace.trace_id: list(store.get_spans(trace.trace_id)) for trace in traces},
        "sessions": store.find_sessions(SessionFilter(), Page(limit=1_000)).items,
        "found": [stored.span.span_id for stored in store.find_spans(SpanFilter(), Page(limit=100_000)).items],
        "cells": [(r.key, r.totals, r.traces) for r in store.stats(SpanFilter(), GroupBy.MODEL)],
        "hours": [(r.key, r.totals, r.traces) for r in store.stats(SpanFilter(), GroupBy.HOUR)],
        "names": [(r.key, r.totals, r.traces) for r in store.stats(SpanFilter(), GroupBy.NAME)],
        "errors": store.error_patterns(SpanFilter(), 100),
        "projects": store.projects(),
        "info": (store.info().spans, store.info().traces, store.info().sessions),
    }


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    rnd = random.Random(20_26)
    furthest = 0
    for seed in range(RUNS):
        furthest = max(furthest, write_until_killed(tmp_path / "store", seed, rnd.randrange(0, 60)))
    store, reference = open_local(tmp_path / "store"), MemoryStore()
    durable = store.durable_offset()
    end = max(furthest, durable) + 3
    while durable < end:
        durable = deliver(store, durable, rnd)
    for offset in range(1, durable + 1):
        reference.write(deltas_of(batch_at(offset)), offset)
    try:
        assert everything(store) == everything(reference)
        store.flush()
        assert everything(store) == everything(reference)
        assert store.upkeep.verify(full=True).findings == ()
        spans = reference.info().spans
    finally:
        store.close()
    print(f"{RUNS} kills, {durable} records, {spans} spans: none lost, none counted twice")


def test_a_store_that_was_closed_opens_with_all_of_it(tmp_path: Path) -> None:
    store = open_local(tmp_path)
    put(store, a_call(1, 1, session_id="s"), running(1, 2), offset=7)
    before = everything(store)
    store.close()
    again = open_local(tmp_path)
    assert again.durable_offset() == 7
    assert everything(again) == before
    put(again, a_span(1, 2), offset=8)
    trace = again.get_trace(trace_id(1))
    again.close()
    assert trace is not None
    assert (trace.totals.spans, trace.totals.running) == (2, 0)


def test_a_deleted_trace_stays_deleted_after_a_crash(tmp_path: Path) -> None:
    store = open_local(tmp_path / "a", Settings())
    put(store, a_span(1, 1), a_span(2, 1), offset=5)
    store.delete_trace(trace_id(1))
    shutil.copytree(tmp_path / "a", tmp_path / "b", ignore=shutil.ignore_patterns("lock"))
    crashed = open_local(tmp_path / "b", Settings())
    assert crashed.durable_offset() == 5
    assert crashed.get_trace(trace_id(1)) is None
    assert [s.span.trace_id for s in crashed.find_spans(SpanFilter(), Page()).items] == [trace_id(2)]
    assert crashed.info().spans == 1
    crashed.close()
    store.close()


def test_files_that_were_never_published_are_removed(tmp_path: Path) -> None:
    open_local(tmp_path).close()
    orphan = tmp_path / "0000000099.parquet"
    orphan.write_bytes(b"PAR1 torn")
    open_local(tmp_path).close()
    assert not orphan.exists()


@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_published_segment_that_is_harmed_is_named(tmp_path: Path, harm: str) -> None:
    store = open_local(tmp_path)
    put(store, a_span(1, 1))
    store.close()
    (segment,) = tmp_path.glob("*.parquet")
    if harm == "cut":
        segment.write_bytes(segment.read_bytes()[:-10])
    else:
        segment.unlink()
    with pytest.raises(CorruptData, match=segment.name):
        open_local(tmp_path)
    segment.unlink(missing_ok=True)


def test_a_catalog_of_a_newer_server_is_refused(tmp_path: Path) -> None:
    open_local(tmp_path).close()
    catalog = sqlite3.connect(tmp_path / "catalog.db")
    catalog.execute("PRAGMA user_version = 999")
    catalog.close()
    with pytest.raises(CorruptData, match="schema version 999"):
        open_local(tmp_path)


def test_a_catalog_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalog.db").write_bytes(b"this is not a database, it is a sentence" * 200)
    with pytest.raises(CorruptData, match=r"catalog\.db"):
        open_local(tmp_path)


def test_a_second_process_cannot_open_the_store(tmp_path: Path) -> None:
    store = open_local(tmp_path)
    with pytest.raises(BadSetting, match="another process"):
        open_local(tmp_path)
    store.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BadSetting, match="cannot write to"):
        open_local(tmp_path / "file" / "store")


def test_when_the_disk_refuses_nothing_is_lost_and_the_error_says_so(tmp_path: Path) -> None:
    store = open_local(tmp_path, Settings())
    put(store, a_span(1, 1), offset=3)
    in_the_way = tmp_path / "0000000001.parquet"
    in_the_way.mkdir()
    with pytest.raises(Overloaded, match="cannot write to its disk"):
        store.flush()
    assert store.durable_offset() == 0
    assert len(store.get_spans(trace_id(1))) == 1
    put(store, a_span(1, 2), offset=4)
    in_the_way.rmdir()
    store.flush()
    assert store.durable_offset() == 4
    assert [stored.seq for stored in store.get_spans(trace_id(1))] == [0, 1]
    assert store.info().spans == 2
    store.close()


def test_a_full_disk_is_told_to_whoever_writes_logs(tmp_path: Path) -> None:
    store = open_local(tmp_path)
    store.signals._logs._file._connection.execute("PRAGMA max_page_count = 12")
    with pytest.raises(Overloaded, match="no space left on device"):
        store.signals.write_logs([a_log(1), a_log(2, body="x" * 200_000)])
    assert store.info().logs == 0
    store.close()


def test_an_idle_server_keeps_few_files(tmp_path: Path) -> None:
    store = open_local(tmp_path, Settings())
    for minute in range(1, 61):
        put(store, *(a_span(minute, number, at=60 * minute) for number in range(1, 21)), offset=minute)
        store.flush()
    assert store.info().segments <= 7
    assert len(list(tmp_path.glob("*.parquet"))) == store.info().segments
    assert store.info().spans == 1_200
    assert len(store.get_spans(trace_id(17))) == 20
    store.close()


def test_versions_that_were_replaced_leave_the_files(tmp_path: Path) -> None:
    store = open_local(tmp_path, Settings())
    put(store, *(running(1, number) for number in range(1, 101)))
    store.flush()
    put(store, *(a_span(1, number) for number in range(1, 101)))
    assert {stored.span.is_running for stored in store.get_spans(trace_id(1))} == {False}
    store.flush()
    (segment,) = store._catalog.segments()
    assert segment.rows == 100
    assert store._catalog.dead() == []
    store.close()
