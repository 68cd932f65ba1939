"""One real agent run: SDK, OTLP, journal, pipeline, store, REST, command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import LiveServer, run_team, start_server


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveServer, dict[str, Any]]]:
    home = tmp_path_factory.mktemp("run") / "server"
    home.mkdir()
    server = start_server(home)
    yield server, run_team(server)
    server.stop()


def spans_of(server: LiveServer, trace: dict[str, Any]) -> list[dict[str, Any]]:
    spans: list[dict[str, Any]] = server.get(f"/api/v1/traces/{trace['id']}/spans")
    return spans


def test_tokens_and_calls_are_what_the_model_server_served(run: tuple[LiveServer, dict[str, Any]]) -> None:
    _, result = run
    trace = result["trace"]
    assert trace["input_tokens"] == result["served_input"]
    assert trace["output_tokens"] == result["served_output"]
    assert trace["model_calls"] == result["served_calls"]
    assert trace["calls_without_usage"] == 0
    assert trace["unknown_cost_calls"] == 0
    assert trace["total_cost_usd"] > 0


def test_the_tree_hangs_together_and_names_its_agents(run: tuple[LiveServer, dict[str, Any]]) -> None:
    server, result = run
    spans = spans_of(server, result["trace"])
    by_id = {span["span_id"]: span for span in spans}
    assert spans[0]["name"] == "launch brief"
    assert all(span["parent_span_id"] in by_id for span in spans[1:])
    assert not any(span["orphan"] for span in spans)
    assert set(result["trace"]["agents"]) == {"planner", "researcher", "writer", "reviewer"}
    calls = [span for span in spans if span["span_type"] == "llm_call"]
    assert {span["agent"] for span in calls} == {"planner", "researcher", "writer", "reviewer"}
    assert Counter(span["provider"] for span in calls) == {"openai": 3, "anthropic": 6}


def test_the_failing_tool_and_the_retried_call_are_seen_with_their_reasons(
    run: tuple[LiveServer, dict[str, Any]],
) -> None:
    server, result = run
    failed = {span["name"]: span for span in spans_of(server, result["trace"]) if span["status"] == "error"}
    tool = next(span for name, span in failed.items() if "fetch_page" in name)
    assert "503 from https://intranet.example" in tool["status_message"]
    assert tool["status_code"] == "PageUnavailable"
    assert len(failed) == 2
    assert result["trace"]["status"] == "ok"
    assert result["trace"]["errors"] == 2


def test_prompts_answers_tool_calls_and_messages_between_agents_are_kept(
    run: tuple[LiveServer, dict[str, Any]],
) -> None:
    server, result = run
    spans = spans_of(server, result["trace"])
    details = [server.get(f"/api/v1/traces/{result['trace']['id']}/spans/{span['seq']}") for span in spans]
    said = json.dumps([detail["messages"] for detail in details])
    for words in ("You are the planner", "Comet 4 ships on 3 December 2026", "APPROVE", "search_notes"):
        assert words in said
    told = {
        (message["from_agent"], message["to_agent"], message["type"])
        for detail in details
        for message in detail["agent_messages"]
    }
    assert {
        ("planner", "researcher", "delegation"),
        ("researcher", "writer", "message"),
        ("writer", "reviewer", "message"),
        ("reviewer", "writer", "objection"),
    } <= told


def test_no_key_of_the_agent_is_stored_anywhere(run: tuple[LiveServer, dict[str, Any]]) -> None:
    server, _ = run
    server.get("/health")
    holders = [path for path in server.home.rglob("*") if path.is_file() and b"demo-key" in path.read_bytes()]
    assert holders == []


def cli(server: LiveServer, *arguments: str) -> str:
    command = [sys.executable, "-m", "agenttrace_server.cli", "--url", server.web, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_line_reads_the_same_run(run: tuple[LiveServer, dict[str, Any]], tmp_path: Path) -> None:
    server, result = run
    trace_id = result["trace"]["id"]
    tree = cli(server, "traces", "tree", trace_id)
    assert "launch brief" in tree
    assert "503 from https://intranet.example" in tree
    assert json.loads(cli(server, "traces", "list", "--json"))[0]["id"] == trace_id
    session = json.loads(cli(server, "sessions", "list", "--json"))[0]
    assert session["total_traces"] == 1
    summary = json.loads(cli(server, "metrics", "summary", "--json"))
    assert summary["input_tokens"] == result["served_input"]
    costs = json.loads(cli(server, "metrics", "costs", "--group-by", "model", "--json"))
    assert {row["key"] for row in costs["rows"] if row["model_calls"]} == {"gpt-5.5", "claude-sonnet-5"}
    assert json.loads(cli(server, "search", "offline", "sync", "--json"))
    cli(server, "export", "--format", "csv", "--trace", trace_id, "-o", str(tmp_path / "spans.csv"))
    assert len((tmp_path / "spans.csv").read_text().splitlines()) > result["trace"]["total_spans"]
