"""Fix how sums, costs, latencies and failures look in the API."""

from __future__ import annotations

from pydantic import Field

from agenttrace_server.api.schemas.wire import SpanIdText, Timestamp, TotalsOut, TraceIdText, Wire


class LatencyOut(Wire):
    """Durations of ended spans in microseconds; null where there are none."""

    p50_us: int | None
    p90_us: int | None
    p95_us: int | None
    p99_us: int | None
    mean_us: int | None
    max_us: int | None


class SummaryOut(TotalsOut, LatencyOut):
    """GET /api/v1/metrics/summary: totals of the window; latency is over all ended spans."""

    since: Timestamp | None
    until: Timestamp | None
    total_traces: int
    error_rate: float = Field(description="failed traces / traces, 0 to 1")
    failed_traces: int
    trace_p95_us: int | None = Field(description="95th percentile of whole traces")


class CostRowOut(TotalsOut):
    """One row of GET /api/v1/metrics/costs."""

    key: str | None = Field(description="the group: bucket start in RFC 3339, model, …; null = not set")
    total_traces: int


class CostsOut(Wire):
    """GET /api/v1/metrics/costs?group_by=hour|day|week|model|provider|agent|user|session|project"""

    group_by: str
    rows: list[CostRowOut]


class SpreadOut(Wire):
    """How many ended spans took at least `from_us` and less than `to_us`; at most 1 % off at the edges."""

    from_us: float
    to_us: float
    spans: int


class PerformanceRowOut(LatencyOut):
    """One row of GET /api/v1/metrics/performance."""

    key: str | None
    spans: int
    errors: int
    spread: list[SpreadOut] = Field(description="by powers of two, shortest first; those without a span are left out")


class PerformanceOut(Wire):
    """GET /api/v1/metrics/performance?group_by=span_type|model|tool|name|agent|hour|day"""

    group_by: str
    rows: list[PerformanceRowOut]


class ErrorPatternOut(Wire):
    """One row of GET /api/v1/metrics/errors: failures that look alike."""

    pattern: str
    span_type: str
    name: str
    count: int
    traces: int
    first_seen: Timestamp
    last_seen: Timestamp
    last_trace_id: TraceIdText
    last_span_id: SpanIdText


class ErrorsOut(Wire):
    """GET /api/v1/metrics/errors"""

    rows: list[ErrorPatternOut]
