"""Hold traces so that each call counts once, in whatever trace it was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agenttrace.model import ProjectName, SpanId, TraceId
from agenttrace_server.store.api import StoredSpan, TraceDelta, TraceSummary
from agenttrace_server.store.api.dedupe import Head, HeadKey, SeenIndex, TwinIndex, seen_of, with_role
from agenttrace_server.store.api.folding import fold
from agenttrace_server.store.api.versions import replaces
from agenttrace_server.store.api.whose import AgentIndex, saying_of, with_agent

TraceKey = tuple[ProjectName, TraceId]


@dataclass(slots=True)
class HeldTrace:
    """A trace with all of its spans."""

    spans: dict[SpanId, StoredSpan]
    summary: TraceSummary
    calls: SeenIndex
    heads: dict[HeadKey, Head]
    """What other traces may have too."""


class CountedTraces:
    """All traces by their key. Not safe to call from two threads."""

    def __init__(self, compared_calls: int) -> None:
        self.traces: dict[TraceKey, HeldTrace] = {}
        self._twins = TwinIndex(compared_calls)

    def delete(self, key: TraceKey) -> None:
        """Forget a trace; what it shares with others counts there."""
        gone = self.traces.pop(key)
        self._recount(self._twins.change(dict.fromkeys(gone.heads)))

    def write(self, delta: TraceDelta) -> dict[TraceKey, set[SpanId]]:
        """Return the spans that are others now, by trace."""
        key = (delta.project, delta.trace_id)
        held = self.traces.get(key)
        spans = {} if held is None else held.spans
        changed: set[SpanId] = set()
        for span in delta.spans:
            old = spans.get(span.span_id)
            if old is not None and not replaces(span, old.span):
                continue
            spans[span.span_id] = StoredSpan(span, len(spans) if old is None else old.seq)
            changed.add(span.span_id)
        if not changed:
            return {}
        calls = SeenIndex()
        calls.change({span_id: seen_of(stored.span) for span_id, stored in spans.items()})
        heads = {head.key: head for head in calls.all_heads(*key)}
        before = {} if held is None else held.heads
        others = self._twins.change({**dict.fromkeys(before), **heads})
        self.traces[key] = HeldTrace(spans, fold(()).summary(*key), calls, heads)
        changed |= self._settle(key)
        return {key: changed, **self._recount(span for span in others if span[:2] != key)}

    def _recount(self, others: Iterable[HeadKey]) -> dict[TraceKey, set[SpanId]]:
        """Count traces anew of which others have a call too, or had; return the spans that are others now."""
        keys = {(project, trace_id) for project, trace_id, _ in others}
        changed = {key: self._settle(key) for key in sorted(keys & self.traces.keys())}
        return {key: span_ids for key, span_ids in changed.items() if span_ids}

    def _settle(self, key: TraceKey) -> set[SpanId]:
        """Say of each span of a trace what all others make of it, and add up; return those that are others now."""
        trace = self.traces[key]
        agents = AgentIndex()
        agents.change(saying_of(stored.span) for stored in trace.spans.values())
        changed: set[SpanId] = set()
        for span_id, stored in trace.spans.items():
            role = self._twins.role_of((*key, span_id)) or trace.calls.role_of(span_id)
            span = with_agent(with_role(stored.span, role), agents)
            if span is not stored.span:
                trace.spans[span_id] = StoredSpan(span, stored.seq)
                changed.add(span_id)
        trace.summary = fold(stored.span for stored in trace.spans.values()).summary(*key)
        return changed
