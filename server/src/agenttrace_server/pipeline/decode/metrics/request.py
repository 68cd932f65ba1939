"""Read a metrics request in its JSON form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from agenttrace.model import ProjectName
from agenttrace_server.pipeline.decode.json_fields import JsonObject, bool_of, enum_of, object_of, text_of
from agenttrace_server.pipeline.decode.json_values import attributes_of
from agenttrace_server.pipeline.decode.metrics.values import (
    exponential_of,
    histogram_of,
    number_point_of,
    summary_of,
)
from agenttrace_server.pipeline.decode.place import REFUSALS, beneath
from agenttrace_server.pipeline.decode.walk import Names, Origin, each, walked
from agenttrace_server.store.api.signals import MetricBatch, MetricKind, MetricPoint, MetricSeries, Temporality

_NAMES: Final = Names("resourceMetrics", "scopeMetrics", "metrics")
_NO_VALUE: Final = 1
"""The flag of a point that says only that there is none."""
_TEMPORALITIES: Final = {
    "AGGREGATION_TEMPORALITY_UNSPECIFIED": 0,
    "AGGREGATION_TEMPORALITY_DELTA": 1,
    "AGGREGATION_TEMPORALITY_CUMULATIVE": 2,
}
_BY_NUMBER: Final = {1: Temporality.DELTA, 2: Temporality.CUMULATIVE}
_Reader = Callable[[JsonObject], "MetricPoint | None"]
_KINDS: Final[dict[str, tuple[MetricKind, _Reader]]] = {
    "gauge": (MetricKind.GAUGE, number_point_of),
    "sum": (MetricKind.SUM, number_point_of),
    "histogram": (MetricKind.HISTOGRAM, histogram_of),
    "exponentialHistogram": (MetricKind.HISTOGRAM, exponential_of),
    "summary": (MetricKind.SUMMARY, summary_of),
}


def batches_of(request: JsonObject, project: ProjectName, max_nesting: int) -> Iterator[MetricBatch]:
    """Yield the points in order, each series by itself. Raises: BadPayload, PayloadTooLarge: with the field's path."""
    return walked(request, _NAMES, project, max_nesting, lambda metric, origin: _metric(metric, origin, max_nesting))


def _series(given: JsonObject, origin: Origin) -> MetricSeries:
    return MetricSeries(
        project=origin.project,
        name=text_of(given.get("name"), "name"),
        kind=MetricKind.GAUGE,
        unit=text_of(given.get("unit"), "unit"),
        description=text_of(given.get("description"), "description"),
        resource=origin.resource,
        scope=origin.scope,
    )


def _metric(given: JsonObject, origin: Origin, max_nesting: int) -> Iterator[MetricBatch]:
    """A metric of a kind that a later OTLP may bring has no points here."""
    series = _series(given, origin)
    name = next((kind for kind in _KINDS if given.get(kind) is not None), None)
    if name is None:
        return
    kind, read = _KINDS[name]
    try:
        data = object_of(given[name], "")
        number = enum_of(data.get("aggregationTemporality"), "aggregationTemporality", _TEMPORALITIES)
        whole = replace(
            series,
            kind=kind,
            temporality=_BY_NUMBER.get(number, Temporality.NONE),
            is_monotonic=bool_of(data.get("isMonotonic") or False, "isMonotonic"),
        )
        yield from each(data.get("dataPoints"), "dataPoints", lambda point: _point(point, read, whole, max_nesting))
    except REFUSALS as refusal:
        raise beneath(name, refusal) from None


def _point(given: JsonObject, read: _Reader, series: MetricSeries, max_nesting: int) -> Iterator[MetricBatch]:
    attributes = attributes_of(given.get("attributes"), max_nesting)
    point = read(given)
    flags: Any = given.get("flags") or 0
    if point is not None and not (isinstance(flags, int) and flags & _NO_VALUE):
        yield MetricBatch(replace(series, attributes=attributes), (point,))
