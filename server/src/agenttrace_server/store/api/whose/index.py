"""Find the agent of spans that do not name theirs, and what a new span of the trace changes in that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from agenttrace.model import Span, SpanId
from agenttrace_server.store.api.arriving.open_span import copied


class Saying(NamedTuple):
    """What one span says of agents, and where it stands."""

    span_id: SpanId
    parent: SpanId | None
    name: str | None
    """The agent that it names; None where it names none."""
    identity: str | None
    """The agent's id, which is its name too where that is all that is known."""
    start_ns: int
    asked: str | None = None
    """The agent that it has do the work: what runs below it are that agent's steps, and not those of its own."""

    @property
    def has_only_an_id(self) -> bool:
        """Whether the agent is known by its id alone."""
        return self.identity is not None and self.identity == self.name


_Whose = tuple[SpanId, str]
"""(the span that says it, the agent's name)"""


class AgentIndex:
    """All spans of one trace, by what they say of agents.

    A span's agent is the one that it names, else that of the nearest span above it that names one, or asks one for
    work. One that is known by its id alone has the name that the earliest span gives to this id. The order of arrival
    makes no difference.
    """

    def __init__(self) -> None:
        self._sayings: dict[SpanId, Saying] = {}
        self._below: dict[SpanId, list[SpanId]] = {}
        self._whose: dict[SpanId, _Whose] = {}
        self._named: dict[str, tuple[int, SpanId, str]] = {}
        """Of each id: the least (start, span id, name) that names it."""
        self._nameless: dict[str, set[SpanId]] = defaultdict(set)

    def name_of(self, span_id: SpanId) -> str | None:
        """Return the name of the agent whose step a span was; None where nobody says it."""
        found = self._whose.get(span_id)
        return None if found is None else found[1]

    def change(self, news: Iterable[Saying]) -> set[SpanId]:
        """Take in new versions of spans; return those whose agent is another now."""
        waiting: list[SpanId] = []
        takes_back = False
        for saying in news:
            old = self._sayings.get(saying.span_id)
            if old == saying:
                continue
            takes_back = takes_back or (old is not None and _takes_back(old, saying))
            waiting += self._add(saying)
            if saying.asked is not None:
                waiting += self._below.get(saying.span_id, ())
        return self._anew() if takes_back else self._settle(waiting)

    def _add(self, saying: Saying) -> list[SpanId]:
        """Return the spans whose agent may be another now; who is below them follows."""
        old = self._sayings.get(saying.span_id)
        self._sayings[saying.span_id] = saying
        if saying.parent is not None and (old is None or old.parent != saying.parent):
            self._below.setdefault(saying.parent, []).append(saying.span_id)
        if saying.identity is None or saying.name is None:
            return [saying.span_id]
        if saying.has_only_an_id:
            self._nameless[saying.identity].add(saying.span_id)
            return [saying.span_id]
        claim = (saying.start_ns, saying.span_id, saying.name)
        if claim > self._named.get(saying.identity, claim):
            return [saying.span_id]
        self._named[saying.identity] = claim
        return [saying.span_id, *self._nameless.get(saying.identity, ())]

    def _settle(self, waiting: list[SpanId]) -> set[SpanId]:
        changed: set[SpanId] = set()
        while waiting:
            span_id = waiting.pop()
            found = self._found(self._sayings[span_id])
            if found is None or found == self._whose.get(span_id):
                continue
            self._whose[span_id] = found
            changed.add(span_id)
            waiting += [below for below in self._below.get(span_id, ()) if self._sayings[below].name is None]
        return changed

    def _found(self, saying: Saying) -> _Whose | None:
        if saying.name is None:
            return self._of_those_below(saying.parent)
        if saying.has_only_an_id and saying.identity in self._named:
            return saying.span_id, self._named[saying.identity][2]
        return saying.span_id, saying.name

    def _of_those_below(self, span_id: SpanId | None) -> _Whose | None:
        if span_id is None:
            return None
        above = self._sayings.get(span_id)
        return (span_id, above.asked) if above is not None and above.asked else self._whose.get(span_id)

    def _anew(self) -> set[SpanId]:
        """Find every agent again: what followed from a word that was taken back cannot be told apart."""
        fresh = AgentIndex()
        fresh.change(self._sayings.values())
        changed = {span_id for span_id in self._sayings if self.name_of(span_id) != fresh.name_of(span_id)}
        self._below, self._whose = fresh._below, fresh._whose
        self._named, self._nameless = fresh._named, fresh._nameless
        return changed


def saying_of(span: Span) -> Saying:
    """Return what a span says, leaving out what the store found out from others."""
    agent = span.agent
    name, identity = (None, None) if agent is None else (agent.name, agent.id)
    asked = None if span.tool is None else span.tool.asked_agent
    return Saying(span.span_id, span.parent_span_id, name, identity, span.start_ns, asked)


def with_agent(span: Span, agents: AgentIndex) -> Span:
    """Return the span, which has its role among the model calls, with its agent.

    A call that nobody's span is above has the agent of the first of its shadows that has one.
    """
    said = None if span.agent is None else span.agent.name
    found = agents.name_of(span.span_id)
    if found is None:
        found = next((name for seen in span.also_seen_by if (name := agents.name_of(seen.span_id))), None)
    acting = None if found == said else found
    return span if acting == span.acting_agent else copied(span, keeps_sums=True, acting_agent=acting)


def _takes_back(old: Saying, new: Saying) -> bool:
    """Whether a newer version says something else than the older one did, and not just more."""
    if old.parent != new.parent or old.asked not in (None, new.asked):
        return True
    if old.name is None:
        return False
    return old[2:] != new[2:]
