"""Log records are listed, found and shown with their span."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agenttrace_server.store.api.signals import LogRecord


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
