"""Drive the pipeline: a thread that takes what was acknowledged through the stages into the store, in order."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from typing import Final

import structlog

from agenttrace_server.config import Settings
from agenttrace_server.errors import CorruptData
from agenttrace_server.journal.protocol import Journal
from agenttrace_server.live.protocol import LiveBus
from agenttrace_server.pipeline.batch import Stages, Work, work_from
from agenttrace_server.pipeline.collect import Collector, Limits
from agenttrace_server.pipeline.logs.landing import Landing
from agenttrace_server.pipeline.workers import WorkAhead
from agenttrace_server.store.api import Store, Written
from agenttrace_server.telemetry import Metrics

_log = structlog.get_logger()

_IDLE_WAIT_S: Final = 0.25
"""How long the thread sleeps in the journal before it looks whether it should stop."""
_FIRST_DELAY_S: Final = 0.1
_LONGEST_DELAY_S: Final = 10.0
_NEW_TRACES_REMEMBERED: Final = 10_000
_WORKER: Final = "pipeline"
_USUAL_SPAN_BYTES: Final = 1_500
"""How large a span is taken to be before the first was applied."""


class RunnerState(str, Enum):
    """What the runner is doing."""

    NEW = "new"
    RUNNING = "running"
    RETRYING = "retrying"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class RunnerStatus:
    """What /health says of the pipeline. `last_error` is None again after the next success."""

    state: RunnerState
    applied_offset: int
    lag_bytes: int
    lag_spans: int
    """How many spans these bytes are, judged by those that were applied."""
    waiting_since_ns: int | None
    """When the oldest record that is not applied was received; None when nothing waits."""
    last_error: str | None
    retries: int


def _first_offset(journal: Journal, store: Store) -> int:
    applied, end = store.durable_offset(), journal.stats().end_offset
    if applied > end:
        raise CorruptData(
            f"the store has applied the journal up to {applied}, but the journal ends at {end}: "
            "its folder was replaced or cut; restore it, or start with an empty data folder"
        )
    return applied


class Runner:
    """Applies the journal to the store, at least once and in order; the store makes that exactly once.

    Starts at the store's durable offset. A failing store stops the line, not the process: the same batch is tried
    again, with growing delays, until it is written. Live news is sent after a write and may fail without harm.
    Raises: CorruptData: the store is ahead of the journal.
    """

    def __init__(
        self,
        journal: Journal,
        store: Store,
        bus: LiveBus,
        metrics: Metrics,
        *,
        settings: Settings,
        work: WorkAhead,
        stages: Stages,
    ) -> None:
        self._journal = journal
        self._store = store
        self._bus = bus
        self._metrics = metrics
        self._landing = Landing(store, stages, settings)
        self._applied = threading.Condition()
        self._applied_offset = _first_offset(journal, store)
        limits = Limits(settings.batch_bound_spans, settings.batch_max_wait_ms / 1000)
        self._ahead = work
        self._collector = Collector(journal, work, limits, self._applied_offset)
        self._collected: Work | None = None
        """What is to be written next: kept until it is, so that a store that fails costs no work twice."""
        self._committed_offset = 0
        self._bytes_applied, self._spans_applied = _USUAL_SPAN_BYTES, 1
        self._stopping = threading.Event()
        self._stop_at = float("inf")
        self._state = RunnerState.NEW
        self._last_error: str | None = None
        self._retries = 0
        self._new_traces: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._thread = threading.Thread(target=self._run, name="agenttrace-pipeline", daemon=True)

    def start(self) -> None:
        """Start the thread. Call once."""
        self._state = RunnerState.RUNNING
        self._thread.start()

    def stop(self, drain_s: float) -> bool:
        """Apply what is acknowledged, for at most `drain_s`, then make the store durable.

        Returns whether all of it was applied; what was not is delivered at the next start.
        """
        self._stop_at = time.monotonic() + drain_s
        self._stopping.set()
        if self._thread.ident is not None:
            self._thread.join(drain_s + _LONGEST_DELAY_S)
        self._state = RunnerState.STOPPED
        self._ahead.close()
        self._store.flush()
        self._commit()
        return self._applied_offset >= self._journal.stats().end_offset

    @property
    def applied_offset(self) -> int:
        """Every record before this offset can be queried."""
        return self._applied_offset

    def wait_applied(self, offset: int, timeout_s: float) -> bool:
        """Block until every record before `offset` can be queried; False when the time is up.

        For "all that is acknowledged so far", `offset` is the journal's `stats().end_offset`.
        """
        with self._applied:
            return self._applied.wait_for(lambda: self._applied_offset >= offset, timeout_s)

    @property
    def lag_bytes(self) -> int:
        """How much was acknowledged and cannot be queried yet."""
        return max(0, self._journal.stats().end_offset - self._applied_offset)

    def status(self) -> RunnerStatus:
        """Return what the runner does and how far it is behind."""
        lag_bytes, applied_offset = self.lag_bytes, self._applied_offset
        return RunnerStatus(
            state=self._state,
            applied_offset=applied_offset,
            lag_bytes=lag_bytes,
            lag_spans=lag_bytes * self._spans_applied // self._bytes_applied,
            waiting_since_ns=self._journal.received_ns(applied_offset) if lag_bytes else None,
            last_error=self._last_error,
            retries=self._retries,
        )

    def _run(self) -> None:
        while not self._is_done():
            offset = self._applied_offset
            try:
                self._turn(offset)
            except Exception as error:  # noqa: BLE001  the one guard of this worker: whatever fails is tried again
                self._failed(error, was_applied=self._applied_offset > offset)

    def _turn(self, offset: int) -> None:
        if self._collected is None:
            if not self._stopping.is_set() and not self._journal.wait(offset, _IDLE_WAIT_S):
                self._ahead.rest()
                self._settle()
                return
            batch = self._collector.collect()
            if not batch:
                return
            self._collected = work_from(batch)
        work = self._collected
        written = self._write(work, offset)
        self._collected = None
        self._advance(work, written)
        self._settle()
        if written.spans:
            self._bus.publish(written.spans, written.traces)

    def _write(self, work: Work, offset: int) -> Written:
        """Only the last write moves the store's offset past the batch: a crash between them repeats all of it."""
        if work.letters:
            self._store.write_dead_letters(work.letters, offset)
        return self._landing.write(work)

    def _advance(self, work: Work, written: Written) -> None:
        spans = sum(len(delta.spans) for delta in work.deltas)
        self._bytes_applied += work.next_offset - self._applied_offset
        self._spans_applied += spans
        with self._applied:
            self._applied_offset = work.next_offset
            self._applied.notify_all()
        self._metrics.spans_stored.inc(spans)
        self._metrics.dead_letters.inc(len(work.letters))
        self._metrics.traces_received.inc(self._new_traces_in(written))
        for letter in work.letters:
            _log.error("record became a dead letter", offset=letter.offset, reason=letter.reason)

    def _new_traces_in(self, written: Written) -> int:
        """Count traces whose first span was written; a start record and its end count once."""
        new = 0
        for stored in written.spans:
            key = (stored.span.project, stored.span.trace_id)
            if stored.seq == 0 and key not in self._new_traces:
                self._new_traces[key] = None
                new += 1
        while len(self._new_traces) > _NEW_TRACES_REMEMBERED:
            self._new_traces.popitem(last=False)
        return new

    def _settle(self) -> None:
        """A turn went well: forget the last failure, and tell the journal what is durable."""
        self._state = RunnerState.RUNNING
        self._last_error = None
        self._retries = 0
        self._commit()

    def _commit(self) -> None:
        durable = self._store.durable_offset()
        if durable > self._committed_offset:
            self._journal.commit(durable)
            self._committed_offset = durable

    def _failed(self, error: Exception, *, was_applied: bool) -> None:
        self._metrics.worker_errors.labels(worker=_WORKER).inc()
        self._last_error = f"{type(error).__name__}: {error}"
        if was_applied:
            _log.warning("batch was stored, but what follows a write failed", error=self._last_error, exc_info=error)
            return
        self._state = RunnerState.RETRYING
        delay_s = min(_FIRST_DELAY_S * 2 ** min(self._retries, 16), _LONGEST_DELAY_S)
        self._retries += 1
        _log.warning(
            "pipeline is stuck and tries again",
            error=self._last_error,
            offset=self._applied_offset,
            retry_in_s=delay_s,
            exc_info=error,
        )
        self._pause(min(delay_s, max(0.0, self._stop_at - time.monotonic())))

    def _pause(self, pause_s: float) -> None:
        """Sleep; a stop that comes meanwhile ends the first sleep, so that the drain begins at once."""
        if self._stopping.is_set():
            time.sleep(pause_s)
        else:
            self._stopping.wait(pause_s)

    def _is_done(self) -> bool:
        if not self._stopping.is_set():
            return False
        return time.monotonic() >= self._stop_at or self._applied_offset >= self._journal.stats().end_offset
