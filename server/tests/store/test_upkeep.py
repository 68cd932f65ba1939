"""The local store is looked after: what counts no more goes, what is wrong is named, a copy is a whole store."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from agenttrace.model import ProjectName
from agenttrace_server.config import Settings
from agenttrace_server.store.api import Page, SpanFilter
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.local.shelf import Segment
from agenttrace_server.store.local.upkeep.compacting import due
from agenttrace_server.telemetry import Metrics

from .harness import put
from .making import a_call, a_span, trace_id

DAY_NS = 24 * 3600 * 1_000_000_000
SETTINGS = Settings(seal_quiet_s=3600, content_min_bytes=64)


def open_local(folder: Path, settings: Settings = SETTINGS) -> LocalStore:
    return LocalStore(folder, settings, Metrics())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    opened = open_local(tmp_path / "store")
    yield opened
    opened.close()


def fill(store: LocalStore, traces: range, spans: int = 5) -> None:
    """Seal some traces as one segment; each a day after the one before."""
    made = [a_call(trace, number, session_id=f"s{trace % 3}") for trace in traces for number in range(1, spans + 1)]
    put(store, *(late(span, int(span.trace_id, 16)) for span in made), offset=max(traces))
    store.flush()


def late(span, days):  # type: ignore[no-untyped-def]
    shift = days * DAY_NS
    return replace(span, start_ns=span.start_ns + shift, end_ns=span.end_ns + shift)


def parquet(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.parquet") if ".content" not in path.name)


def segment(number: int, rows: int) -> Segment:
    return Segment(number, f"{number}.parquet", rows, rows * 100, number, number, 2, 0)


def test_only_segments_that_are_worth_it_are_due() -> None:
    segments = [segment(number, 600) for number in range(1, 5)]
    dead = {"1.parquet": 600, "2.parquet": 60, "3.parquet": 200}
    assert due(segments, dead, 1_000, everything=False) == [(segments[0],), (segments[2],)]
    assert due(segments, dead, 1_000, everything=True) == [(segments[0],), (segments[1],), (segments[2],)]


def test_four_small_neighbours_are_joined_up_to_the_bound() -> None:
    segments = [segment(number, 250) for number in range(1, 8)]
    assert due(segments, {}, 1_000, everything=False) == [tuple(segments[:4])]
    assert due(segments, {}, 1_000, everything=True) == [tuple(segments[:4]), tuple(segments[4:])]


def test_a_compaction_drops_what_counts_no_more_and_changes_no_answer(store: LocalStore, tmp_path: Path) -> None:
    fill(store, range(1, 21))
    for trace in range(1, 11):
        store.delete_trace(trace_id(trace))
    before = [store.get_spans(trace_id(trace)) for trace in range(1, 21)]
    size = sum(path.stat().st_size for path in parquet(tmp_path / "store"))
    done = store.upkeep.compact(everything=False)
    assert done.dropped_rows == 50
    assert done.freed_bytes == size - sum(path.stat().st_size for path in parquet(tmp_path / "store")) > 0
    assert store.upkeep.usage().dead_rows == 0
    assert [store.get_spans(trace_id(trace)) for trace in range(1, 21)] == before
    assert store.upkeep.verify(full=True).findings == ()


def test_a_segment_of_which_nothing_counts_is_gone_without_a_rewrite(store: LocalStore, tmp_path: Path) -> None:
    fill(store, range(1, 4))
    for trace in range(1, 4):
        store.delete_trace(trace_id(trace))
    store.upkeep.compact(everything=False)
    assert parquet(tmp_path / "store") == []
    assert store.upkeep.verify(full=True).is_sound


def test_a_reader_keeps_the_files_that_a_compaction_replaces(store: LocalStore) -> None:
    fill(store, range(1, 21))
    for trace in range(1, 11):
        store.delete_trace(trace_id(trace))
    with store._shelf.reading() as view:
        store.upkeep.compact(everything=True)
        count = store._engine.query(f"SELECT count(*) FROM {store._engine.source(view, view.segments, with_hot=False)}")
    assert count == [(50,)]


def test_traces_last_heard_of_before_a_time_go_with_all_that_counts_them(store: LocalStore) -> None:
    fill(store, range(1, 21))
    cut = store.get_trace(trace_id(11))
    assert cut is not None
    dropped = store.upkeep.drop_before(cut.start_ns)
    assert (dropped.traces, dropped.spans) == (10, 50)
    assert store.get_trace(trace_id(10)) is None
    assert store.get_trace(trace_id(11)) is not None
    assert store.upkeep.usage().dropped == dropped
    assert store.upkeep.verify(full=True).findings == ()


def test_a_project_goes_and_the_others_stay(store: LocalStore) -> None:
    put(store, a_span(1, 1, project=ProjectName("a")), a_span(2, 1, project=ProjectName("b")))
    assert store.delete_project("a") == 1
    assert [found.project for found in store.projects()] == ["b"]
    assert store.delete_project("a") == 0


def test_the_oldest_go_first_until_the_size_is_freed(store: LocalStore) -> None:
    fill(store, range(1, 11))
    fill(store, range(11, 21))
    size = store.upkeep.disk_bytes()
    dropped = store.upkeep.drop_oldest(1)
    assert 1 <= dropped.traces <= 10
    assert store.get_trace(trace_id(dropped.traces)) is None
    assert store.get_trace(trace_id(dropped.traces + 1)) is not None
    assert store.upkeep.disk_bytes() < size
    assert store.upkeep.verify(full=True).findings == ()


def test_a_delete_beside_unsealed_spans_outlives_a_crash(store: LocalStore, tmp_path: Path) -> None:
    put(store, a_span(1, 1), offset=1)
    store.flush()
    put(store, a_span(2, 1), a_span(2, 2), offset=2)
    store.delete_trace(trace_id(1))
    shutil.copytree(tmp_path / "store", tmp_path / "crashed", ignore=shutil.ignore_patterns("lock"))
    crashed = open_local(tmp_path / "crashed")
    assert crashed.find_spans(SpanFilter(), Page()).items == ()
    assert crashed.upkeep.verify(full=True).findings == ()
    crashed.close()


def test_a_copy_is_a_store_of_its_own_while_the_first_goes_on(store: LocalStore, tmp_path: Path) -> None:
    fill(store, range(1, 4))
    put(store, a_span(9, 1), offset=77)
    assert store.upkeep.backup(tmp_path / "copy") == 77
    store.delete_trace(trace_id(1))
    store.upkeep.compact(everything=True)
    copy = open_local(tmp_path / "copy")
    assert len(copy.get_spans(trace_id(1))) == 5
    assert len(copy.get_spans(trace_id(9))) == 1
    assert copy.durable_offset() == 77
    assert copy.upkeep.verify(full=True).findings == ()
    copy.close()


def test_verify_names_any_file_in_which_a_bit_is_flipped(tmp_path: Path) -> None:
    store = open_local(tmp_path)
    fill(store, range(1, 4))
    put(store, a_span(5, 1, attributes={"text": "word " * 500}), offset=9)
    store.close()
    for path in sorted(tmp_path.glob("*.parquet")):
        whole = path.read_bytes()
        middle = len(whole) // 2
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        damaged = open_local(tmp_path)
        assert {finding.where for finding in damaged.upkeep.verify(full=False).findings} == {path.name}
        damaged.close()
        path.write_bytes(whole)


def test_verify_tells_sums_that_are_not_those_of_the_spans(store: LocalStore) -> None:
    fill(store, range(1, 4))
    with store._catalog.transaction() as connection:
        connection.execute("UPDATE traces SET spans = spans + 1 WHERE trace_id = ?", (trace_id(2),))
        connection.execute("DELETE FROM rollups WHERE hour_ns = (SELECT min(hour_ns) FROM rollups)")
        connection.execute("COMMIT")
    found = store.upkeep.verify(full=True).findings
    assert [finding.where.partition(" ")[0] for finding in found] == ["trace", "sums", "session"]
