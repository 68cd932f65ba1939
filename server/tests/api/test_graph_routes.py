"""The graph of agents, of one trace and over many."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agenttrace.model import Agent, AgentMessage, SpanType, TraceId

T0_NS = 1_800_000_000_000_000_000 - 3_600_000_000_000
MS = 1_000_000


def team(make_span: Any) -> list[Any]:
    """A planner that asks a coder twice, at 20 and at 300 ms."""
    asked = (
        AgentMessage("planner", "coder", "message", "please", T0_NS + 20 * MS),
        AgentMessage("planner", "coder", "message", "again", T0_NS + 300 * MS),
    )
    return [
        make_span(0, end_ms=500, span_type=SpanType.TASK),
        make_span(1, 0, 10, 400, span_type=SpanType.AGENT, agent=Agent("planner"), messages=asked),
        make_span(2, 0, 30, 90, span_type=SpanType.AGENT, agent=Agent("coder")),
    ]


def edges(answer: Any) -> list[tuple[str, str, int]]:
    return [(edge["from_agent"], edge["to_agent"], edge["count"]) for edge in answer.json()["edges"]]


def test_a_trace_has_its_agents_as_nodes_and_its_messages_as_edges(house: Any, client: Any, make_span: Any) -> None:
    spans = team(make_span)
    house.keep(*spans)
    path = f"/api/v1/traces/{spans[0].trace_id}/graph"
    assert edges(client.get(path)) == [("planner", "coder", 2)]
    assert {node["name"] for node in client.get(path).json()["nodes"]} == {"planner", "coder"}


def test_a_part_of_the_time_has_only_what_was_said_in_it(house: Any, client: Any, make_span: Any) -> None:
    spans = team(make_span)
    house.keep(*spans)
    path = f"/api/v1/traces/{spans[0].trace_id}/graph"
    assert edges(client.get(f"{path}?until_us=20000")) == []
    assert edges(client.get(f"{path}?until_us=20001")) == [("planner", "coder", 1)]
    assert edges(client.get(f"{path}?from_us=300000")) == [("planner", "coder", 1)]


def test_many_traces_are_added_up_and_the_limit_is_told(house: Any, make_span: Any) -> None:
    spans = team(make_span)
    other = [replace(span, trace_id=TraceId("cd" * 16)) for span in spans]
    house.keep(*spans)
    house.keep(*other)
    whole = house.client().get("/api/v1/graph")
    assert (edges(whole), whole.json()["total_traces"], whole.json()["is_cut"]) == ([("planner", "coder", 4)], 2, False)
    cut = house.client(graph_max_traces=1).get("/api/v1/graph")
    assert (edges(cut), cut.json()["total_traces"], cut.json()["is_cut"]) == ([("planner", "coder", 2)], 1, True)
    small = house.client(graph_max_traces=200, graph_max_spans=5).get("/api/v1/graph")
    assert (small.json()["total_traces"], small.json()["is_cut"]) == (1, True)


def test_an_unknown_trace_has_no_graph(client: Any) -> None:
    assert client.get(f"/api/v1/traces/{'f' * 32}/graph").status_code == 404
