"""The runner takes what was acknowledged into the store: all of it, in order, whatever is in the way."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from agenttrace.model import Span, TraceId
from agenttrace_server.config import Settings
from agenttrace_server.errors import CorruptData
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.runner import Runner, RunnerState
from agenttrace_server.store.api import Page, TraceFilter
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics

from .making import FIXTURES, NOV_1_2026_NS, recorded
from .parts import STAGES, FailingStore, ForgetfulStore, MemoryJournal, RememberingBus, work_here

DEADLINE_S = 30.0
TRACE = "0" * 31 + "1"
SETTINGS = Settings(batch_max_wait_ms=1)

StartRunner = Callable[..., Runner]


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


@pytest.fixture
def start(journal: MemoryJournal) -> Iterator[StartRunner]:
    running: list[Runner] = []

    def start_runner(store: MemoryStore, bus: RememberingBus | None = None, **more: Any) -> Runner:
        metrics = more.pop("metrics", None) or Metrics()
        settings = more.pop("settings", SETTINGS)
        work = work_here(more.pop("stages", None))
        assert not more
        runner = Runner(journal, store, bus or RememberingBus(), metrics, settings=settings, work=work, stages=STAGES)
        runner.start()
        running.append(runner)
        return runner

    yield start_runner
    for runner in running:
        runner.stop(0.0)


def _record(*span_numbers: int, ended: bool = True) -> RawRecord:
    spans = [
        {
            "traceId": TRACE,
            "spanId": f"{number:016x}",
            "name": f"span {number}",
            "startTimeUnixNano": str(NOV_1_2026_NS + number),
            "endTimeUnixNano": str(NOV_1_2026_NS + 10 * number) if ended else "0",
        }
        for number in span_numbers
    ]
    body = json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}).encode()
    return RawRecord("default", NOV_1_2026_NS, Signal.TRACES, "application/json", body)


def _broken_record() -> RawRecord:
    return RawRecord("default", NOV_1_2026_NS, Signal.TRACES, "application/json", b'{"resourceSpans": 5}')


def _names(store: MemoryStore) -> list[str]:
    return [stored.span.name for stored in store.get_spans(TraceId(TRACE))]


def _value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(name, labels) or 0.0


def test_what_is_in_the_journal_before_the_start_and_after_it_is_stored(
    journal: MemoryJournal, start: StartRunner
) -> None:
    store = MemoryStore()
    journal.put(_record(1))
    runner = start(store)

    end = journal.put(_record(2, 3))

    assert runner.wait_applied(end, DEADLINE_S)
    assert _names(store) == ["span 1", "span 2", "span 3"]
    assert runner.applied_offset == end


def test_every_recorded_trace_goes_all_the_way(journal: MemoryJournal, start: StartRunner) -> None:
    store = MemoryStore()
    names = sorted(path.stem for path in FIXTURES.glob("*__*.json"))
    for name in names:
        journal.put(recorded(name))

    runner = start(store)

    assert runner.wait_applied(journal.stats().end_offset, DEADLINE_S)
    assert len(names) == 34
    assert len(store.find_traces(TraceFilter(), Page(limit=1000)).items) >= len(names)
    assert store.info().dead_letters == 0


def test_waiting_for_what_never_comes_ends_in_time(start: StartRunner) -> None:
    assert start(MemoryStore()).wait_applied(10, 0.01) is False


def test_a_running_span_and_its_end_are_one_span_and_one_trace(journal: MemoryJournal, start: StartRunner) -> None:
    store, metrics = MemoryStore(), Metrics()
    runner = start(store, metrics=metrics)
    runner.wait_applied(journal.put(_record(1, ended=False)), DEADLINE_S)

    assert runner.wait_applied(journal.put(_record(1)), DEADLINE_S)

    (stored,) = store.get_spans(TraceId(TRACE))
    assert not stored.span.is_running
    assert _value(metrics, "agenttrace_traces_received_total") == 1


def test_one_trace_id_in_two_projects_is_two_traces(journal: MemoryJournal, start: StartRunner) -> None:
    metrics = Metrics()
    journal.put(_record(1))

    assert start(MemoryStore(), metrics=metrics).wait_applied(
        journal.put(replace(_record(1), project="other")), DEADLINE_S
    )

    assert _value(metrics, "agenttrace_traces_received_total") == 2


def test_logs_that_cannot_be_decoded_are_a_dead_letter(journal: MemoryJournal, start: StartRunner) -> None:
    store = MemoryStore()
    journal.put(RawRecord("default", NOV_1_2026_NS, Signal.LOGS, "application/x-protobuf", b"whatever"))

    runner = start(store)

    assert runner.wait_applied(journal.stats().end_offset, DEADLINE_S)
    (letter,) = store.dead_letters(Page()).items
    assert (letter.signal, letter.reason) == (
        "logs",
        "decode: not a protobuf ExportLogsServiceRequest: wire format was corrupt",
    )


def test_a_record_that_cannot_be_decoded_is_a_dead_letter_and_the_line_goes_on(
    journal: MemoryJournal, start: StartRunner
) -> None:
    store, metrics = MemoryStore(), Metrics()
    dead_at = journal.put(_record(1))
    journal.put(_broken_record())
    end = journal.put(_record(2))

    runner = start(store, metrics=metrics)

    assert runner.wait_applied(end, DEADLINE_S)
    (letter,) = store.dead_letters(Page()).items
    assert (letter.offset, letter.signal, letter.size_bytes) == (dead_at, "traces", len(_broken_record().body))
    assert letter.reason.startswith("decode: resourceSpans")
    assert _names(store) == ["span 1", "span 2"]
    assert _value(metrics, "agenttrace_dead_letters_total") == 1


def test_a_span_that_a_stage_cannot_bear_is_a_dead_letter_and_its_neighbours_are_stored(
    journal: MemoryJournal, start: StartRunner
) -> None:
    def refuse_two(span: Span) -> Span:
        if span.name == "span 2":
            raise KeyError("two")
        return span

    store = MemoryStore()
    end = journal.put(_record(1, 2, 3))

    runner = start(store, stages=(("refuse", refuse_two),))

    assert runner.wait_applied(end, DEADLINE_S)
    (letter,) = store.dead_letters(Page()).items
    assert letter.reason == f"span {2:016x} of trace {TRACE}: refuse: KeyError('two')"
    assert _names(store) == ["span 1", "span 3"]


def test_a_failing_store_is_asked_again_with_the_same_batch_and_nothing_is_skipped(
    journal: MemoryJournal, start: StartRunner
) -> None:
    store, metrics = FailingStore(failures=2), Metrics()
    end = journal.put(_record(1, 2))

    runner = start(store, metrics=metrics)

    assert runner.wait_applied(end, DEADLINE_S)
    assert _names(store) == ["span 1", "span 2"]
    assert store.asked == [("write", end)] * 3
    assert _value(metrics, "agenttrace_worker_errors_total", worker="pipeline") == 2


def test_while_the_store_fails_the_status_says_why_and_how_far_behind(
    journal: MemoryJournal, start: StartRunner
) -> None:
    seen: list[object] = []

    class WatchedStore(FailingStore):
        def write(self, deltas: Any, offset: int) -> Any:
            seen.append(runner.status())
            return super().write(deltas, offset)

    store = WatchedStore(failures=1)
    runner = start(store)
    end = journal.put(_record(1))

    assert runner.wait_applied(end, DEADLINE_S)
    stuck = seen[1]
    assert stuck.state is RunnerState.RETRYING  # type: ignore[attr-defined]
    assert stuck.last_error == "OSError: [Errno 28] no space left on device"  # type: ignore[attr-defined]
    assert (stuck.lag_bytes, stuck.retries) == (end, 1)  # type: ignore[attr-defined]
    assert stuck.waiting_since_ns == NOV_1_2026_NS  # type: ignore[attr-defined]
    done = runner.status()
    assert (done.lag_bytes, done.lag_spans, done.waiting_since_ns) == (0, 0, None)


def test_how_many_spans_wait_is_judged_by_those_that_were_applied(journal: MemoryJournal, start: StartRunner) -> None:
    seen: list[int] = []

    class WatchedStore(FailingStore):
        def write(self, deltas: Any, offset: int) -> Any:
            seen.append(runner.status().lag_spans)
            return super().write(deltas, offset)

    runner = start(WatchedStore())
    many = tuple(range(1, 101))
    runner.wait_applied(journal.put(_record(*many)), DEADLINE_S)
    runner.wait_applied(journal.put(_record(*many)), DEADLINE_S)

    assert seen[1] == pytest.approx(len(many), rel=0.2)


def test_the_offset_moves_past_a_batch_only_with_its_last_write(journal: MemoryJournal, start: StartRunner) -> None:
    store = FailingStore()
    first_end = journal.put(_record(1))
    runner = start(store)
    runner.wait_applied(first_end, DEADLINE_S)

    end = journal.put(_broken_record())

    assert runner.wait_applied(end, DEADLINE_S)
    assert store.asked[-2:] == [("write_dead_letters", first_end), ("write", end)]


def test_only_what_the_store_has_made_durable_is_committed(journal: MemoryJournal, start: StartRunner) -> None:
    store = ForgetfulStore()
    runner = start(store)
    end = journal.put(_record(1))
    runner.wait_applied(end, DEADLINE_S)
    before = journal.committed

    assert runner.stop(DEADLINE_S)

    assert (before, journal.committed) == (0, end)


def test_after_a_crash_delivery_again_changes_nothing(journal: MemoryJournal, start: StartRunner) -> None:
    store = ForgetfulStore()
    end = journal.put(_record(1, 2))
    start(store).wait_applied(end, DEADLINE_S)
    before = store.get_trace(TraceId(TRACE))

    again = start(store, bus := RememberingBus())

    assert again.wait_applied(end, DEADLINE_S)
    assert store.get_trace(TraceId(TRACE)) == before
    assert bus.spans == []


def test_a_broken_bus_stops_nothing(journal: MemoryJournal, start: StartRunner) -> None:
    store, bus = MemoryStore(), RememberingBus(broken=True)
    runner = start(store, bus)
    for number in range(1, 6):
        assert runner.wait_applied(journal.put(_record(number)), DEADLINE_S)

    assert len(_names(store)) == 5
    assert bus.attempts >= 4
    assert runner.status().state is RunnerState.RUNNING


def test_what_was_stored_is_announced(journal: MemoryJournal, start: StartRunner) -> None:
    bus = RememberingBus()
    runner = start(MemoryStore(), bus)
    end = journal.put(_record(1, 2))

    runner.wait_applied(end, DEADLINE_S)
    runner.stop(DEADLINE_S)

    assert [stored.span.name for stored in bus.spans] == ["span 1", "span 2"]


def test_a_batch_ends_where_it_is_full(journal: MemoryJournal, start: StartRunner) -> None:
    store = FailingStore()
    ends = [journal.put(_record(number)) for number in range(1, 5)]

    runner = start(store, settings=Settings(batch_max_spans=2, batch_max_wait_ms=1))

    assert runner.wait_applied(ends[-1], DEADLINE_S)
    assert store.asked == [("write", ends[1]), ("write", ends[3])]


def test_stopping_applies_what_was_acknowledged_first(journal: MemoryJournal, start: StartRunner) -> None:
    store = MemoryStore()
    runner = start(store, settings=Settings(batch_max_spans=1, batch_max_wait_ms=1))
    for number in range(1, 50):
        journal.put(_record(number))

    assert runner.stop(DEADLINE_S)

    assert len(_names(store)) == 49
    assert runner.status().state is RunnerState.STOPPED


def test_stopping_with_a_dead_store_gives_up_in_time_and_says_so(journal: MemoryJournal, start: StartRunner) -> None:
    journal.put(_record(1))

    runner = start(FailingStore(failures=10**6))

    assert runner.stop(0.2) is False
    assert journal.committed == 0


def test_a_store_that_is_ahead_of_its_journal_is_refused() -> None:
    store = MemoryStore()
    store.write((), 1000)

    with pytest.raises(CorruptData, match="the journal ends at 0"):
        Runner(MemoryJournal(), store, RememberingBus(), Metrics(), settings=SETTINGS, work=work_here(), stages=STAGES)
