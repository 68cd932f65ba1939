"""Find one's way among the spans of one trace: who is above, who is below, who comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agenttrace.model import SpanId, SpanType
from agenttrace_server.store.api import StoredSpan


class Places:
    """All spans of a trace, in order of time."""

    def __init__(self, spans: Sequence[StoredSpan]) -> None:
        self.in_time = sorted(spans, key=lambda stored: (stored.span.start_ns, stored.span.span_id))
        self._by_id = {stored.span.span_id: stored for stored in self.in_time}
        self._below: dict[SpanId, list[StoredSpan]] = {}
        for stored in self.in_time:
            if stored.span.parent_span_id is not None:
                self._below.setdefault(stored.span.parent_span_id, []).append(stored)

    def find(self, span_id: SpanId | None) -> StoredSpan | None:
        """Return a span of this trace."""
        return None if span_id is None else self._by_id.get(span_id)

    def above(self, stored: StoredSpan) -> Iterator[StoredSpan]:
        """Give the spans above one, the nearest first; a circle is gone round once."""
        seen = {stored.span.span_id}
        found = self.find(stored.span.parent_span_id)
        while found is not None and found.span.span_id not in seen:
            yield found
            seen.add(found.span.span_id)
            found = self.find(found.span.parent_span_id)

    def below(self, stored: StoredSpan) -> Sequence[StoredSpan]:
        """Return the spans right below one."""
        return self._below.get(stored.span.span_id, ())

    def next_agent(self, stored: StoredSpan, giver: str) -> str | None:
        """Return who begins to work next: of a handing over to nobody in particular, the taker."""
        for later in self.in_time:
            span = later.span
            is_later = span.start_ns >= stored.span.start_ns
            if is_later and span.span_type is SpanType.AGENT and span.agent_name not in (None, giver):
                return span.agent_name
        return None
