"""Metrics are read in both encodings alike, every kind of them, and what cannot be is refused by its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf.json_format import Parse
from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from agenttrace_server.errors import BadPayload, PayloadTooLarge
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.decode import check, decode_metrics
from agenttrace_server.store.api.signals import MetricBatch, MetricKind, MetricPoint, Temporality

from .making import JSON, PROTOBUF, START_NS, attribute

TIMES = {"timeUnixNano": str(START_NS + 5), "startTimeUnixNano": str(START_NS)}


def request(**metric: Any) -> bytes:
    scoped = {"scope": {"name": "meter"}, "metrics": [{"name": "m", "unit": "1", **metric}]}
    return json.dumps({"resourceMetrics": [{"resource": {}, "scopeMetrics": [scoped]}]}).encode()


def batches(body: bytes, content_type: str = JSON) -> tuple[MetricBatch, ...]:
    return decode_metrics(RawRecord("default", 1, Signal.METRICS, content_type, body))


def the_point(**metric: Any) -> MetricPoint:
    (batch,) = batches(request(**metric))
    (point,) = batch.points
    return point


def test_a_sum_keeps_what_it_counts_from_and_its_whole_numbers_whole() -> None:
    points = [{**TIMES, "asInt": str(2**60 + 1), "attributes": [attribute("model", stringValue="x")]}]
    (batch,) = batches(request(sum={"dataPoints": points, "aggregationTemporality": 2, "isMonotonic": True}))
    assert (batch.series.kind, batch.series.temporality, batch.series.is_monotonic) == (
        MetricKind.SUM, Temporality.CUMULATIVE, True,
    )  # fmt: skip
    assert (batch.series.attributes, batch.points) == (
        {"model": "x"}, (MetricPoint(START_NS + 5, START_NS, 2**60 + 1),),
    )  # fmt: skip


def test_a_gauge_that_is_no_number_is_no_point() -> None:
    values = [{**TIMES, "asDouble": value} for value in (0.5, "NaN", "Infinity")]
    assert [batch.points[0].value for batch in batches(request(gauge={"dataPoints": values}))] == [0.5]


def test_a_point_that_says_there_is_no_value_is_none() -> None:
    assert batches(request(gauge={"dataPoints": [{**TIMES, "asInt": 3, "flags": 1}]})) == ()


def test_a_histogram_keeps_its_buckets() -> None:
    given = {
        **TIMES,
        "count": "3",
        "sum": 6.5,
        "min": 0.5,
        "max": 5.0,
        "explicitBounds": [1, 2],
        "bucketCounts": ["1", 1, 1],
    }
    point = the_point(histogram={"dataPoints": [given], "aggregationTemporality": 1})
    assert (point.count, point.sum, point.least, point.greatest) == (3, 6.5, 0.5, 5.0)
    assert (point.bounds, point.buckets) == ((1.0, 2.0), (1, 1, 1))


def test_an_exponential_histogram_has_its_bounds_written_out() -> None:
    given = {
        **TIMES, "count": "10", "scale": 0, "zeroCount": "2",
        "positive": {"offset": 1, "bucketCounts": ["3", "4"]}, "negative": {"offset": 0, "bucketCounts": ["1"]},
    }  # fmt: skip
    point = the_point(exponentialHistogram={"dataPoints": [given], "aggregationTemporality": 2})
    assert point.bounds == (-1.0, 2.0, 4.0, 8.0)
    assert point.buckets == (1, 2, 3, 4, 0)


def test_a_summary_keeps_count_and_sum_and_its_ends() -> None:
    quantiles = [{"quantile": 0.0, "value": 1.0}, {"quantile": 1.0, "value": 9.0}]
    point = the_point(summary={"dataPoints": [{**TIMES, "count": 4, "sum": 20, "quantileValues": quantiles}]})
    assert (point.count, point.sum, point.least, point.greatest) == (4, 20.0, 1.0, 9.0)


def test_both_encodings_give_equal_points() -> None:
    given = {**TIMES, "count": "3", "sum": 6.5, "explicitBounds": [1, 2], "bucketCounts": ["1", 1, 1]}
    attributes = [attribute("a", arrayValue={"values": [{"intValue": "5"}, {"bytesValue": "AAEC"}]})]
    as_json = request(histogram={"dataPoints": [{**given, "attributes": attributes}], "aggregationTemporality": 2})
    as_protobuf = Parse(as_json, ExportMetricsServiceRequest()).SerializeToString()
    assert batches(as_protobuf, PROTOBUF) == batches(as_json)


@pytest.mark.parametrize(
    ("metric", "place"),
    [
        ({"gauge": {"dataPoints": [{**TIMES, "asInt": "many"}]}}, "gauge.dataPoints[0].asInt"),
        ({"gauge": {"dataPoints": [{"asInt": 1}]}}, "gauge.dataPoints[0].timeUnixNano"),
        ({"sum": {"dataPoints": 5}}, "sum.dataPoints"),
        ({"sum": {"aggregationTemporality": "SOMETIMES"}}, "sum.aggregationTemporality"),
        (
            {"histogram": {"dataPoints": [{**TIMES, "explicitBounds": [1], "bucketCounts": [1]}]}},
            "histogram.dataPoints[0].bucketCounts",
        ),
        (
            {"histogram": {"dataPoints": [{**TIMES, "explicitBounds": [2, 1], "bucketCounts": [1, 1, 1]}]}},
            "histogram.dataPoints[0].explicitBounds",
        ),
        (
            {"exponentialHistogram": {"dataPoints": [{**TIMES, "scale": 99}]}},
            "exponentialHistogram.dataPoints[0].scale",
        ),
        ({"name": 5}, "name"),
    ],
)
def test_a_metric_that_cannot_be_is_refused_by_its_place(metric: dict[str, Any], place: str) -> None:
    with pytest.raises(BadPayload) as caught:
        check(Signal.METRICS, JSON, request(**metric), 64)
    assert caught.value.field == f"resourceMetrics[0].scopeMetrics[0].metrics[0].{place}"


@settings(deadline=None)
@given(st.binary(max_size=2048), st.sampled_from([JSON, PROTOBUF]))
def test_any_bytes_are_points_or_refused_and_what_is_acknowledged_decodes(body: bytes, content_type: str) -> None:
    try:
        count = check(Signal.METRICS, content_type, body, 64)
    except (BadPayload, PayloadTooLarge):
        return
    assert sum(len(batch.points) for batch in batches(body, content_type)) == count
