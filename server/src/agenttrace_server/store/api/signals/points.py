"""Hold the points of metrics: what was measured, and one value of it at one time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from hashlib import blake2b

import orjson

from agenttrace.model import Json, ProjectName, Scope


class MetricKind(str, Enum):
    """What one value of a metric is. Exponential histograms become histograms with their bounds written out."""

    GAUGE = "gauge"
    SUM = "sum"
    HISTOGRAM = "histogram"
    SUMMARY = "summary"


class Temporality(str, Enum):
    """What a value counts from: the point before it, or the start of the series."""

    NONE = "none"
    DELTA = "delta"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class MetricSeries:
    """One metric of one emitter with one set of attributes."""

    project: ProjectName
    name: str
    kind: MetricKind
    unit: str = ""
    temporality: Temporality = Temporality.NONE
    is_monotonic: bool = False
    description: str = ""
    attributes: Mapping[str, Json] = field(default_factory=dict)
    resource: Mapping[str, Json] = field(default_factory=dict)
    scope: Scope = field(default_factory=Scope)

    def key(self) -> str:
        """Return what makes two points of one series; the description makes no difference."""
        parts = [
            self.project, self.name, self.kind.value, self.unit, self.temporality.value, self.is_monotonic,
            self.attributes, self.resource, self.scope.name, self.scope.version,
        ]  # fmt: skip
        return blake2b(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class MetricPoint:
    """One value. Gauges and sums have `value`; histograms and summaries `count`, `sum` and what else they know."""

    time_ns: int
    start_ns: int = 0
    """Since when a sum or a histogram counts; 0 where the emitter does not say."""
    value: int | float | None = None
    count: int | None = None
    sum: float | None = None
    least: float | None = None
    greatest: float | None = None
    bounds: tuple[float, ...] = ()
    """Upper ends of the buckets but the last, ascending."""
    buckets: tuple[int, ...] = ()
    """How many values fell in each bucket: one more than there are bounds, or none."""


@dataclass(frozen=True, slots=True)
class MetricBatch:
    """Points of one series that came together."""

    series: MetricSeries
    points: tuple[MetricPoint, ...]


@dataclass(frozen=True, slots=True)
class KnownSeries:
    """A series that the store has."""

    series: MetricSeries
    points: int
    first_ns: int
    last_ns: int
