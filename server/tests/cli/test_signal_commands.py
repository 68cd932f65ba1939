"""`agenttrace otel-logs` and `agenttrace otel-metrics` show what a real server was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from server.tests.cli.a_server import START_NS, RunningServer, running_server, until

from agenttrace_server.cli.main import hoisted, run


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("signals")) as started:
        log = {"timeUnixNano": str(START_NS), "body": {"stringValue": "disk full"}, "eventName": "app.failed"}
        logs = {"resourceLogs": [{"scopeLogs": [{"logRecords": [{**log, "severityText": "ERROR"}]}]}]}
        assert httpx.post(f"{started.otlp}/v1/logs", json=logs).status_code == 200
        point = {"timeUnixNano": str(START_NS), "asInt": "7"}
        metric = {"name": "tokens", "sum": {"dataPoints": [point], "aggregationTemporality": 1, "isMonotonic": True}}
        metrics = {"resourceMetrics": [{"scopeMetrics": [{"metrics": [metric]}]}]}
        assert httpx.post(f"{started.otlp}/v1/metrics", json=metrics).status_code == 200
        until(lambda: httpx.get(f"{started.web}/api/v1/store").json()["metric_points"] == 1)
        yield started


def call(server: RunningServer, *arguments: str) -> int:
    return run(hoisted(["--url", server.web, *arguments]))


def test_logs_are_listed_and_found_by_words(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(server, "otel-logs", "disk", "--since", "2026-01-01") == 0
    header, line = capsys.readouterr().out.strip().splitlines()
    assert header.split() == ["time", "severity", "event", "body", "session", "trace"]
    assert all(word in line for word in ("ERROR", "app.failed", "disk full"))
    assert call(server, "otel-logs", "absent") == 0
    assert "no log record matches" in capsys.readouterr().err
    assert call(server, "otel-logs", "--json") == 0
    assert [log["body"] for log in json.loads(capsys.readouterr().out)] == ["disk full"]


def test_metrics_are_listed_and_one_is_shown(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(server, "otel-metrics") == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:2] == ["tokens", "sum"]
    assert call(server, "otel-metrics", "tokens", "--interval", "1h") == 0
    assert capsys.readouterr().out.strip().splitlines()[1].endswith("7")
    assert call(server, "otel-metrics", "tokens", "--json") == 0
    assert json.loads(capsys.readouterr().out)["groups"][0]["values"][0]["value"] == 7.0
    assert call(server, "otel-metrics", "absent") == 1
    assert "no metric 'absent'" in capsys.readouterr().err
