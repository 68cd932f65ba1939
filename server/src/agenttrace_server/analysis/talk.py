"""Gather what agents did and told each other, in one trace or in many, for their graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agenttrace.model import ProjectName, TraceId
from agenttrace_server.analysis.graph import AgentGraph, Message, graph_of
from agenttrace_server.query.agents import agents_in, told_in
from agenttrace_server.store.api import Page, Store, StoredSpan, Totals, TraceFilter

_PAGE = 100


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a trace's time, in nanoseconds since the epoch: from inclusive, until exclusive; None is open."""

    since_ns: int | None = None
    until_ns: int | None = None

    def holds(self, time_ns: int) -> bool:
        """Whether the moment lies in it."""
        after = self.since_ns is None or time_ns >= self.since_ns
        return after and (self.until_ns is None or time_ns < self.until_ns)


@dataclass(frozen=True, slots=True)
class Aggregated:
    """The graph over the newest traces that match. `is_cut` says that there were more than were read."""

    graph: AgentGraph
    traces: int
    is_cut: bool


@dataclass(slots=True)
class _Talk:
    agents: dict[str, Totals] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)

    def add(self, trace_id: TraceId, spans: Sequence[StoredSpan], window: Window) -> None:
        within = [stored for stored in spans if window.holds(stored.span.start_ns)]
        for row in agents_in(within):
            if row.name is not None:
                self.agents[row.name] = self.agents.get(row.name, Totals()).plus(row.totals)
        self.messages += [
            Message(told.message, trace_id, told.stored.seq)
            for told in told_in(spans)
            if window.holds(told.message.time_ns)
        ]


def graph_of_trace(trace_id: TraceId, spans: Sequence[StoredSpan], window: Window) -> AgentGraph:
    """Return who talked to whom in one trace, within a part of its time. `spans` are whole, with their content."""
    talk = _Talk()
    talk.add(trace_id, spans, window)
    return graph_of(talk.agents, talk.messages)


def graph_over(store: Store, where: TraceFilter, *, max_traces: int, max_spans: int) -> Aggregated:
    """Return who talked to whom in the newest traces that match, as far as they are read: at most so many, so big."""
    talk = _Talk()
    traces, spans, is_cut = 0, 0, False
    for project, trace_id, size in _newest(store, where):
        if traces >= max_traces or spans + size > max_spans:
            is_cut = True
            break
        talk.add(trace_id, store.get_spans(trace_id, project), Window())
        traces, spans = traces + 1, spans + size
    return Aggregated(graph_of(talk.agents, talk.messages), traces, is_cut)


def _newest(store: Store, where: TraceFilter) -> Iterable[tuple[ProjectName, TraceId, int]]:
    page = Page(_PAGE)
    while True:
        found = store.find_traces(where, page)
        for trace in found.items:
            yield trace.project, trace.trace_id, trace.totals.spans
        if found.next_cursor is None:
            return
        page = Page(_PAGE, found.next_cursor)
