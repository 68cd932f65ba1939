"""Keep what the local store has beside spans."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from pathlib import Path

from agenttrace.model import TraceId
from agenttrace_server.store.api import Page, PageOf
from agenttrace_server.store.api.signals import (
    KnownSeries,
    LogFilter,
    LogRecord,
    MetricBatch,
    MetricPoint,
    MetricSeries,
    SignalCounts,
)
from agenttrace_server.store.api.signals.contract import TraceKey
from agenttrace_server.store.local.room import Room
from agenttrace_server.store.local.signals.logs import LogFile
from agenttrace_server.store.local.signals.points import PointFile
from agenttrace_server.store.local.signals.views import ViewFile


class LocalSignals:
    """Keeps the contract `Signals` with three SQLite files."""

    def __init__(self, folder: Path, room: Room) -> None:
        """Raises: CorruptData: a newer server wrote a file, or it is broken."""
        with ExitStack() as opened:
            self._logs = LogFile(folder / "logs.db", room)
            opened.callback(self._logs.close)
            self._points = PointFile(folder / "points.db", room)
            opened.callback(self._points.close)
            self._views = ViewFile(folder / "views.db", room)
            opened.callback(self._views.close)
            self._opened = opened.pop_all()

    def close(self) -> None:
        """Close the files."""
        self._opened.close()

    @property
    def views(self) -> ViewFile:
        return self._views

    def write_logs(self, records: Sequence[LogRecord]) -> None:
        self._logs.write(records)

    def find_logs(self, where: LogFilter, page: Page) -> PageOf[LogRecord]:
        return self._logs.find(where, page)

    def conversations(self, traces: Collection[TraceKey]) -> Sequence[LogRecord]:
        return self._logs.conversations(traces)

    def run(self, project: str, run_id: str) -> Sequence[LogRecord]:
        return self._logs.run(project, run_id)

    def runs_of_session(self, project: str, session_id: str) -> Sequence[TraceId]:
        return self._logs.runs_of_session(project, session_id)

    def forget(self, traces: Collection[TraceKey]) -> None:
        self._logs.forget(traces)

    def write_points(self, batches: Sequence[MetricBatch]) -> None:
        self._points.write(batches)

    def series(self, project: str | None, name: str | None) -> Sequence[KnownSeries]:
        return self._points.series(project, name)

    def points(self, series: MetricSeries, since_ns: int | None, until_ns: int | None) -> Sequence[MetricPoint]:
        return self._points.points(series, since_ns, until_ns)

    def forget_before(self, logs_ns: int, points_ns: int) -> None:
        self._logs.forget_before(logs_ns)
        self._points.forget(points_ns)

    def shrink(self, share: float) -> bool:
        """Delete this share of the log records and of the points, the oldest; False where there are none."""
        return any([self._logs.shrink(share), self._points.shrink(share)])

    def give_back(self) -> None:
        """Return free pages to the disk. Raises: sqlite3.OperationalError: it refuses."""
        self._logs.give_back()
        self._points.give_back()

    def counts(self) -> SignalCounts:
        return SignalCounts(logs=self._logs.count(), metric_points=self._points.count())
