"""Make traces whose spans say little of agents, and find whose step each was the slow way."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from agenttrace.model import Agent, Call, Span, SpanId, SpanType, Tool

from .making import a_call, a_span, span_id

SAID = (None, None, None, Agent("planner"), Agent("coder"), Agent("a1", "a1"), Agent("explorer", "a1"))


@st.composite
def traces_of_agents(draw: st.DrawFn) -> list[Span]:
    """Some spans of one trace in one session, of which few name an agent, and not all by its name."""
    spans: list[Span] = []
    for number in range(1, draw(st.integers(2, 10)) + 1):
        parent = draw(st.sampled_from([None, *range(1, number), number + 1, number]))
        given: dict[str, Any] = {
            "at": draw(st.integers(0, 3)),
            "parent_span_id": None if parent is None else span_id(1_000_000 + parent),
            "session_id": "s",
            "agent": draw(st.sampled_from(SAID)),
        }
        call = Call(provider="anthropic", response_model="claude", response_id=f"msg_{number}")
        asked = draw(st.sampled_from([None, None, None, "helper", "coder"]))
        tool = {"span_type": SpanType.TOOL_EXECUTION, "tool": Tool("ask", asked_agent=asked)} if asked else {}
        is_call = not asked and draw(st.booleans())
        spans.append(a_call(1, number, call=call, **given) if is_call else a_span(1, number, **given, **tool))
    return spans


def agents_by_hand(spans: list[Span]) -> dict[SpanId, str | None]:
    """Walk up from each span to the nearest one that names an agent."""
    known = {span.span_id: span for span in spans}
    names: dict[str, str] = {}
    for span in sorted(spans, key=lambda span: (span.start_ns, span.span_id)):
        if span.agent is not None and span.agent.id is not None and span.agent.id != span.agent.name:
            names.setdefault(span.agent.id, span.agent.name)
    found: dict[SpanId, str | None] = {}
    for span in spans:
        above: Span | None = span
        seen: set[SpanId] = set()
        asked: str | None = None
        while above is not None and above.agent is None and above.span_id not in seen and asked is None:
            seen.add(above.span_id)
            above = known.get(above.parent_span_id) if above.parent_span_id is not None else None
            asked = above.tool.asked_agent if above is not None and above.tool is not None else None
        agent = None if above is None else above.agent
        found[span.span_id] = asked or (None if agent is None else names.get(agent.name, agent.name))
    return found
