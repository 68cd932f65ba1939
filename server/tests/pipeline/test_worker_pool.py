"""Records go through worker processes as through the runner's own thread, whatever happens to the processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from agenttrace.model import Span
from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import Entry, RawRecord, Signal
from agenttrace_server.pipeline.batch import Opened
from agenttrace_server.pipeline.workers import Task, WorkerPool
from agenttrace_server.store.api.arriving.open_span import copied
from agenttrace_server.store.api.arriving.packed import Plain, pack, unpack
from agenttrace_server.store.api.contract import Prepare
from agenttrace_server.store.local.content.preparing import Preparing
from agenttrace_server.telemetry import Metrics

from .making import FIXTURES, NOV_1_2026_NS, recorded
from .parts import work_here

NAMES = sorted(path.stem for path in FIXTURES.glob("*__*.json"))
MUCH = 256 * 1024
"""Bytes of a submission that is handed to a worker."""
ROLES = {"shadow_of", "shadow_of_trace", "also_seen_by", "figures", "acting_agent"}
"""Fields that the store fills in, after a worker."""


class Nothing:
    """What a store wants that has nothing prepared."""

    def __call__(self, span: Span) -> tuple[Span, Plain | None]:
        return span, None

    def large_of(self, prepared: Plain) -> Mapping[str, Any]:
        raise AssertionError(f"nothing was prepared, and {prepared} is read")


class Fatal(Nothing):
    """A worker that is killed, as by the system when memory is short."""

    def __call__(self, span: Span) -> tuple[Span, Plain | None]:
        if span.name == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(span)


ROWS = Preparing(text_min=2048, blob_min=1024)
"""What the local store wants."""


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def pool(request: pytest.FixtureRequest, tmp_path: Path, metrics: Metrics) -> Iterator[WorkerPool]:
    prepare = getattr(request, "param", ROWS)
    workers = WorkerPool(2, Task(Settings(data_dir=tmp_path), prepare), work_here(), metrics)
    yield workers
    workers.close()


def _entries(records: Sequence[RawRecord]) -> list[Entry]:
    return [Entry(at, at + 1, record) for at, record in enumerate(records)]


def _many(name: str = "work") -> RawRecord:
    """Return a record with one span and as many bytes as it takes to be handed to a worker."""
    span = f'{{"traceId": "{1:032x}", "spanId": "{1:016x}", "name": "{name}", "startTimeUnixNano": "1"}}'
    body = f'{{"resourceSpans": [{{"scopeSpans": [{{"spans": [{span}]}}]}}]}}{" " * MUCH}'
    return RawRecord("default", NOV_1_2026_NS, Signal.TRACES, "application/json", body.encode())


def _spans(opened: Sequence[Opened]) -> list[Span]:
    return [span for one in opened for span in one.spans]


@pytest.mark.parametrize("prepare", [ROWS, Nothing()])
@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_span_that_is_packed_and_unpacked_is_equal(name: str, prepare: Prepare) -> None:
    (opened,) = _here(_entries([recorded(name)]))

    assert tuple(unpack(pack(span, prepare), prepare) for span in opened.spans) == opened.spans


def test_a_large_field_that_was_changed_since_is_not_read_back() -> None:
    (opened,) = _here(_entries([recorded(NAMES[0])]))
    span = copied(unpack(pack(opened.spans[0], ROWS), ROWS), keeps_sums=False, output="another")

    assert span.attributes == opened.spans[0].attributes
    assert span.output == "another"


def test_every_field_of_a_span_is_packed() -> None:
    (opened,) = _here(_entries([recorded(NAMES[0])]))
    span = unpack(pack(opened.spans[0], ROWS), ROWS)
    assert span.attributes == opened.spans[0].attributes

    assert {field.name for field in fields(Span)} - vars(span).keys() == ROLES


def test_a_copy_with_other_fields_has_nothing_computed_ahead() -> None:
    (opened,) = _here(_entries([recorded(NAMES[0])]))
    span = unpack(pack(opened.spans[0], ROWS), ROWS)

    assert span.ahead is not None
    assert getattr(replace(span, name="other"), "ahead", None) is None


def test_workers_return_what_the_own_thread_returns_in_the_same_order(pool: WorkerPool) -> None:
    batches = [_entries([recorded(name) for name in NAMES[at:] + NAMES[:at]]) for at in range(4)]
    for batch in batches:
        pool.submit(batch)

    taken = [pool.take() for _ in batches]

    assert [_spans(one) for one in taken] == [_spans(_here(batch)) for batch in batches]
    assert [[one.entry for one in batch] for batch in taken] == batches
    assert len(pool.processes) == 2


def test_a_little_work_starts_no_process(pool: WorkerPool) -> None:
    small = replace(_many(), body=_many().body.strip())
    pool.submit(_entries([small]))

    assert [span.name for span in _spans(pool.take())] == ["work"]
    assert pool.processes == ()


def test_logs_between_traces_stay_in_their_place(pool: WorkerPool) -> None:
    logs = RawRecord("default", NOV_1_2026_NS, Signal.LOGS, "application/x-protobuf", b"")
    pool.submit(_entries([_many("one"), logs, _many("two")]))

    assert [len(one.spans) for one in pool.take()] == [1, 0, 1]


def test_what_cannot_be_decoded_is_refused_with_its_reason(pool: WorkerPool) -> None:
    broken = replace(_many(), body=b'{"resourceSpans": 5}' + b" " * MUCH)
    pool.submit(_entries([broken, _many()]))

    refused, fine = pool.take()

    assert (refused.spans, len(fine.spans)) == ((), 1)
    assert str(refused.reason).startswith("decode: resourceSpans")


def test_a_worker_that_dies_is_replaced_and_its_work_is_done_again(pool: WorkerPool, metrics: Metrics) -> None:
    pool.submit(_entries([_many("one")]))
    pool.take()
    for pid in pool.processes:
        os.kill(pid, signal.SIGKILL)

    pool.submit(_entries([_many("two")]))

    assert [span.name for span in _spans(pool.take())] == ["two"]
    assert metrics.registry.get_sample_value("agenttrace_worker_errors_total", {"worker": "pipeline-worker"}) == 1


@pytest.mark.parametrize("pool", [Fatal()], indirect=True)
def test_a_record_that_kills_workers_is_a_dead_letter_and_the_others_go_on(pool: WorkerPool) -> None:
    pool.submit(_entries([_many("one"), _many("kill"), _many("two")]))

    one, killer, two = pool.take()

    assert [span.name for span in _spans([one, two])] == ["one", "two"]
    assert (killer.spans, killer.reason) == ((), "worker: its process died twice while it worked on this record")


def test_closing_ends_the_processes(pool: WorkerPool) -> None:
    pool.submit(_entries([_many()]))
    pool.take()
    pids = pool.processes

    pool.close()

    assert pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def _here(entries: Sequence[Entry]) -> list[Opened]:
    here = work_here()
    here.submit(entries)
    return here.take()
