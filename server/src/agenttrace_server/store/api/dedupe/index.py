"""Find what a new span of a trace changes, without looking at all the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from agenttrace.model import SpanId
from agenttrace_server.store.api.dedupe.roles import ALONE, Role, recast, roles_of
from agenttrace_server.store.api.dedupe.rules import SLACK_NS
from agenttrace_server.store.api.dedupe.seen import Likeness, SeenCall
from agenttrace_server.store.api.dedupe.timeline import Timeline

_Place = tuple["SpanId | None", str, str]


class _Walk:
    """What a walk from call to call has found already, so that nothing is looked through twice."""

    def __init__(self) -> None:
        self.groups: set[int] = set()
        self.passed: dict[int, dict[int, int]] = defaultdict(dict)

    def enter(self, group: set[SpanId] | None) -> set[SpanId]:
        """Return the members of a group at the first time, and nobody later."""
        if not group or id(group) in self.groups:
            return set()
        self.groups.add(id(group))
        return group


class CallIndex:
    """The model calls of one trace, by all that may make one call of two."""

    def __init__(self) -> None:
        self.calls: dict[SpanId, SeenCall] = {}
        self.roles: dict[SpanId, Role] = {}
        """Of those that are not alone."""
        self._by_response: dict[tuple[str, str], set[SpanId]] = defaultdict(set)
        self._inside: dict[SpanId, set[SpanId]] = defaultdict(set)
        self._requests: dict[_Place, set[SpanId]] = defaultdict(set)
        self._afterwords: dict[_Place, set[SpanId]] = defaultdict(set)
        self._alike: dict[Likeness, dict[tuple[str, bool], Timeline]] = defaultdict(dict)

    def load(self, calls: Iterable[tuple[SeenCall, Role]]) -> None:
        """Take in what is stored, with the roles that it has."""
        for call, role in calls:
            self._add(call)
            if role != ALONE:
                self.roles[call.span_id] = role

    def change(self, news: Mapping[SpanId, SeenCall | None]) -> dict[SpanId, Role]:
        """Take in new versions of spans, None for what is no model call any more; return the roles that changed."""
        touched: set[SpanId] = set()
        for span_id in news:
            old = self.calls.get(span_id)
            if old is not None:
                touched.add(span_id)
                touched.update(self._neighbours(old, _Walk()))
                self._remove(old)
        for call in news.values():
            if call is not None and self._add(call):
                touched.add(call.span_id)
        if not touched:
            return {}
        near = self._connected(touched)
        roles = roles_of(self.calls[span_id] for span_id in near)
        return recast(self.roles, touched | near, roles)

    def _connected(self, touched: set[SpanId]) -> set[SpanId]:
        """Return all that may be one call with what was touched, and with these, and so on; not what is alone."""
        near: set[SpanId] = set()
        walk = _Walk()
        waiting = [span_id for span_id in touched if span_id in self.calls]
        seen = set(waiting)
        while waiting:
            call = self.calls[waiting.pop()]
            found = self._neighbours(call, walk)
            if found:
                near |= found
                near.add(call.span_id)
                waiting += found - seen
                seen |= found
        return near

    def _neighbours(self, call: SeenCall, walk: _Walk) -> set[SpanId]:
        """Return all that may be one call with this one; of what the walk has found before, only a part."""
        found: set[SpanId] = set()
        if call.response_id is not None:
            found |= walk.enter(self._by_response[call.kind, call.response_id])
        found |= walk.enter(self._inside.get(call.span_id))
        if call.parent in self.calls:
            found.add(call.parent)
        place = (call.parent, call.scope, call.kind)
        if call.is_request_only:
            found |= walk.enter(self._afterwords.get(place))
        if call.is_afterword:
            found |= walk.enter(self._requests.get(place))
        found.update(self._overlapping(call, walk))
        found.discard(call.span_id)
        return found

    def _overlapping(self, call: SeenCall, walk: _Walk) -> Iterator[SpanId]:
        if call.is_running:
            return
        first_ns, last_ns = call.start_ns - SLACK_NS, (call.end_ns or 0) + SLACK_NS
        for (scope, has_id), timeline in self._alike[call.likeness].items():
            if scope == call.scope or (has_id and call.response_id is not None):
                continue
            passed = walk.passed[id(timeline)]
            for position, span_id in timeline.starting(first_ns - timeline.longest_ns, last_ns, passed):
                if (self.calls[span_id].end_ns or 0) >= first_ns:
                    passed[position] = position + 1
                    yield span_id

    def _add(self, call: SeenCall) -> bool:
        """Take a call in; whether any of the others may be the same: if none may, it is alone."""
        self.calls[call.span_id] = call
        has_company = call.is_request_only or call.is_afterword or call.parent in self.calls
        has_company = has_company or bool(self._inside.get(call.span_id))
        if call.response_id is not None:
            has_company = has_company or bool(self._by_response.get((call.kind, call.response_id)))
        for members in self._places(call):
            members.add(call.span_id)
        if not call.is_running:
            timelines = self._alike[call.likeness]
            own = (call.scope, call.response_id is not None)
            timeline = timelines.get(own)
            if timeline is None:
                timeline = timelines[own] = Timeline()
            timeline.add(call)
            has_company = has_company or len(timelines) > 1
        return has_company

    def _remove(self, call: SeenCall) -> None:
        del self.calls[call.span_id]
        for members in self._places(call):
            members.discard(call.span_id)
        if not call.is_running:
            self._alike[call.likeness][call.scope, call.response_id is not None].remove(call)

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
