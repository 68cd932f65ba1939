"""Fix how OpenTelemetry metrics look in the API."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agenttrace_server.api.schemas.wire import Timestamp, Wire

MetricKindWord = Literal["gauge", "sum", "histogram", "summary"]


class OtelMetricOut(Wire):
    """One metric that emitters sent: an item of GET /api/v1/otel-metrics."""

    name: str
    unit: str
    kind: MetricKindWord
    temporality: Literal["none", "delta", "cumulative"]
    is_monotonic: bool
    description: str
    series: int
    points: int
    first_at: Timestamp
    last_at: Timestamp
    attributes: list[str] = Field(description="names by which it can be grouped")


class OtelValueOut(Wire):
    """One value, and the beginning of its interval."""

    time: Timestamp
    value: float


class OtelGroupOut(Wire):
    """The values of one group; intervals in which nothing came are left out."""

    key: str | None
    values: list[OtelValueOut]


class OtelMetricValuesOut(Wire):
    """GET /api/v1/otel-metrics/{name}"""

    name: str
    unit: str
    kind: MetricKindWord
    agg: str
    group_by: str | None
    interval_s: float | None = Field(description="null: the whole window is one interval")
    series: int
    groups: list[OtelGroupOut]
