"""Find what a new span of a trace changes, without looking at all the others."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from agenttrace.model import SpanId, SpanType
from agenttrace_server.store.api.dedupe.roles import ALONE, Role, roles_of
from agenttrace_server.store.api.dedupe.rules import SLACK_NS
from agenttrace_server.store.api.dedupe.seen import Likeness, SeenCall

_Place = tuple["SpanId | None", str, SpanType]


class _Timeline:
    """Calls by start. Those that overlap a time are found by it, and by the longest of them."""

    __slots__ = ("entries", "longest_ns")

    def __init__(self) -> None:
        self.entries: list[tuple[int, SpanId]] = []
        self.longest_ns = 0

    def add(self, call: SeenCall) -> None:
        """Put a call in."""
        insort(self.entries, call.order)
        self.longest_ns = max(self.longest_ns, (call.end_ns or 0) - call.start_ns)

    def remove(self, call: SeenCall) -> None:
        """Take a call out."""
        del self.entries[bisect_left(self.entries, call.order)]

    def starting(self, first_ns: int, last_ns: int) -> Iterator[SpanId]:
        """Return the calls that start in this time."""
        for position in range(bisect_left(self.entries, (first_ns, SpanId(""))), len(self.entries)):
            start_ns, span_id = self.entries[position]
            if start_ns > last_ns:
                return
            yield span_id


class CallIndex:
    """The model calls of one trace, by all that may make one call of two."""

    def __init__(self) -> None:
        self.calls: dict[SpanId, SeenCall] = {}
        self.roles: dict[SpanId, Role] = {}
        """Of those that are not alone."""
        self._by_response: dict[tuple[SpanType, str], set[SpanId]] = defaultdict(set)
        self._inside: dict[SpanId, set[SpanId]] = defaultdict(set)
        self._requests: dict[_Place, set[SpanId]] = defaultdict(set)
        self._afterwords: dict[_Place, set[SpanId]] = defaultdict(set)
        self._alike: dict[Likeness, dict[str, _Timeline]] = defaultdict(dict)

    def load(self, calls: Iterable[tuple[SeenCall, Role]]) -> None:
        """Take in what is stored, with the roles that it has."""
        for call, role in calls:
            self._add(call)
            if role != ALONE:
                self.roles[call.span_id] = role

    def change(self, news: Mapping[SpanId, SeenCall | None]) -> dict[SpanId, Role]:
        """Take in new versions of spans, None for what is no model call any more; return the roles that changed."""
        touched = set(news)
        for span_id in news:
            old = self.calls.get(span_id)
            if old is not None:
                touched.update(self._neighbours(old))
                self._remove(old)
        for call in news.values():
            if call is not None:
                self._add(call)
        near = self._connected(touched)
        roles = roles_of(self.calls[span_id] for span_id in near)
        changed = {
            span_id: roles.get(span_id, ALONE)
            for span_id in touched | near
            if self.roles.get(span_id, ALONE) != roles.get(span_id, ALONE)
        }
        for span_id, role in changed.items():
            self.roles.pop(span_id, None)
            if role != ALONE:
                self.roles[span_id] = role
        return changed

    def _connected(self, touched: set[SpanId]) -> set[SpanId]:
        """Return all that may be one call with what was touched, and with these, and so on; not what is alone."""
        near: set[SpanId] = set()
        waiting = [span_id for span_id in touched if span_id in self.calls]
        while waiting:
            span_id = waiting.pop()
            if span_id in near:
                continue
            neighbours = self._neighbours(self.calls[span_id])
            if neighbours:
                near.add(span_id)
                waiting += neighbours - near
        return near

    def _neighbours(self, call: SeenCall) -> set[SpanId]:
        found: set[SpanId] = set()
        if call.response_id is not None:
            found |= self._by_response[call.kind, call.response_id]
        found |= self._inside.get(call.span_id, set())
        if call.parent in self.calls:
            found.add(call.parent)
        place = (call.parent, call.scope, call.kind)
        if call.is_request_only:
            found |= self._afterwords.get(place, set())
        if call.is_afterword:
            found |= self._requests.get(place, set())
        found.update(self._overlapping(call))
        found.discard(call.span_id)
        return found

    def _overlapping(self, call: SeenCall) -> Iterator[SpanId]:
        timelines = self._alike.get(call.likeness)
        if timelines is None or call.is_running or (len(timelines) == 1 and call.scope in timelines):
            return
        first_ns, last_ns = call.start_ns - SLACK_NS, (call.end_ns or 0) + SLACK_NS
        for scope, timeline in timelines.items():
            if scope == call.scope:
                continue
            for span_id in timeline.starting(first_ns - timeline.longest_ns, last_ns):
                other = self.calls[span_id]
                has_ids = call.response_id is not None and other.response_id is not None
                if not has_ids and (other.end_ns or 0) >= first_ns:
                    yield span_id

    def _add(self, call: SeenCall) -> None:
        self.calls[call.span_id] = call
        for members in self._places(call):
            members.add(call.span_id)
        if not call.is_running:
            timelines = self._alike[call.likeness]
            timelines.setdefault(call.scope, _Timeline()).add(call)

    def _remove(self, call: SeenCall) -> None:
        del self.calls[call.span_id]
        for members in self._places(call):
            members.discard(call.span_id)
        if not call.is_running:
            self._alike[call.likeness][call.scope].remove(call)

    def _places(self, call: SeenCall) -> Iterator[set[SpanId]]:
        if call.response_id is not None:
            yield self._by_response[call.kind, call.response_id]
        if call.parent is not None:
            yield self._inside[call.parent]
        place = (call.parent, call.scope, call.kind)
        if call.is_request_only:
            yield self._requests[place]
        if call.is_afterword:
            yield self._afterwords[place]
