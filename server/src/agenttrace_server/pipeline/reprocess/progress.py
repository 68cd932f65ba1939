"""Say what a job of reprocessing was asked for, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from agenttrace_server.store.api import Totals, TraceFilter


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which traces. Times are of the trace's start: `since_ns` inclusive, `until_ns` exclusive."""

    project: str | None = None
    trace_id: str | None = None
    since_ns: int | None = None
    until_ns: int | None = None
    dry_run: bool = False
    """Only say what would change."""

    def where(self) -> TraceFilter:
        """Return the filter; a trace that is named is found by its id."""
        return TraceFilter(project=self.project, since_ns=self.since_ns, until_ns=self.until_ns)


class JobState(str, Enum):
    """Where a job stands."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(slots=True)
class Progress:
    """What a job has done so far. Written by its thread alone; a reader sees each field as it is."""

    number: int
    selection: Selection
    started_ns: int
    state: JobState = JobState.RUNNING
    ended_ns: int | None = None
    traces: int = 0
    """How many were selected."""
    traces_done: int = 0
    traces_changed: int = 0
    spans: int = 0
    """How many were looked at."""
    spans_changed: int = 0
    spans_from_journal: int = 0
    """How many were read from what was sent; the others from what is stored."""
    spans_refused: int = 0
    """How many a stage could not bear; they are left as they are."""
    before: Totals = field(default_factory=Totals)
    after: Totals = field(default_factory=Totals)
    """Sums over the traces that are done, before and after."""
    reason: str | None = None
    """Why it failed."""
