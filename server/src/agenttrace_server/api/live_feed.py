"""Turn changes of the store into messages for one watcher: filtered, gathered, at most four a second."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass, field

from agenttrace_server.api.rendering import span_row, trace
from agenttrace_server.api.schemas import ChangeOut
from agenttrace_server.live.protocol import Change, LiveBus, LiveEnded, Subscription
from agenttrace_server.store.api import StoredSpan, TraceSummary

SPANS_PER_MESSAGE = 1_000
PAUSE_S = 0.25


@dataclass(frozen=True, slots=True)
class Interest:
    """What a watcher wants to hear of; None means any."""

    project: str | None = None
    trace_id: str | None = None
    session_id: str | None = None
    percent: float = 1.0
    """How far a reported cost may be from ours before the trace is marked."""

    def wants_trace(self, summary: TraceSummary) -> bool:
        """Whether the trace is of interest."""
        return self._wants(summary.project, summary.trace_id, summary.session_id)

    def wants_span(self, stored: StoredSpan) -> bool:
        """Whether the span is of interest."""
        return self._wants(stored.span.project, stored.span.trace_id, stored.span.session_id)

    def _wants(self, project: str, trace_id: str, session_id: str | None) -> bool:
        return (
            self.project in (None, project)
            and self.trace_id in (None, trace_id)
            and self.session_id in (None, session_id)
        )


@dataclass(slots=True)
class _Gathered:
    """Changes put together: the latest version of each span and trace."""

    interest: Interest
    latest: int
    missed: int = 0
    spans: dict[tuple[str, str], StoredSpan] = field(default_factory=dict)
    traces: dict[str, TraceSummary] = field(default_factory=dict)

    def add(self, change: Change) -> None:
        self.missed += change.number - self.latest - 1
        self.latest = change.number
        for stored in change.spans:
            if self.interest.wants_span(stored):
                self.spans[stored.span.trace_id, stored.span.span_id] = stored
        for summary in change.traces:
            if self.interest.wants_trace(summary):
                self.traces[summary.trace_id] = summary
        while len(self.spans) > SPANS_PER_MESSAGE:
            self.spans.pop(next(iter(self.spans)))
            self.missed += 1


async def messages(bus: LiveBus, interest: Interest, pause_s: float = PAUSE_S) -> AsyncGenerator[ChangeOut, None]:
    """Yield hello, then what changes, until the server stops.

    Numbers count up by one from hello's, message by message; what was lost on the way is told by `missed`.
    """
    subscription = bus.subscribe()
    loop = asyncio.get_running_loop()
    number = latest = subscription.start
    try:
        yield ChangeOut(type="hello", number=number, spans=[], traces=[])
        not_before = loop.time()
        while True:
            gathered = _Gathered(interest, latest)
            gathered.add(await subscription.next())
            await _gather_until(not_before, subscription, gathered)
            latest = gathered.latest
            not_before = loop.time() + pause_s
            for message in _told(gathered, number):
                number = message.number
                yield message
    except LiveEnded:
        return
    finally:
        subscription.close()


async def _gather_until(deadline: float, subscription: Subscription, gathered: _Gathered) -> None:
    """Take what is there already, and what comes before the deadline of the loop's clock."""
    with suppress(TimeoutError):
        async with asyncio.timeout_at(deadline):
            while True:
                gathered.add(await subscription.next())


def _told(gathered: _Gathered, number: int) -> list[ChangeOut]:
    told = []
    if gathered.missed:
        number += 1
        told.append(ChangeOut(type="missed", number=number, spans=[], traces=[], missed=gathered.missed))
    if gathered.spans or gathered.traces:
        number += 1
        spans = [span_row(stored) for stored in gathered.spans.values()]
        traces = [trace(summary, gathered.interest.percent) for summary in gathered.traces.values()]
        told.append(ChangeOut(type="change", number=number, spans=spans, traces=traces))
    return told
