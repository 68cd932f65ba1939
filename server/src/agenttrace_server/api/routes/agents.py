"""Routes: the agents of one trace, what they told each other, their graph, and the same over many traces."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.analysis import Window, graph_of_trace, graph_over
from agenttrace_server.api import rendering
from agenttrace_server.api.parameters import AgentsAsked, GraphAsked, InProject, MessagesAsked, TraceGraph
from agenttrace_server.api.rendering.agents import Contents
from agenttrace_server.api.schemas import (
    AgentOut,
    AggregatedGraphOut,
    GraphOut,
    PageOut,
    TraceAgentOut,
    TraceMessageOut,
)
from agenttrace_server.api.services import WithServices
from agenttrace_server.query import expressions, metrics, traces
from agenttrace_server.query.agents import agents_in, messages_page, told_in
from agenttrace_server.store.api import GroupBy

router = APIRouter(tags=["agents"])


@router.get("/agents")
def list_agents(services: WithServices, asked: Annotated[AgentsAsked, Query()]) -> list[AgentOut]:
    """Agents with their sums, the dearest first."""
    return rendering.agents(metrics.costs(services.store, asked.where(services), GroupBy.AGENT), services.percent)


@router.get("/traces/{trace_id}/agents")
def trace_agents(services: WithServices, trace_id: str, asked: Annotated[InProject, Query()]) -> list[TraceAgentOut]:
    """The agents of one trace by first step; the steps of nobody last."""
    layout = services.views.layout(expressions.trace_id(trace_id), asked.project)
    return [rendering.trace_agent(row, services.percent) for row in agents_in(layout.spans)]


@router.get("/traces/{trace_id}/messages")
def trace_messages(
    services: WithServices, trace_id: str, asked: Annotated[MessagesAsked, Query()]
) -> PageOut[TraceMessageOut]:
    """What the agents of one trace told each other, the earliest first."""
    wanted = expressions.trace_id(trace_id)
    span_id = None if asked.span is None else expressions.span_id(asked.span, field="span")
    told = told_in(services.views.layout(wanted, asked.project, content=True).spans)
    chosen = [one for one in told if span_id in (None, one.stored.span.span_id)]
    page = messages_page(chosen, asked.page(services))
    href = f"{services.settings.root_path}/api/v1/traces/{wanted}/messages"
    contents = Contents(None if asked.full else services.settings.message_preview_chars, href)
    return PageOut(items=[rendering.trace_message(one, contents) for one in page.items], next_cursor=page.next_cursor)


@router.get("/traces/{trace_id}/graph")
def trace_graph(services: WithServices, trace_id: str, asked: Annotated[TraceGraph, Query()]) -> GraphOut:
    """Who talked to whom, within a part of the trace's time; with the measures of the graph."""
    wanted = expressions.trace_id(trace_id)
    trace = traces.get_trace(services.store, wanted, asked.project)
    spans = services.views.layout(wanted, asked.project, content=True).spans
    ends = (None if end is None else trace.start_ns + end * 1_000 for end in (asked.from_us, asked.until_us))
    return rendering.graph(graph_of_trace(wanted, spans, Window(*ends)), services.percent)


@router.get("/graph")
def aggregated_graph(services: WithServices, asked: Annotated[GraphAsked, Query()]) -> AggregatedGraphOut:
    """Who talks to whom over the newest traces that match, as many as `graph_max_traces` and `graph_max_spans` let."""
    limits = services.settings
    found = graph_over(
        services.store,
        asked.where(services),
        max_traces=limits.graph_max_traces,
        max_spans=limits.graph_max_spans,
    )
    return rendering.aggregated_graph(found, services.percent)
