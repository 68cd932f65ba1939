"""Log records are listed, found and shown with their span; metrics are listed and answered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agenttrace.model import DEFAULT_PROJECT
from agenttrace_server.store.api.signals import (
    LogRecord,
    MetricBatch,
    MetricKind,
    MetricPoint,
    MetricSeries,
    Temporality,
)


def test_logs_are_listed_and_shown_with_their_span(house: Any, client: Any, make_span: Any) -> None:
    span = make_span(0)
    house.keep(span)
    said = LogRecord("u1", span.project, span.start_ns + 5, 0, 17, "ERROR", "api_error", "too busy", {"n": 1})
    house.store.signals.write_logs(
        [
            replace(said, trace_id=span.trace_id, span_id=span.span_id),
            replace(said, uid="u2", body="z" * 70_000, time_ns=span.start_ns + 9),
        ]
    )
    listed = client.get("/api/v1/logs").json()["items"]
    assert [(log["uid"], log["time"][-10:]) for log in listed] == [("u2", "000000009Z"), ("u1", "000000005Z")]
    whole = client.get(listed[0]["body"]["href"]).json()["items"]
    assert [log["body"] for log in whole] == ["z" * 70_000]
    assert [log["uid"] for log in client.get("/api/v1/logs?text=BUSY").json()["items"]] == ["u1"]
    (shown,) = client.get(f"/api/v1/spans/{span.span_id}").json()["logs"]
    assert (shown["event_name"], shown["body"], shown["attributes"]) == ("api_error", "too busy", {"n": 1})
    assert client.get("/api/v1/logs?trace_id=x").json()["field"] == "trace_id"


def test_metrics_are_listed_and_answered(house: Any, client: Any) -> None:
    series = MetricSeries(
        DEFAULT_PROJECT, "gen_ai/tokens", MetricKind.SUM, "{token}", Temporality.DELTA, True, attributes={"model": "x"}
    )
    start_ns = 1_799_999_990_000_000_000
    house.store.signals.write_points([MetricBatch(series, (MetricPoint(start_ns + 5, start_ns, 7),))])
    (listed,) = client.get("/api/v1/otel-metrics").json()
    assert (listed["name"], listed["kind"], listed["series"], listed["attributes"]) == (
        "gen_ai/tokens",
        "sum",
        1,
        ["model"],
    )
    found = client.get("/api/v1/otel-metrics/gen_ai%2Ftokens?group_by=model&interval=1m&agg=sum").json()
    assert found["groups"] == [{"key": "x", "values": [{"time": "2027-01-15T07:59:00.000000000Z", "value": 7.0}]}]
    assert client.get("/api/v1/otel-metrics/gen_ai%2Ftokens?interval=often").json()["field"] == "interval"
    assert client.get("/api/v1/otel-metrics/absent").status_code == 404
