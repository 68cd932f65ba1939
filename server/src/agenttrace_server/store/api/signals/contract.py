"""Say what every store promises of log records and the points of metrics."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from agenttrace.model import ProjectName, TraceId
from agenttrace_server.store.api.filters import Page
from agenttrace_server.store.api.records import PageOf
from agenttrace_server.store.api.signals.logs import LogFilter, LogRecord
from agenttrace_server.store.api.signals.points import KnownSeries, MetricBatch, MetricPoint, MetricSeries
from agenttrace_server.store.api.signals.views import SavedViews

TraceKey = tuple[ProjectName, TraceId]


@dataclass(frozen=True, slots=True)
class SignalCounts:
    """How much there is."""

    logs: int
    metric_points: int


class Signals(Protocol):
    """Log records and points. Durable on return, safe to call from several threads; nothing found is empty."""

    @property
    def views(self) -> SavedViews:
        """The views that people saved."""
        ...

    def write_logs(self, records: Sequence[LogRecord]) -> None:
        """Keep each record once, by its `uid`; of two of one `uid` the earlier time and place stay."""
        ...

    def find_logs(self, where: LogFilter, page: Page) -> PageOf[LogRecord]:
        """Newest first; the cursor stays right while newer ones arrive. Raises: BadQuestion: bad cursor."""
        ...

    def conversations(self, traces: Collection[TraceKey]) -> Sequence[LogRecord]:
        """Return the records of these traces that hold messages of a span, in no order."""
        ...

    def run(self, project: str, run_id: str) -> Sequence[LogRecord]:
        """Return the records of one run, in no order."""
        ...

    def runs_of_session(self, project: str, session_id: str) -> Sequence[TraceId]:
        """Return the runs of which this session's records tell."""
        ...

    def forget(self, traces: Collection[TraceKey]) -> None:
        """Remove the records of these traces and runs."""
        ...

    def write_points(self, batches: Sequence[MetricBatch]) -> None:
        """Keep each point once: of one series there is one for a time and a start."""
        ...

    def series(self, project: str | None, name: str | None) -> Sequence[KnownSeries]:
        """Return the series that have points, by name; None is any project, any name."""
        ...

    def points(self, series: MetricSeries, since_ns: int | None, until_ns: int | None) -> Sequence[MetricPoint]:
        """Return the points in this time by time, and before them the last one from before `since_ns`."""
        ...

    def forget_before(self, logs_ns: int, points_ns: int) -> None:
        """Remove the records and the points that are older than these times."""
        ...

    def counts(self) -> SignalCounts:
        """Return how much there is."""
        ...
