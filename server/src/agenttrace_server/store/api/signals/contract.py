"""Say what every store promises of log records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from agenttrace.model import ProjectName, TraceId
from agenttrace_server.store.api.filters import Page
from agenttrace_server.store.api.records import PageOf
from agenttrace_server.store.api.signals.logs import LogFilter, LogRecord

TraceKey = tuple[ProjectName, TraceId]


@dataclass(frozen=True, slots=True)
class SignalCounts:
    """How much there is."""

    logs: int


class Signals(Protocol):
    """Log records. Durable on return, safe to call from several threads. Nothing found is an empty answer."""

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

    def counts(self) -> SignalCounts:
        """Return how much there is."""
        ...
