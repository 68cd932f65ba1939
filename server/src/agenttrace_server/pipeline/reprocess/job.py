"""Run one job of reprocessing at a time, beside the pipeline: trace by trace, newest first, with progress."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Final

import structlog

from agenttrace.model import TraceId
from agenttrace_server.errors import Busy
from agenttrace_server.journal.protocol import Journal
from agenttrace_server.live.protocol import LiveBus
from agenttrace_server.pipeline.batch import Decode, Stages, stage_named
from agenttrace_server.pipeline.logs.joining import Finish, teller
from agenttrace_server.pipeline.reprocess.again import Reread, counted, reread
from agenttrace_server.pipeline.reprocess.progress import JobState, Progress, Selection
from agenttrace_server.pipeline.reprocess.sent import SentSpans
from agenttrace_server.pipeline.turns import lender
from agenttrace_server.store.api import Page, Store, Totals, TraceSummary
from agenttrace_server.telemetry import Metrics

_PAGE: Final = 200
_AT_ONCE: Final = 20_000
"""Revisions that are written before the pipeline gets a turn."""
_WORKER: Final = "reprocess"
_log = structlog.get_logger()


class Reprocessing:
    """Takes what is stored through the stages again. Safe to call from any thread.

    Each write is whole: a job that ends half-way, or a server that is killed, leaves traces that are done and traces
    that are not, and the next job makes of both the same. A span that changed meanwhile is left to the pipeline.
    """

    def __init__(
        self,
        journal: Journal,
        store: Store,
        bus: LiveBus,
        metrics: Metrics,
        *,
        decode: Decode,
        stages: Stages,
        finish: Finish,
        now_ns: Callable[[], int],
    ) -> None:
        self._journal = journal
        self._store = store
        self._bus = bus
        self._metrics = metrics
        self._decode = decode
        self._stages = stages
        self._finish = finish
        self._now_ns = now_ns
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._progress: Progress | None = None

    def start(self, selection: Selection) -> Progress:
        """Begin. Raises: Busy: a job runs."""
        with self._lock:
            before = self._progress
            if before is not None and before.state is JobState.RUNNING:
                raise Busy(f"job {before.number} is still running; wait for it, or cancel it")
            number = 1 if before is None else before.number + 1
            progress = self._progress = Progress(number, selection, self._now_ns())
            self._ending.clear()
            self._thread = threading.Thread(
                target=self._run, args=(progress,), name="agenttrace-reprocess", daemon=True
            )
            self._thread.start()
            return progress

    def progress(self) -> Progress | None:
        """Return how far the latest job is; None where none has been started."""
        return self._progress

    def wait(self, timeout_s: float | None = None) -> Progress | None:
        """Block until the job has ended, or the time is up."""
        if self._thread is not None:
            self._thread.join(timeout_s)
        return self._progress

    def cancel(self) -> Progress | None:
        """End the job after the trace that it works on; what is done stays done."""
        self._ending.set()
        return self.wait()

    def _run(self, progress: Progress) -> None:
        try:
            self._work(progress)
            progress.state = JobState.CANCELLED if self._ending.is_set() else JobState.DONE
        except Exception as error:  # noqa: BLE001  the one guard of this worker: the job fails, the server does not
            self._metrics.worker_errors.labels(worker=_WORKER).inc()
            progress.reason = f"{type(error).__name__}: {error}"
            progress.state = JobState.FAILED
            _log.error("reprocessing failed", job=progress.number, reason=progress.reason, exc_info=error)
        finally:
            progress.ended_ns = self._now_ns()

    def _work(self, progress: Progress) -> None:
        selection = progress.selection
        sent = SentSpans(self._journal, self._decode)
        sent.index(self._journal.stats().end_offset, selection, lambda: not self._ending.is_set())
        progress.traces = self._count(selection)
        for summary in self._selected(selection):
            if self._ending.is_set():
                break
            self._trace(progress, summary, sent)
            progress.traces_done += 1
        if not selection.dry_run:
            self._store.flush()

    def _trace(self, progress: Progress, summary: TraceSummary, sent: SentSpans) -> None:
        stored = self._store.get_spans(summary.trace_id, summary.project)
        trace = (summary.project, summary.trace_id)
        tell = teller(self._store, trace, self._finish)
        lend = lender((one.span for one in stored), stage_named("price", self._stages))
        outcome = reread(stored, sent.of_trace(trace), self._stages, lambda span: lend(tell(span)))
        progress.spans += len(stored)
        progress.spans_from_journal += outcome.from_journal
        progress.spans_refused += outcome.refused
        progress.spans_changed += len(outcome.revisions)
        progress.traces_changed += bool(outcome.revisions)
        after = summary.totals
        if outcome.revisions:
            after = counted(outcome.spans) if progress.selection.dry_run else self._write(summary, outcome)
        progress.before = progress.before.plus(summary.totals)
        progress.after = progress.after.plus(after)

    def _write(self, summary: TraceSummary, outcome: Reread) -> Totals:
        for begin in range(0, len(outcome.revisions), _AT_ONCE):
            written = self._store.revise(outcome.revisions[begin : begin + _AT_ONCE])
            if written.spans:
                self._bus.publish(written.spans, written.traces)
            summary = written.traces[-1] if written.traces else summary
        return summary.totals

    def _count(self, selection: Selection) -> int:
        if selection.trace_id is None:
            return self._store.trace_stats(selection.where()).traces
        return sum(1 for _ in self._selected(selection))

    def _selected(self, selection: Selection) -> Iterator[TraceSummary]:
        if selection.trace_id is not None:
            found = self._store.get_trace(TraceId(selection.trace_id), selection.project)
            yield from () if found is None else (found,)
            return
        cursor: str | None = None
        while True:
            page = self._store.find_traces(selection.where(), Page(_PAGE, cursor))
            yield from page.items
            cursor = page.next_cursor
            if cursor is None:
                return
