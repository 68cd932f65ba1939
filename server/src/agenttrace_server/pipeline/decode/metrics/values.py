"""Read what one point holds: a number, a histogram, or the quantiles of a summary."""

from __future__ import annotations

import math
from typing import Final

from agenttrace_server.pipeline.decode.json_fields import (
    JsonObject,
    double_of,
    int64_of,
    list_of,
    object_of,
    uint64_of,
)
from agenttrace_server.pipeline.decode.place import bad
from agenttrace_server.pipeline.decode.to_span import time_of
from agenttrace_server.store.api.signals import MetricPoint

_MOST: Final = 2**63 - 1
"""What a signed 64-bit column can hold."""
_SCALES: Final = range(-10, 21)
"""The scales that OpenTelemetry's data model names."""


def number_point_of(given: JsonObject) -> MetricPoint | None:
    """Return the point of a gauge or a sum; None where its value is no number."""
    value: int | float
    if given.get("asInt") is not None:
        value = int64_of(given["asInt"], "asInt")
    elif given.get("asDouble") is not None:
        value = double_of(given["asDouble"], "asDouble")
    else:
        return None
    time_ns, start_ns = _times(given)
    return MetricPoint(time_ns, start_ns, value=value) if math.isfinite(value) else None


def histogram_of(given: JsonObject) -> MetricPoint:
    """Return the point of a histogram. Raises: BadPayload: its buckets do not fit its bounds."""
    bounds = tuple(double_of(bound, f"explicitBounds[{at}]") for at, bound in enumerate(_list(given, "explicitBounds")))
    if not all(math.isfinite(bound) for bound in bounds) or list(bounds) != sorted(set(bounds)):
        raise bad("explicitBounds", "bounds are finite and each is greater than the one before")
    buckets = _counts(given, "bucketCounts")
    if buckets and len(buckets) != len(bounds) + 1:
        raise bad("bucketCounts", f"{len(bounds)} bounds have {len(bounds) + 1} buckets, not {len(buckets)}")
    return _point(given, bounds if buckets else (), buckets)


def exponential_of(given: JsonObject) -> MetricPoint:
    """Return the point of an exponential histogram, its bounds written out. Raises: BadPayload: no such scale."""
    scale = int64_of(given.get("scale") or 0, "scale")
    if scale not in _SCALES:
        raise bad("scale", f"a scale is between {_SCALES[0]} and {_SCALES[-1]}, this is {scale}")
    low, below = _side(given, "negative")
    first, above = _side(given, "positive")
    try:
        falling = [-_edge(low + at, scale) for at in reversed(range(len(below)))]
        rising = [_edge(first + at, scale) for at in range(len(above) + 1)] if above else [0.0]
    except OverflowError:
        raise bad("scale", "the buckets are beyond what a number can hold") from None
    zero = _count(given.get("zeroCount"), "zeroCount")
    bounds, counts = [*falling, *rising], [*reversed(below), zero, *above, 0]
    if bounds != sorted(set(bounds)):
        raise bad("scale", "the buckets are too narrow to be told apart")
    return _point(given, tuple(bounds), tuple(counts))


def summary_of(given: JsonObject) -> MetricPoint:
    """Return the count and the sum of a summary, and its least and greatest quantile where it has 0 and 1."""
    found: dict[float, float] = {}
    for at, item in enumerate(_list(given, "quantileValues")):
        pair = object_of(item, f"quantileValues[{at}]")
        value = double_of(pair.get("value") or 0, f"quantileValues[{at}].value")
        found[double_of(pair.get("quantile") or 0, f"quantileValues[{at}].quantile")] = value
    time_ns, start_ns = _times(given)
    count = _count(given.get("count"), "count")
    return MetricPoint(
        time_ns, start_ns, count=count, sum=_number(given, "sum") or 0.0, least=found.get(0.0), greatest=found.get(1.0)
    )


def _point(given: JsonObject, bounds: tuple[float, ...], buckets: tuple[int, ...]) -> MetricPoint:
    time_ns, start_ns = _times(given)
    return MetricPoint(
        time_ns,
        start_ns,
        count=_count(given.get("count"), "count"),
        sum=_number(given, "sum"),
        least=_number(given, "min"),
        greatest=_number(given, "max"),
        bounds=bounds,
        buckets=buckets,
    )


def _times(given: JsonObject) -> tuple[int, int]:
    time_ns = time_of(uint64_of(given.get("timeUnixNano"), "timeUnixNano"), "timeUnixNano")
    if time_ns == 0:
        raise bad("timeUnixNano", "missing: a point has a time")
    return time_ns, time_of(uint64_of(given.get("startTimeUnixNano"), "startTimeUnixNano"), "startTimeUnixNano")


def _side(given: JsonObject, field: str) -> tuple[int, list[int]]:
    side = object_of(given.get(field), field)
    offset = int64_of(side.get("offset") or 0, f"{field}.offset")
    return offset, list(_counts(side, "bucketCounts"))


def _edge(index: int, scale: int) -> float:
    return float(2.0 ** (index * 2.0**-scale))


def _list(given: JsonObject, field: str) -> list[object]:
    return list_of(given.get(field), field)


def _counts(given: JsonObject, field: str) -> tuple[int, ...]:
    return tuple(_count(item, f"{field}[{at}]") for at, item in enumerate(_list(given, field)))


def _count(value: object, field: str) -> int:
    found = uint64_of(value, field)
    if found > _MOST:
        raise bad(field, f"out of range, must be at most {_MOST}")
    return found


def _number(given: JsonObject, field: str) -> float | None:
    if given.get(field) is None:
        return None
    found = double_of(given[field], field)
    return found if math.isfinite(found) else None
