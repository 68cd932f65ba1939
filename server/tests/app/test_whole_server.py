"""From a POST of real spans to every answer of the API, over real sockets."""

from __future__ import annotations

import json
from pathlib import Path

import orjson
import pytest
from websockets.sync.client import connect

FIXTURES = Path(__file__).parents[1] / "fixtures" / "spans"
RICH = "openai__openinference.json"


def otlp_of(path: Path) -> bytes:
    return path.read_bytes()


def test_spans_of_a_real_library_are_in_every_answer(server):
    assert server.post(otlp_of(FIXTURES / RICH)).status_code == 200
    server.wait_applied()
    [trace, *_] = server.get("/api/v1/traces")["items"]
    trace_id = trace["id"]
    alone = server.get(f"/api/v1/traces/{trace_id}")
    assert {name: alone[name] for name in trace} == trace
    assert alone["content_bytes_unshared"] >= alone["content_bytes"] >= 0
    tree = server.get(f"/api/v1/traces/{trace_id}/spans")
    assert len(tree) == trace["total_spans"] > 0
    assert len(server.get(f"/api/v1/traces/{trace_id}/waterfall")["spans"]) == len(tree)
    skeleton = server.rest.get(f"/api/v1/traces/{trace_id}/skeleton", headers={"accept": "application/json"}).json()
    assert skeleton["n"] == len(tree)
    detail = server.get(f"/api/v1/traces/{trace_id}/spans/0")
    assert server.get(f"/api/v1/spans/{detail['span_id']}") == detail
    spans = server.get("/api/v1/spans", limit=1000)["items"]
    summary = server.get("/api/v1/metrics/summary")
    assert summary["total_spans"] == len(spans)
    costs = server.get("/api/v1/metrics/costs", group_by="model")["rows"]
    assert sum(row["total_cost_usd"] for row in costs) == pytest.approx(summary["total_cost_usd"])
    assert sum(row["spans"] for row in server.get("/api/v1/metrics/performance")["rows"]) == len(spans)
    server.get("/api/v1/metrics/errors")
    assert server.get("/api/v1/store")["spans"] == len(spans)
    assert server.get("/api/v1/projects")[0]["spans"] == len(spans)
    exported = server.rest.get("/api/v1/export/spans", params={"format": "json"}).json()
    assert [span["span_id"] for span in exported] == [span["span_id"] for span in spans]
    word = spans[0]["name"].split()[0]
    assert server.get("/api/v1/search", q=word)["items"]
    for session in server.get("/api/v1/sessions")["items"]:
        assert server.get(f"/api/v1/sessions/{session['id']}") == session
    assert server.get("/api/v1/dead-letters")["items"] == []
    assert f"agenttrace_store_spans {len(spans)}.0" in server.rest.get("/metrics").text
    assert server.rest.delete(f"/api/v1/traces/{trace_id}").json() == {"deleted_spans": len(tree)}
    assert server.rest.get(f"/api/v1/traces/{trace_id}").status_code == 404


def test_every_fixture_is_accepted_and_listed(server):
    for path in sorted(FIXTURES.glob("*__*.json")):
        response = server.post(otlp_of(path))
        assert response.status_code == 200, (path.name, response.text)
    server.wait_applied()
    assert server.get("/api/v1/dead-letters")["items"] == []
    assert server.get("/api/v1/store")["spans"] > 100
    for trace in server.get("/api/v1/traces", limit=1000)["items"]:
        for span in server.get(f"/api/v1/traces/{trace['id']}/spans"):
            server.get(f"/api/v1/traces/{trace['id']}/spans/{span['seq']}")


def test_a_watcher_hears_of_spans_while_they_are_stored(server):
    address = server.address.web.replace("http", "ws")
    with connect(f"{address}/api/v1/ws/spans") as socket:
        assert json.loads(socket.recv(timeout=10))["type"] == "hello"
        server.post(otlp_of(FIXTURES / RICH))
        change = json.loads(socket.recv(timeout=10))
    assert change["type"] == "change"
    assert change["spans"]
    assert change["traces"]


def test_the_same_news_come_as_server_sent_events(server):
    with server.rest.stream("GET", "/api/v1/stream/spans") as stream:
        lines = stream.iter_lines()
        assert orjson.loads(next(line for line in lines if line.startswith("data: "))[6:])["type"] == "hello"
        server.post(otlp_of(FIXTURES / RICH))
        change = orjson.loads(next(line for line in lines if line.startswith("data: "))[6:])
    assert (change["type"], bool(change["spans"])) == ("change", True)


def test_the_first_run_page_learns_why_a_request_was_refused(server):
    assert server.post(b'{"resourceSpans": 7}').status_code == 400
    config = server.get("/api/v1/config")
    assert "resourceSpans" in config["last_rejected"]
    assert config["otlp_endpoint"] == server.address.otlp
