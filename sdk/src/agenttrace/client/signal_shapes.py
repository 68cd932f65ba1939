"""Fix the answers of the REST API about logs and metrics, for whoever reads them in Python."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict


class Log(TypedDict):
    """One log record: an item of GET /api/v1/logs, and of `logs` in a span's detail."""

    uid: str
    project: str
    time: str
    severity: int
    severity_text: str
    event_name: str
    body: Any
    attributes: dict[str, Any]
    resource: dict[str, Any]
    scope_name: str
    scope_version: str
    trace_id: str | None
    span_id: str | None
    session_id: str | None
    run_id: str | None


class OtelMetric(TypedDict):
    """One metric that emitters sent: an item of GET /api/v1/otel-metrics."""

    name: str
    unit: str
    kind: str
    temporality: str
    is_monotonic: bool
    description: str
    series: int
    points: int
    first_at: str
    last_at: str
    attributes: list[str]


class OtelValue(TypedDict):
    """One value, and the beginning of its interval."""

    time: str
    value: float


class OtelGroup(TypedDict):
    """The values of one group; intervals in which nothing came are left out."""

    key: str | None
    values: list[OtelValue]


class OtelMetricValues(TypedDict):
    """GET /api/v1/otel-metrics/{name}"""

    name: str
    unit: str
    kind: str
    agg: str
    group_by: str | None
    interval_s: float | None
    series: int
    groups: list[OtelGroup]
