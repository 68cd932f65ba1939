"""Ask for sums, costs, latencies and the commonest failures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agenttrace_server.errors import UnsupportedByStore
from agenttrace_server.store.api import (
    ErrorPattern,
    GroupBy,
    SpanFilter,
    StatsRow,
    Store,
    Totals,
    TraceFilter,
    TraceStats,
)

COST_GROUPS = (
    GroupBy.HOUR,
    GroupBy.DAY,
    GroupBy.WEEK,
    GroupBy.MODEL,
    GroupBy.PROVIDER,
    GroupBy.AGENT,
    GroupBy.USER,
    GroupBy.SESSION,
    GroupBy.PROJECT,
)
PERFORMANCE_GROUPS = (
    GroupBy.SPAN_TYPE,
    GroupBy.MODEL,
    GroupBy.TOOL,
    GroupBy.NAME,
    GroupBy.AGENT,
    GroupBy.HOUR,
    GroupBy.DAY,
)


@dataclass(frozen=True, slots=True)
class Summary:
    """A window in figures: over spans, and over whole traces."""

    spans: StatsRow
    traces: TraceStats

    @property
    def error_rate(self) -> float:
        """Failed traces / traces; 0 where there are none."""
        return self.traces.failed / self.traces.traces if self.traces.traces else 0.0


def summary(store: Store, spans: SpanFilter, traces: TraceFilter) -> Summary:
    """Sum up the spans, and the traces, that start in the window."""
    return Summary(_whole(store, spans), store.trace_stats(traces))


def count_spans(store: Store, where: SpanFilter) -> int:
    """Return how many spans match."""
    return _whole(store, where).totals.spans


def costs(store: Store, where: SpanFilter, group_by: GroupBy) -> Sequence[StatsRow]:
    """Return sums by group: time in order, the rest by cost."""
    return store.stats(where, group_by)


def performance(store: Store, where: SpanFilter, group_by: GroupBy) -> Sequence[StatsRow]:
    """Return latencies by group. Raises: UnsupportedByStore: the store keeps no percentiles."""
    if not store.capabilities.latency_percentiles:
        raise UnsupportedByStore("this store keeps no latency percentiles")
    return store.stats(where, group_by)


def failures(store: Store, where: SpanFilter, limit: int) -> Sequence[ErrorPattern]:
    """Return the commonest failures first."""
    return store.error_patterns(where, limit)


def _whole(store: Store, where: SpanFilter) -> StatsRow:
    rows = store.stats(where, GroupBy.NOTHING)
    return rows[0] if rows else StatsRow(key=None, totals=Totals(), traces=0)
