"""Routes: the agents of one trace, what they told each other, and agents over all traces."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api import rendering
from agenttrace_server.api.parameters import AgentsAsked, InProject, MessagesAsked
from agenttrace_server.api.rendering.agents import Contents
from agenttrace_server.api.schemas import AgentOut, PageOut, TraceAgentOut, TraceMessageOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.query import expressions, metrics
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
