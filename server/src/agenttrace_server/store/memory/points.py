"""Keep the points of metrics in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agenttrace_server.store.api.signals import KnownSeries, MetricBatch, MetricPoint, MetricSeries


@dataclass(slots=True)
class _Held:
    series: MetricSeries
    points: dict[tuple[int, int], MetricPoint] = field(default_factory=dict)


class MemoryPoints:
    """Not safe by itself: whoever holds it lets one thread in at a time."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}

    def write(self, batches: Sequence[MetricBatch]) -> None:
        """See `Signals.write_points`."""
        for batch in batches:
            held = self._held.setdefault(batch.series.key(), _Held(batch.series))
            for point in batch.points:
                held.points.setdefault((point.time_ns, point.start_ns), point)

    def series(self, project: str | None, name: str | None) -> list[KnownSeries]:
        """See `Signals.series`."""
        meant = [
            (held.series.name, key, held)
            for key, held in self._held.items()
            if project in (None, held.series.project) and name in (None, held.series.name)
        ]
        return [
            KnownSeries(held.series, len(held.points), min(held.points)[0], max(held.points)[0])
            for _, _, held in sorted(meant, key=lambda one: one[:2])
        ]

    def points(self, series: MetricSeries, since_ns: int | None, until_ns: int | None) -> list[MetricPoint]:
        """See `Signals.points`."""
        held = self._held.get(series.key())
        ordered = [] if held is None else [held.points[at] for at in sorted(held.points)]
        earlier = [point.time_ns for point in ordered if since_ns is not None and point.time_ns < since_ns]
        first_ns = max(earlier, default=since_ns or 0)
        return [
            point for point in ordered if first_ns <= point.time_ns and (until_ns is None or point.time_ns < until_ns)
        ]

    def forget(self, before_ns: int) -> None:
        """See `Signals.forget_before`."""
        for held in self._held.values():
            held.points = {at: point for at, point in held.points.items() if point.time_ns >= before_ns}
        self._held = {key: held for key, held in self._held.items() if held.points}

    def count(self) -> int:
        """Return how many points there are."""
        return sum(len(held.points) for held in self._held.values())
