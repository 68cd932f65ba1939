"""What became of a metric: what counts from a start is read as what came, resets and all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.model import DEFAULT_PROJECT
from agenttrace_server.errors import BadQuestion, NotFound
from agenttrace_server.query.otel_metrics import MetricQuestion, answer, metrics_there_are
from agenttrace_server.store.api.signals import MetricBatch, MetricKind, MetricPoint, MetricSeries, Temporality
from agenttrace_server.store.memory import MemoryStore

MINUTE = 60_000_000_000
T0 = 1_800_000_000_000_000_000 - 1_800_000_000_000_000_000 % MINUTE


def series(
    kind: MetricKind = MetricKind.SUM, temporality: Temporality = Temporality.CUMULATIVE, **more: Any
) -> MetricSeries:
    is_monotonic = kind is MetricKind.SUM
    return MetricSeries(DEFAULT_PROJECT, "m", kind, temporality=temporality, is_monotonic=is_monotonic, attributes=more)


def store_of(*batches: MetricBatch) -> MemoryStore:
    store = MemoryStore()
    store.signals.write_points(batches)
    return store


def counted(*values: tuple[int, float], start: int = 0, **attributes: Any) -> MetricBatch:
    """A cumulative sum: (minute, value) counted since the minute `start`."""
    points = tuple(MetricPoint(T0 + at * MINUTE, T0 + start * MINUTE, value) for at, value in values)
    return MetricBatch(series(**attributes), points)


def values(store: MemoryStore, **asked: Any) -> dict[str | None, list[tuple[int, float]]]:
    found = answer(store, MetricQuestion("m", **{"interval_ns": MINUTE, **asked}))
    return {group.key: [((at - T0) // MINUTE, value) for at, value in group.values] for group in found.groups}


def test_a_cumulative_sum_is_read_as_what_came_between_its_points() -> None:
    assert values(store_of(counted((1, 5), (2, 7), (3, 7)))) == {None: [(1, 5.0), (2, 2.0), (3, 0.0)]}


def test_a_value_that_falls_and_a_new_start_are_resets() -> None:
    fell = counted((1, 5), (2, 3))
    began_anew = counted((4, 9), start=3)
    assert values(store_of(fell, began_anew)) == {None: [(1, 5.0), (2, 3.0), (4, 9.0)]}


def test_without_a_start_the_first_value_only_says_from_where_the_next_counts() -> None:
    unknown = MetricBatch(series(), tuple(MetricPoint(T0 + at * MINUTE, 0, 100 + at) for at in (1, 2)))
    assert values(store_of(unknown)) == {None: [(2, 1.0)]}


def test_the_point_before_the_window_is_what_its_first_counts_from() -> None:
    store = store_of(counted((1, 5), (2, 7), (3, 10)))
    assert values(store, since_ns=T0 + 2 * MINUTE, until_ns=T0 + 3 * MINUTE) == {None: [(2, 2.0)]}


def test_groups_add_up_the_series_of_one_attribute() -> None:
    store = store_of(counted((1, 5), model="a", n=1), counted((1, 6), model="a", n=2), counted((1, 7), model="b"))
    assert values(store, group_by="model") == {"a": [(1, 11.0)], "b": [(1, 7.0)]}
    assert values(store, group_by="n") == {"1": [(1, 5.0)], "2": [(1, 6.0)], None: [(1, 7.0)]}


@pytest.mark.parametrize(
    ("aggregate", "value"), [("rate", 0.1), ("last", 5.0), ("avg", 3.0), ("max", 5.0), ("sum", 6.0)]
)
def test_a_delta_sum_is_taken_as_it_came(aggregate: str, value: float) -> None:
    points = tuple(MetricPoint(T0 + 20 * at, T0, number) for at, number in enumerate((1, 5)))
    store = store_of(MetricBatch(series(temporality=Temporality.DELTA), points))
    assert values(store, aggregate=aggregate) == {None: [(0, value)]}


@pytest.mark.parametrize(("aggregate", "value"), [(None, 2.0), ("max", 3.0), ("last", 3.0), ("sum", 3.0), ("p95", 3.0)])
def test_a_gauge_is_a_level(aggregate: str | None, value: float) -> None:
    points = tuple(MetricPoint(T0 + at, 0, number) for at, number in enumerate((1, 2, 3)))
    assert values(store_of(MetricBatch(series(MetricKind.GAUGE, Temporality.NONE), points)), aggregate=aggregate) == {
        None: [(0, value)]
    }


def histogram(minute: int, buckets: tuple[int, ...], bounds: tuple[float, ...] = (1.0, 2.0, 4.0)) -> MetricPoint:
    count = sum(buckets)
    return MetricPoint(T0 + minute * MINUTE, T0, None, count, float(count), None, None, bounds, buckets)


def test_a_cumulative_histogram_is_read_as_what_came_also_where_its_buckets_get_coarser() -> None:
    points = (histogram(1, (10, 0, 0, 0)), histogram(2, (10, 0, 100, 0)), histogram(3, (20, 200, 0), (2.0, 4.0)))
    store = store_of(MetricBatch(series(MetricKind.HISTOGRAM), points))
    assert values(store, aggregate="p95") == {None: [(1, 0.95), (2, 3.9), (3, pytest.approx(3.89))]}
    assert values(store, aggregate="rate") == {None: [(1, 10 / 60), (2, 100 / 60), (3, 110 / 60)]}
    assert values(store) == {None: [(1, 1.0), (2, 1.0), (3, 1.0)]}


def test_what_makes_no_sense_is_refused_and_says_what_does() -> None:
    gauge = store_of(MetricBatch(series(MetricKind.GAUGE, Temporality.NONE), (MetricPoint(T0, 0, 1.0),)))
    with pytest.raises(BadQuestion, match="has no rate; ask for avg, max or last"):
        values(gauge, aggregate="rate")
    with pytest.raises(BadQuestion, match="ask for longer intervals"):
        values(store_of(counted(*((at, at) for at in range(1, 12)))), max_points=10)
    with pytest.raises(NotFound, match="no metric 'm'"):
        values(MemoryStore())


def test_the_list_has_each_metric_once() -> None:
    (found,) = metrics_there_are(store_of(counted((1, 5), model="a"), counted((2, 6), model="b")), None)
    assert (found.series, found.points, found.attributes) == (2, 2, ("model",))
    assert (found.first_ns, found.last_ns) == (T0 + MINUTE, T0 + 2 * MINUTE)


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=20), st.integers(1, 7))
def test_what_came_adds_up_whatever_the_intervals(steps: list[int], interval: int) -> None:
    total = 0
    points = []
    for at, step in enumerate(steps, 1):
        total += step
        points.append((at, total))
    found = values(store_of(counted(*points)), interval_ns=interval * MINUTE)
    assert sum(value for _, value in found[None]) == total
