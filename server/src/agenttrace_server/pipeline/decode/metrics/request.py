"""Read a metrics request in its JSON form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from agenttrace.model import Json, ProjectName, Scope
from agenttrace_server.pipeline.decode.json_fields import JsonObject, bool_of, enum_of, list_of, object_of, text_of
from agenttrace_server.pipeline.decode.json_values import attributes_of
from agenttrace_server.pipeline.decode.metrics.values import (
    exponential_of,
    histogram_of,
    number_point_of,
    summary_of,
)
from agenttrace_server.pipeline.decode.place import REFUSALS, beneath
from agenttrace_server.pipeline.decode.to_span import project_of
from agenttrace_server.store.api.signals import MetricBatch, MetricKind, MetricPoint, MetricSeries, Temporality

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
    for at, group in enumerate(list_of(request.get("resourceMetrics"), "resourceMetrics")):
        try:
            yield from _resource_metrics(object_of(group, ""), project, max_nesting)
        except REFUSALS as refusal:
            raise beneath(f"resourceMetrics[{at}]", refusal) from None


def _resource_metrics(group: JsonObject, project: ProjectName, max_nesting: int) -> Iterator[MetricBatch]:
    sent = object_of(group.get("resource"), "resource")
    try:
        resource = attributes_of(sent.get("attributes"), max_nesting)
    except REFUSALS as refusal:
        raise beneath("resource", refusal) from None
    project = project_of(resource, project)
    for at, scoped in enumerate(list_of(group.get("scopeMetrics"), "scopeMetrics")):
        try:
            yield from _scope_metrics(object_of(scoped, ""), project, resource, max_nesting)
        except REFUSALS as refusal:
            raise beneath(f"scopeMetrics[{at}]", refusal) from None


def _scope_metrics(
    scoped: JsonObject, project: ProjectName, resource: dict[str, Json], max_nesting: int
) -> Iterator[MetricBatch]:
    sent = object_of(scoped.get("scope"), "scope")
    scope = Scope(text_of(sent.get("name"), "scope.name"), text_of(sent.get("version"), "scope.version"))
    for at, metric in enumerate(list_of(scoped.get("metrics"), "metrics")):
        try:
            given = object_of(metric, "")
            series = MetricSeries(
                project=project,
                name=text_of(given.get("name"), "name"),
                kind=MetricKind.GAUGE,
                unit=text_of(given.get("unit"), "unit"),
                description=text_of(given.get("description"), "description"),
                resource=resource,
                scope=scope,
            )
            yield from _metric(given, series, max_nesting)
        except REFUSALS as refusal:
            raise beneath(f"metrics[{at}]", refusal) from None


def _metric(given: JsonObject, series: MetricSeries, max_nesting: int) -> Iterator[MetricBatch]:
    """A metric of a kind that a later OTLP may bring has no points here."""
    name = next((kind for kind in _KINDS if given.get(kind) is not None), None)
    if name is None:
        return
    kind, read = _KINDS[name]
    try:
        data = object_of(given[name], "")
        number = enum_of(data.get("aggregationTemporality"), "aggregationTemporality", _TEMPORALITIES)
        series = replace(
            series,
            kind=kind,
            temporality=_BY_NUMBER.get(number, Temporality.NONE),
            is_monotonic=bool_of(data.get("isMonotonic") or False, "isMonotonic"),
        )
        for at, point in enumerate(list_of(data.get("dataPoints"), "dataPoints")):
            try:
                yield from _point(object_of(point, ""), read, series, max_nesting)
            except REFUSALS as refusal:
                raise beneath(f"dataPoints[{at}]", refusal) from None
    except REFUSALS as refusal:
        raise beneath(name, refusal) from None


def _point(given: JsonObject, read: _Reader, series: MetricSeries, max_nesting: int) -> Iterator[MetricBatch]:
    attributes = attributes_of(given.get("attributes"), max_nesting)
    point = read(given)
    flags: Any = given.get("flags") or 0
    if point is not None and not (isinstance(flags, int) and flags & _NO_VALUE):
        yield MetricBatch(replace(series, attributes=attributes), (point,))
