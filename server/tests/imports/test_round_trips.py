"""What one server writes, another takes in and makes the same of."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from server.tests.cli.a_server import START_NS, TRACE_ID, RunningServer, running_server, span, until
from server.tests.imports.making_files import SESSION

from agenttrace_server.cli.main import hoisted, run

HOSTILE = "</pre><script>alert(1)</script><img src=http://127.0.0.1:9/x onerror=alert(2)>&\u202e\x00"
HOSTILE_TRACE = "ab" * 16


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningServer, RunningServer]]:
    with (
        running_server(tmp_path_factory.mktemp("from")) as first,
        running_server(tmp_path_factory.mktemp("to")) as second,
    ):
        assert call(first, "import", "claude-code", str(SESSION)) == 0
        assert httpx.post(f"{first.otlp}/v1/traces", json=hostile_trace()).status_code == 200
        until(lambda: len(traces_of(first)) == 4 and sum(trace["total_spans"] for trace in traces_of(first)) == 16)
        yield first, second


@pytest.fixture(autouse=True)
def plain_output(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AGENTTRACE_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("AGENTTRACE_PROJECT", raising=False)
    monkeypatch.delenv("AGENTTRACE_ENDPOINT", raising=False)


def call(server: RunningServer, *arguments: str) -> int:
    return run(hoisted(["--url", server.web, *arguments]))


def traces_of(server: RunningServer) -> list[dict[str, Any]]:
    return httpx.get(f"{server.web}/api/v1/traces").json()["items"]  # type: ignore[no-any-return]


def tree_of(server: RunningServer, trace: str, project: str = "default") -> list[dict[str, Any]]:
    answer = httpx.get(f"{server.web}/api/v1/traces/{trace}/spans", params={"project": project})
    found = answer.json() if answer.status_code == 200 else []
    return [{name: value for name, value in row.items() if name not in ("seq", "project")} for row in found]


def biggest_trace(server: RunningServer) -> str:
    return str(max(traces_of(server), key=lambda trace: trace["total_spans"])["id"])


def hostile_trace() -> dict[str, Any]:
    asked = json.dumps([{"role": "user", "parts": [{"type": "text", "content": HOSTILE}]}])
    attributes = {"gen_ai.operation.name": "chat", "gen_ai.request.model": HOSTILE, "gen_ai.input.messages": asked}
    one = {**span("c" * 16, None, HOSTILE, 0, 5, attributes), "traceId": HOSTILE_TRACE}
    one["status"] = {"code": 2, "message": HOSTILE}
    return {"resourceSpans": [{"scopeSpans": [{"spans": [one]}]}]}


def test_a_trace_as_otlp_is_the_same_trace_in_an_empty_server(
    servers: tuple[RunningServer, RunningServer], tmp_path: Path
) -> None:
    first, second = servers
    trace = biggest_trace(first)
    file = tmp_path / "trace.json"
    assert call(first, "export", "--trace", trace, "--format", "otlp", "-o", str(file)) == 0
    for _ in range(2):
        assert call(second, "import", "otlp", str(file)) == 0
    expected = tree_of(first, trace)
    until(lambda: len(tree_of(second, trace)) == len(expected))
    assert tree_of(second, trace) == expected
    assert sum(row["output_tokens"] or 0 for row in expected) == 165


@pytest.mark.parametrize("form", ["jaeger", "zipkin"])
def test_a_trace_in_another_tools_form_keeps_its_tree_tokens_and_cost(
    servers: tuple[RunningServer, RunningServer], tmp_path: Path, form: str
) -> None:
    first, second = servers
    trace = biggest_trace(first)
    file = tmp_path / "trace.json"
    assert call(first, "export", "--trace", trace, "--format", form, "-o", str(file)) == 0
    assert call(second, "import", form, str(file), "--project", form) == 0
    expected = tree_of(first, trace)
    until(lambda: len(tree_of(second, trace, form)) == len(expected))
    kept = ("span_id", "parent_span_id", "name", "span_type", "status", "depth", "agent", "model", "provider",
            "input_tokens", "output_tokens", "cache_read_tokens", "total_cost_usd", "cost_match", "tool_name",
            "session_id", "input_preview", "output_preview", "duration_us", "start_time")  # fmt: skip
    assert [[row[name] for name in kept] for row in tree_of(second, trace, form)] == [
        [row[name] for name in kept] for row in expected
    ]


def test_a_page_holds_the_tree_and_nothing_that_runs(servers: tuple[RunningServer, RunningServer]) -> None:
    first, _ = servers
    answer = httpx.get(f"{first.web}/api/v1/traces/{HOSTILE_TRACE}/export", params={"format": "html"})
    page = answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page
    assert "\x00" not in page
    assert "default-src &#x27;none&#x27;" in page


def test_a_page_shows_tokens_cost_messages_and_failures(servers: tuple[RunningServer, RunningServer]) -> None:
    first, _ = servers
    page = httpx.get(f"{first.web}/api/v1/traces/{TRACE_ID}/export", params={"format": "html"}).text
    for words in ("1,200 in, 80 out", "where is my order 88213?", "no such customer", "✗ error", "execute_tool lookup"):
        assert words in page


def test_the_forms_of_one_trace_need_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "--format", "html"]) == 2
    assert "--trace" in capsys.readouterr().err


def test_the_otlp_of_a_trace_keeps_times_to_the_nanosecond(servers: tuple[RunningServer, RunningServer]) -> None:
    first, _ = servers
    body = httpx.get(f"{first.web}/api/v1/traces/{TRACE_ID}/export").json()
    spans = [each for group in body["resourceSpans"] for scope in group["scopeSpans"] for each in scope["spans"]]
    assert min(int(each["startTimeUnixNano"]) for each in spans) == START_NS
    assert len(spans) == 3
