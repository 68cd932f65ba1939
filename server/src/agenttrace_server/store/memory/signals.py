"""Keep log records and points in memory, and compute every answer when asked."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import replace

from agenttrace.model import TraceId
from agenttrace_server.store.api import Page, PageOf
from agenttrace_server.store.api.paging import LOG_SHAPE, checked_limit, cut_page, decode_cursor, log_key
from agenttrace_server.store.api.signals import (
    KnownSeries,
    LogFilter,
    LogRecord,
    MetricBatch,
    MetricPoint,
    MetricSeries,
    SignalCounts,
    matches_log,
)
from agenttrace_server.store.api.signals.contract import TraceKey
from agenttrace_server.store.memory.points import MemoryPoints
from agenttrace_server.store.memory.views import MemoryViews


class MemorySignals:
    """Keeps the contract `Signals` as long as the process lives."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._logs: dict[str, LogRecord] = {}
        self._points = MemoryPoints()
        self._views = MemoryViews()

    @property
    def views(self) -> MemoryViews:
        return self._views

    def write_logs(self, records: Sequence[LogRecord]) -> None:
        with self._lock:
            for record in records:
                held = self._logs.setdefault(record.uid, record)
                time_ns, position = min(held.time_ns, record.time_ns), min(held.position, record.position)
                self._logs[record.uid] = replace(held, time_ns=time_ns, position=position)

    def find_logs(self, where: LogFilter, page: Page) -> PageOf[LogRecord]:
        limit = checked_limit(page)
        after = decode_cursor("logs", page.cursor, LOG_SHAPE)
        ordered = sorted((record for record in self._all() if matches_log(where, record)), key=log_key, reverse=True)
        return cut_page("logs", (one for one in ordered if after is None or log_key(one) < after), log_key, limit)

    def conversations(self, traces: Collection[TraceKey]) -> Sequence[LogRecord]:
        wanted = set(traces)
        return [one for one in self._all() if one.is_conversation and (one.project, one.trace_id) in wanted]

    def run(self, project: str, run_id: str) -> Sequence[LogRecord]:
        return [one for one in self._all() if one.run_id == run_id and one.project == project]

    def runs_of_session(self, project: str, session_id: str) -> Sequence[TraceId]:
        told = (one for one in self._all() if one.session_id == session_id and one.project == project)
        return sorted({one.run_id for one in told if one.run_id is not None})

    def forget(self, traces: Collection[TraceKey]) -> None:
        doomed = set(traces)
        with self._lock:
            self._logs = {
                uid: one
                for uid, one in self._logs.items()
                if (one.project, one.trace_id) not in doomed and (one.project, one.run_id) not in doomed
            }

    def write_points(self, batches: Sequence[MetricBatch]) -> None:
        with self._lock:
            self._points.write(batches)

    def series(self, project: str | None, name: str | None) -> Sequence[KnownSeries]:
        with self._lock:
            return self._points.series(project, name)

    def points(self, series: MetricSeries, since_ns: int | None, until_ns: int | None) -> Sequence[MetricPoint]:
        with self._lock:
            return self._points.points(series, since_ns, until_ns)

    def forget_before(self, logs_ns: int, points_ns: int) -> None:
        with self._lock:
            self._logs = {uid: one for uid, one in self._logs.items() if one.time_ns >= logs_ns}
            self._points.forget(points_ns)

    def counts(self) -> SignalCounts:
        with self._lock:
            return SignalCounts(logs=len(self._logs), metric_points=self._points.count())

    def _all(self) -> list[LogRecord]:
        with self._lock:
            return list(self._logs.values())
