"""The disk cap is hard: whatever comes, and whoever looks when, journal and store together never take more."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agenttrace.model import OK, ProjectName, Span, SpanId, SpanType, TraceId
from agenttrace_server.config import LEAST_CAP_MB, Settings, load
from agenttrace_server.errors import BadSetting, Overloaded
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.journal.registry import open_journal
from agenttrace_server.replays import open_replays
from agenttrace_server.store.api import Page, TraceDelta, TraceFilter, TraceSummary
from agenttrace_server.store.api.signals import LogFilter, LogRecord
from agenttrace_server.store.local.room import Room
from agenttrace_server.store.registry import open_store
from agenttrace_server.telemetry import Metrics
from agenttrace_server.upkeep import Installation, Keeper

PROJECT = ProjectName("default")
SECOND_NS = 1_000_000_000
T0_NS = 1_700_000_000 * SECOND_NS
CAP = LEAST_CAP_MB * 1024 * 1024


def spans_of(record: int, count: int, size: int) -> list[Span]:
    """A trace of spans with text that no compression makes small."""
    rnd = random.Random(record)
    return [
        Span(
            project=PROJECT,
            trace_id=TraceId(f"{record + 1:032x}"),
            span_id=SpanId(f"{record * 1_000 + number + 1:016x}"),
            parent_span_id=None,
            name="step",
            start_ns=T0_NS + record * SECOND_NS + number,
            end_ns=T0_NS + record * SECOND_NS + number + 5,
            status=OK,
            span_type=SpanType.TOOL_EXECUTION,
            session_id=f"s{record % 50}",
            attributes={"text": rnd.randbytes(size // 2).hex()},
        )
        for number in range(count)
    ]


def log_of(record: int, number: int) -> LogRecord:
    return LogRecord(
        uid=f"{record}-{number}",
        project=PROJECT,
        time_ns=T0_NS + record * SECOND_NS,
        position=number,
        body=random.Random(record * 100 + number).randbytes(1_000).hex(),
    )


@contextmanager
def opened(home: Path) -> Iterator[Installation]:
    settings = Settings(data_dir=home, disk_cap_mb=LEAST_CAP_MB, seal_quiet_s=0.2, duckdb_threads=1)
    journal, store = open_journal(settings), open_store(settings)
    replays = open_replays(settings)
    try:
        yield Installation(settings, journal, store, replays)
    finally:
        replays.close()
        store.close()
        journal.close()


@contextmanager
def watched(home: Path) -> Iterator[Callable[[], int]]:
    """Measure the folder all the time, as somebody beside the server would; give the most that was seen."""
    seen, stop = [0], threading.Event()

    def look() -> None:
        while not stop.wait(0.001):
            seen[0] = max(seen[0], taken(home))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield lambda: seen[0]
    finally:
        stop.set()
        thread.join()


def taken(home: Path) -> int:
    total = 0
    for path in home.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def flood(on: Installation, records: range, *, spans: int, size: int, logs: int = 0) -> int:
    """Acknowledge and write record by record; return how often the journal refused."""
    refused = 0
    for record in records:
        made = spans_of(record, spans, size)
        raw = b"".join(str(span.attributes["text"]).encode() for span in made)
        try:
            asyncio.run(on.journal.append(RawRecord(PROJECT, T0_NS, Signal.TRACES, "text/plain", raw)))
        except Overloaded:
            refused += 1
            continue
        if logs:
            on.store.signals.write_logs([log_of(record, number) for number in range(logs)])
        on.store.write([TraceDelta(PROJECT, made[0].trace_id, tuple(made))], on.journal.stats().end_offset)
        on.journal.commit(on.store.durable_offset())
    return refused


@pytest.mark.slow
def test_a_flood_of_spans_and_logs_never_passes_the_cap_and_the_oldest_go(tmp_path: Path) -> None:
    with opened(tmp_path) as on, watched(tmp_path) as most:
        keeper = Keeper(on, Metrics())
        keeper.start()
        refused = flood(on, range(600), spans=20, size=5_000, logs=4)
        on.store.flush()
        keeper.stop()
        keeper.keep_size()
        kept = sorted(trace.start_ns for trace in all_traces(on))
        assert CAP * 0.5 < most() <= CAP
        assert refused == 0
        assert keeper.state.hindered is None
        assert kept[-1] == T0_NS + 599 * SECOND_NS
        assert kept == [T0_NS + record * SECOND_NS for record in range(600 - len(kept), 600)]
        assert keeper.state.dropped.traces == 600 - len(kept) > 0
        oldest_log = on.store.signals.find_logs(LogFilter(until_ns=kept[0]), Page(1)).items
        assert oldest_log == ()
        assert on.verify(full=True).findings == ()


def test_the_store_alone_makes_room_for_a_seal_and_for_logs_without_traces(tmp_path: Path) -> None:
    with opened(tmp_path) as on, watched(tmp_path) as most:
        for begin in range(0, 12_000, 500):
            on.store.signals.write_logs([log_of(begin + number, 0) for number in range(500)])
        assert most() <= CAP
        newest = on.store.signals.find_logs(LogFilter(), Page(1)).items[0]
        assert newest.time_ns == T0_NS + 11_999 * SECOND_NS
        assert on.store.signals.counts().logs < 12_000


def test_where_nothing_can_be_dropped_spans_are_refused_and_the_cap_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as on, watched(tmp_path) as most:
        (tmp_path / "store" / "left-by-somebody").write_bytes(bytes(CAP * 3 // 5))
        flood(on, range(1), spans=20, size=40_000)
        with pytest.raises(Overloaded, match="the disk cap leaves no room"):
            on.store.flush()
        assert "the disk cap leaves no room" in str(on.store.upkeep.failure)
        assert most() <= CAP
        (tmp_path / "store" / "left-by-somebody").unlink()
        on.store.flush()
        assert on.store.upkeep.failure is None
        assert on.verify(full=True).findings == ()


def test_a_cap_that_cannot_be_kept_is_refused_as_a_setting() -> None:
    with pytest.raises(BadSetting, match=f"disk_cap_mb must be {LEAST_CAP_MB} or more"):
        load({"AGENTTRACE_DISK_CAP_MB": str(LEAST_CAP_MB - 1)})


def test_room_is_given_to_the_last_byte_and_not_beyond() -> None:
    room = Room(Path(), 96 * 1024 * 1024, lambda _: 1_000)
    left = (room.most or 0) - 1_000
    with room.reserved(left), room.perhaps(1) as is_room:
        assert not is_room
    with pytest.raises(Overloaded, match="1 bytes are missing"), room.reserved(left + 1):
        pass
    with room.freeing(), room.reserved(left + 1):
        pass


def all_traces(on: Installation) -> list[TraceSummary]:
    found, cursor = [], None
    while True:
        page = on.store.find_traces(TraceFilter(), Page(1_000, cursor))
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found
