"""See work that one agent gives another from where the spans lie: an agent at work inside another's tool call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agenttrace.model import AgentMessage, SpanType
from agenttrace_server.query.agents.names import Names
from agenttrace_server.query.agents.place import Places
from agenttrace_server.query.agents.text import given_to, plain, said_by
from agenttrace_server.store.api import StoredSpan

DELEGATION = "delegation"
RESULT = "result"
_Said = tuple[AgentMessage, StoredSpan]


def delegations_in(places: Places, said: Sequence[_Said], names: Names) -> tuple[list[_Said], list[_Said]]:
    """Return `said`, which is what spans tell themselves, and the work handed out and brought back beside it.

    A delegation in `said` whose taker is no agent of the trace has its taker now, and is not told twice.
    """
    said = list(said)
    told = {stored.span.span_id: at for at, (message, stored) in enumerate(said) if message.type == DELEGATION}
    pairs = {(message.from_agent, message.to_agent) for message, _ in said}
    found: list[_Said] = []
    answered: set[tuple[str, str]] = set()
    for stored in places.in_time:
        giver, taker = _giver(places, stored), stored.span.agent_name
        if giver is None or taker is None:
            continue
        asking, name = giver
        span = asking.span
        if span.span_type is not SpanType.TOOL_EXECUTION:
            if (name, taker) not in pairs:
                given = given_to(stored.span)
                found.append((AgentMessage(name, taker, DELEGATION, given, stored.span.start_ns), stored))
            continue
        if (span.span_id, taker) in answered:
            continue
        answered.add((span.span_id, taker))
        at = told.get(span.span_id)
        if at is None:
            found.append((AgentMessage(name, taker, DELEGATION, _task(asking), span.start_ns), asking))
        elif not names.knows(said[at][0].to_agent):
            said[at] = (replace(said[at][0], to_agent=taker), asking)
        found += _result(asking, taker, name)
    return said, found


def _giver(places: Places, stored: StoredSpan) -> tuple[StoredSpan, str] | None:
    """Return the span from which an agent was set to work, and whose it was; None where the span is no such beginning.

    A beginning is the first span of another agent below a tool call, or an agent's own span right below an agent.
    """
    span = stored.span
    if span.agent_name is None:
        return None
    for above in places.above(stored):
        name = above.span.agent_name
        is_tool = above.span.span_type is SpanType.TOOL_EXECUTION
        if name is None or above.span.internal:
            continue
        if name == span.agent_name:
            return None
        is_agent = above.span.span_type is SpanType.AGENT and span.span_type is SpanType.AGENT
        if is_tool or is_agent:
            return above, name
    return None


def _task(asking: StoredSpan) -> str | None:
    return plain(asking.span.input) or asking.span.input_preview


def _result(asking: StoredSpan, taker: str, giver: str) -> Sequence[_Said]:
    span = asking.span
    content = said_by(span)
    if span.end_ns is None or content is None:
        return ()
    return [(AgentMessage(taker, giver, RESULT, content, span.end_ns), asking)]
