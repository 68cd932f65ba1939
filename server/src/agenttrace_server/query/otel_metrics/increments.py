"""Turn what counts from a start into what came between two points; resets included."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from agenttrace_server.store.api.signals import MetricKind, MetricPoint, MetricSeries, Temporality


def is_level(series: MetricSeries) -> bool:
    """Whether a value says how much there is, and not how much came: gauges, and sums that also fall."""
    falls = series.kind is MetricKind.SUM and not series.is_monotonic
    return series.kind is MetricKind.GAUGE or (falls and series.temporality is Temporality.CUMULATIVE)


def increments(series: MetricSeries, points: Sequence[MetricPoint]) -> Iterator[MetricPoint]:
    """Yield what came with each point; `points` is in order of time.

    The first point of all that is known counts from its own start, where it has one; without a start it only says from
    where the next one counts. A new start, or a value that fell, is a reset: all of it is new.
    """
    if series.temporality is not Temporality.CUMULATIVE and series.kind is not MetricKind.SUMMARY:
        yield from points
        return
    before: MetricPoint | None = None
    for point in points:
        if before is None:
            if point.start_ns:
                yield point
        elif _is_reset(before, point):
            yield point
        else:
            yield _between(before, point)
        before = point


def _is_reset(before: MetricPoint, point: MetricPoint) -> bool:
    if point.start_ns and before.start_ns and point.start_ns != before.start_ns:
        return point.start_ns > before.start_ns
    return (point.value or 0) < (before.value or 0) or (point.count or 0) < (before.count or 0)


def _between(before: MetricPoint, point: MetricPoint) -> MetricPoint:
    """Least and greatest are of all that was counted from the start, so nothing is known of them here."""
    return replace(
        point,
        value=None if point.value is None else point.value - (before.value or 0),
        count=None if point.count is None else point.count - (before.count or 0),
        sum=None if point.sum is None else point.sum - (before.sum or 0.0),
        least=None,
        greatest=None,
        buckets=_buckets_between(before, point),
    )


def _buckets_between(before: MetricPoint, point: MetricPoint) -> tuple[int, ...]:
    """A later point may have coarser buckets: each old one lies in one of the new."""
    if not point.buckets or not before.buckets:
        return point.buckets
    counts = list(point.buckets)
    for at, count in enumerate(before.buckets):
        upper = before.bounds[at] if at < len(before.bounds) else None
        place = len(point.bounds) if upper is None else bisect_left(point.bounds, upper)
        counts[place] -= count
    return tuple(max(0, count) for count in counts)
