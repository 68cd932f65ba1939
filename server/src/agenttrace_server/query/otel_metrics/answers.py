"""Answer what became of one metric over time, by one of its attributes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import orjson

from agenttrace_server.errors import BadQuestion, NotFound
from agenttrace_server.query.otel_metrics.increments import increments, is_level
from agenttrace_server.store.api import Store
from agenttrace_server.store.api.signals import KnownSeries, MetricKind, MetricPoint, MetricSeries

AGGREGATES: Final = ("sum", "avg", "max", "last", "rate", "p95")
_NS_PER_S: Final = 1_000_000_000
_P95: Final = 0.95


@dataclass(frozen=True, slots=True)
class MetricQuestion:
    """What is asked of a metric. `interval_ns` None: the whole window is one interval."""

    name: str
    project: str | None = None
    group_by: str | None = None
    interval_ns: int | None = None
    aggregate: str | None = None
    since_ns: int | None = None
    until_ns: int | None = None
    max_points: int = 10_000


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one group, by the start of their interval; intervals in which nothing came are left out."""

    key: str | None
    values: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class MetricAnswer:
    """What became of a metric."""

    like: MetricSeries
    aggregate: str
    series: int
    groups: tuple[Group, ...]


@dataclass(slots=True)
class _Cell:
    """What one group has in one interval."""

    numbers: list[float] = field(default_factory=list)
    last: dict[int, float] = field(default_factory=dict)
    """The last number of each series, by its place."""
    count: int = 0
    total: float = 0.0
    greatest: float | None = None
    buckets: dict[float | None, int] = field(default_factory=lambda: defaultdict(int))
    """How many values lie at or below a bound and above the one before; None: above all."""


def answer(store: Store, question: MetricQuestion) -> MetricAnswer:
    """Raises: NotFound: no such metric. BadQuestion: it cannot be summed up so, or has too many points."""
    known = store.signals.series(question.project, question.name)
    if not known:
        raise NotFound(f"no metric {question.name!r}", field="name")
    kinds = {(one.series.kind, one.series.unit, is_level(one.series)) for one in known}
    if len(kinds) > 1:
        raise BadQuestion(f"{question.name} is of several kinds or units; narrow it to one project", field="name")
    like = known[0].series
    aggregate = question.aggregate or ("avg" if is_level(like) or like.kind is MetricKind.HISTOGRAM else "sum")
    _check(like, aggregate)
    cells = _cells(store, question, known, aggregate)
    read = _AGGREGATES[aggregate]
    interval_s = _interval_s(question, known)
    groups = [
        Group(key, tuple((at, value) for at in sorted(held) if (value := read(held[at], like, interval_s)) is not None))
        for key, held in sorted(cells.items(), key=lambda item: (item[0] is None, item[0] or ""))
    ]
    return MetricAnswer(like, aggregate, len(known), tuple(groups))


def _check(like: MetricSeries, aggregate: str) -> None:
    """Raises: BadQuestion: what is asked for makes no sense of this kind; says what does."""
    why: str | None = None
    if aggregate == "rate" and is_level(like):
        why = "says how much there is, which has no rate; ask for avg, max or last"
    elif aggregate == "last" and like.kind in (MetricKind.HISTOGRAM, MetricKind.SUMMARY):
        why = f"is a {like.kind.value}, which has no last value; ask for avg, max or sum"
    elif aggregate == "p95" and like.kind is MetricKind.SUMMARY:
        why = "is a summary, whose quantiles cannot be added up; ask for avg"
    if why is not None:
        raise BadQuestion(f"{like.name} {why}", field="agg")


def _cells(
    store: Store, question: MetricQuestion, known: Sequence[KnownSeries], aggregate: str
) -> dict[str | None, dict[int, _Cell]]:
    found: dict[str | None, dict[int, _Cell]] = defaultdict(dict)
    count = 0
    for place, one in enumerate(known):
        series = one.series
        points = store.signals.points(series, question.since_ns, question.until_ns)
        told = points if is_level(series) or aggregate == "last" else increments(series, points)
        held = found[_group_of(series, question.group_by)]
        for point in told:
            if question.since_ns is not None and point.time_ns < question.since_ns:
                continue
            at = _interval_of(question, point.time_ns, known)
            if at not in held:
                held[at] = _Cell()
                count += 1
                if count > question.max_points:
                    why = f"more than {question.max_points} values; ask for longer intervals"
                    raise BadQuestion(why, field="interval")
            _add(held[at], place, point)
    return found


