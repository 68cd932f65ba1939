"""See a handing over of which only the model's wish to make it was traced."""

from __future__ import annotations

from collections.abc import Iterator

from agenttrace.model import AgentMessage, Part, PartType
from agenttrace.model.handoffs import HANDOFF, NOBODY, handed_to
from agenttrace_server.query.agents.names import Names
from agenttrace_server.query.agents.place import Places
from agenttrace_server.query.agents.text import plain
from agenttrace_server.store.api import StoredSpan

_Said = tuple[AgentMessage, StoredSpan]


def handoffs_in_outputs(places: Places, said: list[_Said], names: Names) -> Iterator[_Said]:
    """Give the handoffs that models asked for and that no span made, to agents that are in the trace."""
    ran = {stored.span.tool.call_id for stored in places.in_time if stored.span.tool is not None}
    made = {(message.from_agent, message.to_agent) for message, _ in said}
    for stored in places.in_time:
        span = stored.span
        if not span.counts_usage:
            continue
        giver = span.agent_name or NOBODY
        for part in _calls(stored):
            taker = handed_to(part.name or "", part.value)
            if taker is None or part.call_id in ran or not names.knows(taker):
                continue
            taker = names.spelled(taker)
            if taker != giver and (giver, taker) not in made:
                content = plain(part.value) if part.value else None
                yield AgentMessage(giver, taker, HANDOFF, content, span.end_ns or span.start_ns), stored


def _calls(stored: StoredSpan) -> list[Part]:
    messages = stored.span.output_messages
    return [part for message in messages for part in message.parts if part.type is PartType.TOOL_CALL]
