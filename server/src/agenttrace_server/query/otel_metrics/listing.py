"""List the metrics that there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from agenttrace_server.store.api import Store
from agenttrace_server.store.api.signals import KnownSeries, MetricSeries


@dataclass(frozen=True, slots=True)
class MetricSummary:
    """One metric: all series of one name, kind and unit."""

    like: MetricSeries
    series: int
    points: int
    first_ns: int
    last_ns: int
    attributes: tuple[str, ...]
    """Names by which it can be grouped."""


def metrics_there_are(store: Store, project: str | None) -> list[MetricSummary]:
    """Return every metric, by name."""
    found: dict[tuple[str, ...], list[KnownSeries]] = defaultdict(list)
    for known in store.signals.series(project, None):
        one = known.series
        kind = (one.name, one.kind.value, one.unit, one.temporality.value, str(one.is_monotonic))
        found[kind].append(known)
    return [_summary(found[kind]) for kind in sorted(found)]


def _summary(known: Sequence[KnownSeries]) -> MetricSummary:
    return MetricSummary(
        like=known[0].series,
        series=len(known),
        points=sum(one.points for one in known),
        first_ns=min(one.first_ns for one in known),
        last_ns=max(one.last_ns for one in known),
        attributes=tuple(sorted({name for one in known for name in one.series.attributes})),
    )
