"""Put together messages of which one span knows the giver and another the taker: a link to the same span joins them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from agenttrace.model import AgentMessage, SpanId, SpanType
from agenttrace.model.handoffs import NOBODY
from agenttrace_server.query.agents.place import Places
from agenttrace_server.query.agents.text import said_by
from agenttrace_server.store.api import StoredSpan

_Said = tuple[AgentMessage, StoredSpan]


def joined_by_links(places: Places) -> Iterator[_Said]:
    """Give every message that spans tell, the halves joined; a half that nothing joins stays a half."""
    givers: dict[SpanId, list[AgentMessage]] = defaultdict(list)
    taken: set[SpanId] = set()
    told = [(message, stored) for stored in places.in_time for message in stored.span.messages]
    for message, stored in told:
        if message.to_agent == NOBODY:
            for link in _links(stored):
                givers[link].append(message)
        elif message.from_agent == NOBODY:
            taken.update(_links(stored))
    for message, stored in told:
        links = _links(stored)
        if message.to_agent == NOBODY and not taken.isdisjoint(links):
            continue
        halves = [(link, half) for link in links for half in givers.get(link, ())]
        if message.from_agent == NOBODY and halves:
            yield from ((_joined(half, message, places, link), stored) for link, half in halves)
        else:
            yield message, stored


def _joined(giver: AgentMessage, taker: AgentMessage, places: Places, link: SpanId) -> AgentMessage:
    content = taker.content or giver.content or _carried(places, link)
    return replace(taker, from_agent=giver.from_agent, content=content)


def _links(stored: StoredSpan) -> list[SpanId]:
    span = stored.span
    return [link.span_id for link in span.links if link.trace_id == span.trace_id]


def _carried(places: Places, link: SpanId) -> str | None:
    """A message that is sent from within a step carries what the agent in that step said last."""
    sending = places.find(link)
    step = None if sending is None else places.find(sending.span.parent_span_id)
    if step is None:
        return None
    agents = [found for found in places.below(step) if found.span.span_type is SpanType.AGENT]
    return said_by(agents[-1].span) if agents else None
