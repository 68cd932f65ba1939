"""Tell what the agents of one trace told each other: what spans say, and what follows from how they lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from agenttrace.model import AgentMessage
from agenttrace.model.handoffs import HANDOFF, NOBODY
from agenttrace_server.query.agents.delegations import delegations_in
from agenttrace_server.query.agents.links import joined_by_links
from agenttrace_server.query.agents.names import Names
from agenttrace_server.query.agents.outputs import handoffs_in_outputs
from agenttrace_server.query.agents.place import Places
from agenttrace_server.store.api import Page, PageOf, StoredSpan
from agenttrace_server.store.api.paging import Key, decode_cursor, encode_cursor

_KIND = "agent messages"
_SHAPE: Key = (0, 0, "", "", "", 0)


@dataclass(frozen=True, slots=True)
class Told:
    """One message, and the span that it is known from."""

    message: AgentMessage
    stored: StoredSpan
    number: int = 0
    """Which of those that its span tells."""

    @property
    def key(self) -> Key:
        """The order in which messages are listed: by time, then as they arrived; different for every message."""
        message = self.message
        return (message.time_ns, self.stored.seq, message.from_agent, message.to_agent, message.type, self.number)


def told_in(spans: Sequence[StoredSpan]) -> list[Told]:
    """Return every message of a trace in order of time. `spans` are all of its spans, with their content.

    The order in which the spans arrived makes no difference, except between messages of one moment.
    """
    places = Places(spans)
    names = Names(stored.span.agent_name for stored in places.in_time)
    said = [_completed(told, places, names) for told in joined_by_links(places)]
    said, found = delegations_in(places, said, names)
    every = [*said, *found, *handoffs_in_outputs(places, said, names)]
    known = [Told(message, stored) for message, stored in every]
    return list(_once(sorted(known, key=lambda told: told.key)))


def messages_page(told: Sequence[Told], page: Page) -> PageOf[Told]:
    """Return part of a list of messages, the earliest first. Raises: BadQuestion: a cursor of another list."""
    after = decode_cursor(_KIND, page.cursor, _SHAPE)
    waiting = [one for one in told if after is None or one.key > after]
    items = waiting[: page.limit]
    more = len(waiting) > len(items)
    return PageOf(tuple(items), encode_cursor(_KIND, items[-1].key) if more else None)


def _completed(told: tuple[AgentMessage, StoredSpan], places: Places, names: Names) -> tuple[AgentMessage, StoredSpan]:
    """Put names in the place of "unknown" where the trace has them, spelled as the agents are."""
    message, stored = told
    giver, taker = names.spelled(message.from_agent), names.spelled(message.to_agent)
    if giver == NOBODY:
        giver = stored.span.agent_name or NOBODY
    if taker == NOBODY and message.type == HANDOFF:
        taker = places.next_agent(stored, giver) or NOBODY
    return replace(message, from_agent=giver, to_agent=taker), stored


def _once(found: Iterable[Told]) -> Iterator[Told]:
    """Leave out what several emitters tell of one moment in the same words."""
    seen: set[tuple[str, str, str, str | None, int]] = set()
    for told in found:
        message = told.message
        key = (message.from_agent, message.to_agent, message.type, message.content, message.time_ns)
        if key not in seen:
            seen.add(key)
            yield replace(told, number=len(seen))
