"""Fix the answers of the REST API that are sums and latencies; a test compares them with the server's own."""

from __future__ import annotations

from typing_extensions import TypedDict

from agenttrace.client.shapes import Latency, Totals


class Summary(Totals, Latency):
    """GET /api/v1/metrics/summary: totals of the window; latency is over all ended spans."""

    since: str | None
    until: str | None
    total_traces: int
    error_rate: float
    failed_traces: int
    trace_p95_us: int | None


class CostRow(Totals):
    """One row of GET /api/v1/metrics/costs."""

    key: str | None
    total_traces: int


class Costs(TypedDict):
    """GET /api/v1/metrics/costs?group_by=hour|day|week|model|provider|agent|user|session|project"""

    group_by: str
    rows: list[CostRow]


class Spread(TypedDict):
    """How many ended spans took so long."""

    from_us: float
    to_us: float
    spans: int


class PerformanceRow(Latency):
    """One row of GET /api/v1/metrics/performance."""

    key: str | None
    spans: int
    errors: int
    spread: list[Spread]


class Performance(TypedDict):
    """GET /api/v1/metrics/performance?group_by=span_type|model|tool|name|agent|hour|day"""

    group_by: str
    rows: list[PerformanceRow]


class ErrorPattern(TypedDict):
    """One row of GET /api/v1/metrics/errors: failures that look alike."""

    pattern: str
    span_type: str
    name: str
    count: int
    traces: int
    first_seen: str
    last_seen: str
    last_trace_id: str
    last_span_id: str


class Errors(TypedDict):
    """GET /api/v1/metrics/errors"""

    rows: list[ErrorPattern]