def _group_of(series: MetricSeries, name: str | None) -> str | None:
    if name is None:
        return None
    value = series.attributes.get(name, series.resource.get(name))
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()


def _interval_of(question: MetricQuestion, time_ns: int, known: Sequence[KnownSeries]) -> int:
    if question.interval_ns is None:
        return question.since_ns if question.since_ns is not None else min(one.first_ns for one in known)
    return time_ns - time_ns % question.interval_ns


def _interval_s(question: MetricQuestion, known: Sequence[KnownSeries]) -> float:
    if question.interval_ns is not None:
        return question.interval_ns / _NS_PER_S
    since_ns = question.since_ns if question.since_ns is not None else min(one.first_ns for one in known)
    until_ns = question.until_ns if question.until_ns is not None else max(one.last_ns for one in known)
    return max(1, until_ns - since_ns) / _NS_PER_S


def _add(cell: _Cell, place: int, point: MetricPoint) -> None:
    if point.value is not None:
        cell.numbers.append(float(point.value))
        cell.last[place] = float(point.value)
        cell.total += float(point.value)
        return
    cell.count += point.count or 0
    cell.total += point.sum or 0.0
    if point.greatest is not None:
        cell.greatest = max(point.greatest, cell.greatest if cell.greatest is not None else point.greatest)
    for at, count in enumerate(point.buckets):
        cell.buckets[point.bounds[at] if at < len(point.bounds) else None] += count


def _sum(cell: _Cell, like: MetricSeries, _interval: float) -> float | None:
    """Of what says how much there is, the sum is over the series, each with its last value."""
    return sum(cell.last.values()) if is_level(like) else cell.total


def _avg(cell: _Cell, _like: MetricSeries, _interval: float) -> float | None:
    count = len(cell.numbers) or cell.count
    return cell.total / count if count else None


def _max(cell: _Cell, _like: MetricSeries, _interval: float) -> float | None:
    """A histogram that keeps no greatest value has the upper end of its last bucket with something in it."""
    if cell.numbers:
        return max(cell.numbers)
    if cell.greatest is not None:
        return cell.greatest
    ends = [bound for bound, count in cell.buckets.items() if count and bound is not None]
    return max(ends, default=None)


def _last(cell: _Cell, _like: MetricSeries, _interval: float) -> float | None:
    return sum(cell.last.values()) if cell.last else None


def _rate(cell: _Cell, _like: MetricSeries, interval: float) -> float | None:
    """How much came in a second; of a histogram, how many values."""
    return (cell.total if cell.numbers else cell.count) / interval


def _p95(cell: _Cell, _like: MetricSeries, _interval: float) -> float | None:
    if cell.numbers:
        ordered = sorted(cell.numbers)
        return ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]
    return quantile(cell.buckets, _P95, cell.greatest)


def quantile(buckets: dict[float | None, int], share: float, greatest: float | None) -> float | None:
    """Return about where this share of the values lies below, as if each bucket were evenly filled."""
    ends = sorted(bound for bound in buckets if bound is not None)
    total = sum(buckets.values())
    if not total or not ends:
        return greatest
    wanted, passed, lower = share * total, 0, min(0.0, ends[0])
    for upper in ends:
        held = buckets[upper]
        if held and passed + held >= wanted:
            found = lower + (upper - lower) * (wanted - passed) / held
            return found if greatest is None else min(found, greatest)
        passed, lower = passed + held, upper
    return ends[-1] if greatest is None else greatest


_AGGREGATES: Final[dict[str, Callable[[_Cell, MetricSeries, float], float | None]]] = {
    "sum": _sum, "avg": _avg, "max": _max, "last": _last, "rate": _rate, "p95": _p95,
}  # fmt: skip
