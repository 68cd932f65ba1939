"""Render sums, costs, latencies and failures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from agenttrace_server.api.rendering.values import microseconds, rfc3339, rfc3339_or_none, totals_fields
from agenttrace_server.api.schemas import (
    CostRowOut,
    CostsOut,
    ErrorPatternOut,
    ErrorsOut,
    PerformanceOut,
    PerformanceRowOut,
    SpreadOut,
    SummaryOut,
)
from agenttrace_server.query.metrics import Summary
from agenttrace_server.store.api import ErrorPattern, StatsRow


class LatencyFields(TypedDict):
    """The fields of `LatencyOut`."""

    p50_us: int | None
    p90_us: int | None
    p95_us: int | None
    p99_us: int | None
    mean_us: int | None
    max_us: int | None


def summary(found: Summary, since_ns: int | None, until_ns: int | None, percent: float) -> SummaryOut:
    """A window in figures."""
    return SummaryOut(
        since=rfc3339_or_none(since_ns),
        until=rfc3339_or_none(until_ns),
        total_traces=found.traces.traces,
        failed_traces=found.traces.failed,
        error_rate=found.error_rate,
        trace_p95_us=microseconds(found.traces.p95_ns),
        **totals_fields(found.spans.totals, percent),
        **latency(found.spans),
    )


def costs(group_by: str, rows: Sequence[StatsRow], percent: float) -> CostsOut:
    """Sums by group."""
    return CostsOut(
        group_by=group_by,
        rows=[CostRowOut(key=row.key, total_traces=row.traces, **totals_fields(row.totals, percent)) for row in rows],
    )


def performance(group_by: str, rows: Sequence[StatsRow]) -> PerformanceOut:
    """Latencies by group."""
    return PerformanceOut(
        group_by=group_by,
        rows=[
            PerformanceRowOut(
                key=row.key,
                spans=row.totals.spans,
                errors=row.totals.errors,
                spread=[_spread(octave, row.spread[octave]) for octave in sorted(row.spread)],
                **latency(row),
            )
            for row in rows
        ],
    )


def _spread(octave: int, spans: int) -> SpreadOut:
    return SpreadOut(from_us=2**octave / 1_000, to_us=2 ** (octave + 1) / 1_000, spans=spans)


def failures(found: Sequence[ErrorPattern]) -> ErrorsOut:
    """The commonest failures."""
    return ErrorsOut(rows=[_failure(pattern) for pattern in found])


def _failure(pattern: ErrorPattern) -> ErrorPatternOut:
    return ErrorPatternOut(
        pattern=pattern.pattern,
        span_type=pattern.span_type,
        name=pattern.name,
        count=pattern.count,
        traces=pattern.traces,
        first_seen=rfc3339(pattern.first_ns),
        last_seen=rfc3339(pattern.last_ns),
        last_trace_id=pattern.last_trace_id,
        last_span_id=pattern.last_span_id,
    )


def latency(row: StatsRow) -> LatencyFields:
    """Return the latencies under their names on the wire."""
    return LatencyFields(
        p50_us=microseconds(row.p50_ns),
        p90_us=microseconds(row.p90_ns),
        p95_us=microseconds(row.p95_ns),
        p99_us=microseconds(row.p99_ns),
        mean_us=microseconds(row.mean_ns),
        max_us=microseconds(row.max_ns),
    )
