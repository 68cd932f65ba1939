"""Find calls that were told in two traces: where no span is open, each emitter begins a trace of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace

from agenttrace.model import ProjectName, SeenBy, SpanId, TraceId
from agenttrace_server.store.api.dedupe.grouping import groups_of
from agenttrace_server.store.api.dedupe.roles import Role, figures_of, rank_of
from agenttrace_server.store.api.dedupe.rules import may_be_same_model
from agenttrace_server.store.api.dedupe.seen import SeenCall

NEAR_NS = 2_000_000_000
"""How far apart two spans of one call may lie: some emitters end a span where a stream begins."""
CROWD = 32
"""An id that more spans than this have at one time is none: some servers give every response the same."""
SHARED_BY = 256
"""Of those that have one id at different times, so many are compared: the last that came."""

_FEW_TOKENS = 4
"""Emitters add up what a stream tells in parts, and some count its first token twice."""

HeadKey = tuple[ProjectName, TraceId, SpanId]
_Id = tuple[ProjectName, str, str]


@dataclass(slots=True)
class Head:
    """A call as its trace counts it: what may be the same as a call that another trace counts. Never changed."""

    project: ProjectName
    trace_id: TraceId
    call: SeenCall
    """The span that counts, with the figures that count."""
    response_id: str
    scopes: frozenset[str]
    """All that saw it in its trace."""
    role: Role
    """What its own trace makes of it."""

    @property
    def key(self) -> HeadKey:
        """What the span is known by."""
        return (self.project, self.trace_id, self.call.span_id)

    @property
    def id(self) -> _Id:
        """What the same calls have in common."""
        return (self.project, self.call.kind, self.response_id)

    @property
    def order(self) -> tuple[int, TraceId, SpanId]:
        """By which heads are gone through: never by arrival."""
        return (self.call.start_ns, self.trace_id, self.call.span_id)

    @property
    def end_ns(self) -> int:
        return self.call.end_ns or self.call.start_ns


def head_of(
    project: ProjectName, trace_id: TraceId, call: SeenCall, role: Role, calls: Mapping[SpanId, SeenCall]
) -> Head | None:
    """Return what may be the same as a call of another trace: an ended call with an id that counts in its own."""
    if role.shadow_of is not None or call.is_internal or not call.is_answered or call.end_ns is None:
        return None
    members = [call, *(calls[seen.span_id] for seen in role.also_seen_by)]
    response_id = next((member.response_id for member in members if member.response_id is not None), None)
    if response_id is None:
        return None
    if role.figures is not None:
        told = role.figures
        call = replace(call, usage=told.usage, cost=told.cost, reported_cost=told.reported_cost)
    return Head(project, trace_id, call, response_id, frozenset(member.scope for member in members), role)


def twin_roles(heads: Iterable[Head]) -> dict[HeadKey, Role]:
    """Return the roles of those that another trace has too. The order of `heads` makes no difference."""
    by_id: dict[_Id, list[Head]] = defaultdict(list)
    for head in heads:
        by_id[head.id].append(head)
    return {key: role for same in by_id.values() for key, role in _roles_of_one_id(same)}


class TwinIndex:
    """The last calls with a response id, of all traces, by this id."""

    def __init__(self, most: int) -> None:
        """Hold up to `most` calls; with 0 calls of two traces are never compared."""
        self._most = most
        self._heads: dict[HeadKey, Head] = {}
        self._by_id: dict[_Id, dict[HeadKey, Head]] = {}
        self._roles: dict[HeadKey, Role] = {}

    def __contains__(self, key: HeadKey) -> bool:
        return key in self._heads

    def role_of(self, key: HeadKey) -> Role | None:
        """Return the role of a call that another trace has too, else None."""
        return self._roles.get(key)

    def change(
        self, news: Mapping[HeadKey, Head | None], stored: Mapping[HeadKey, Role] | None = None
    ) -> dict[HeadKey, Role | None]:
        """Take in calls, None for what counts no more in its trace; return the roles that changed, None: its trace's.

        `stored`: of calls that were told before this index began, the role that they have.
        """
        if not self._most:
            return {}
        self._roles.update(stored or {})
        touched, before = self._take_in(news)
        if not before:
            self._forget_oldest(touched)
            return {}
        roles: dict[HeadKey, Role] = {}
        for found in touched:
            bucket = self._by_id.get(found)
            if bucket is not None:
                before |= bucket.keys()
                if len(bucket) > 1:
                    roles.update(_roles_of_one_id(list(bucket.values())))
        changed = {key: roles.get(key) for key in before if self._roles.get(key) != roles.get(key)}
        for key, role in changed.items():
            if role is None:
                del self._roles[key]
            else:
                self._roles[key] = role
        self._forget_oldest(touched)
        return changed

    def _take_in(self, news: Mapping[HeadKey, Head | None]) -> tuple[set[_Id], set[HeadKey]]:
        """Return the ids and the calls of which roles may change; a call whose id is new to all has none."""
        touched: set[_Id] = set()
        before: set[HeadKey] = set()
        for key, head in news.items():
            old = self._heads.get(key)
            if old is None and key not in self._roles and head is not None and (same := head.id) not in self._by_id:
                self._heads[key] = head
                self._by_id[same] = {key: head}
                continue
            before.add(key)
            if old is not None:
                touched.add(old.id)
                self._remove(old)
            if head is not None:
                touched.add(head.id)
                self._add(head)
        return touched, before

    def _add(self, head: Head) -> None:
        self._heads[head.key] = head
        self._by_id.setdefault(head.id, {})[head.key] = head

    def _remove(self, head: Head) -> None:
        del self._heads[head.key]
        bucket = self._by_id[head.id]
        del bucket[head.key]
        if not bucket:
            del self._by_id[head.id]

    def _forget_oldest(self, touched: Set[_Id]) -> None:
        """Keep to the bounds. What is one call is forgotten at once, so that its roles stay as they are."""
        for same in touched:
            while len(bucket := self._by_id.get(same, {})) > SHARED_BY:
                self._forget_call(next(iter(bucket)))
        while len(self._heads) > self._most:
            self._forget_call(next(iter(self._heads)))

    def _forget_call(self, key: HeadKey) -> None:
        role = self._roles.get(key)
        for member in {key, *(() if role is None else twins_in(role, key))}:
            if member in self._heads:
                self._remove(self._heads[member])
            of_member = self._roles.pop(member, None)
            if of_member is not None and member != key:
                for other in twins_in(of_member, member):
                    if other in self._heads:
                        self._remove(self._heads[other])
                    self._roles.pop(other, None)


def twins_in(role: Role, key: HeadKey) -> Iterator[HeadKey]:
    """Return the spans in other traces that a role names."""
    project = key[0]
    if role.shadow_of is not None and role.shadow_of_trace is not None:
        yield project, role.shadow_of_trace, role.shadow_of
    for seen in role.also_seen_by:
        if seen.trace_id is not None:
            yield project, seen.trace_id, seen.span_id


def is_across(role: Role) -> bool:
    """Whether another trace has a part in this role."""
    return role.shadow_of_trace is not None or any(seen.trace_id is not None for seen in role.also_seen_by)


def _roles_of_one_id(heads: list[Head]) -> Iterator[tuple[HeadKey, Role]]:
    for episode in _episodes(sorted(heads, key=lambda head: head.order)):
        by_key = {head.key: head for head in episode}
        whose = {head.key: head.scopes | {f"trace {head.trace_id}"} for head in episode}
        for members in groups_of(_pairs(episode), whose):
            yield from _roles_of_one_call([by_key[key] for key in members])


def _episodes(ordered: list[Head]) -> Iterator[list[Head]]:
    """Return those that are about one time."""
    episode: list[Head] = []
    last_ns = 0
    for head in ordered:
        if episode and head.call.start_ns > last_ns + NEAR_NS:
            if 1 < len(episode) <= CROWD:
                yield episode
            episode = []
        last_ns = max(last_ns, head.end_ns) if episode else head.end_ns
        episode.append(head)
    if 1 < len(episode) <= CROWD:
        yield episode


def _pairs(episode: list[Head]) -> list[tuple[HeadKey, HeadKey]]:
    """Return which two may be one call, the nearest first."""
    found = [
        (later.call.start_ns - one.call.start_ns + abs(later.end_ns - one.end_ns), one.order, later.order, one, later)
        for position, one in enumerate(episode)
        for later in episode[position + 1 :]
        if _may_be_same(one, later)
    ]
    return [(one.key, later.key) for *_, one, later in sorted(found, key=lambda pair: pair[:3])]


def _may_be_same(one: Head, later: Head) -> bool:
    if one.trace_id == later.trace_id or one.scopes & later.scopes:
        return False
    if later.call.start_ns > one.end_ns + NEAR_NS or not may_be_same_model(one.call, later.call):
        return False
    tokens, more = (head.call.usage.output_tokens if head.call.usage else None for head in (one, later))
    if tokens is None or more is None:
        return True
    return abs(tokens - more) <= max(_FEW_TOKENS, max(tokens, more) // 10)


def _roles_of_one_call(heads: list[Head]) -> Iterator[tuple[HeadKey, Role]]:
    winner, *shadows = sorted(heads, key=lambda head: (*rank_of(head.call), head.trace_id))
    shadows.sort(key=lambda head: head.order)
    others = tuple(SeenBy(head.call.span_id, head.call.scope, head.trace_id) for head in shadows)
    figures = figures_of(winner.call, [winner.call, *(head.call for head in shadows)])
    source = next((head for head in shadows if figures is not None and figures.span_id == head.call.span_id), None)
    if figures is None:
        figures = winner.role.figures
    elif source is not None:
        figures = replace(figures, trace_id=source.trace_id)
    role = replace(winner.role, also_seen_by=winner.role.also_seen_by + others, figures=figures)
    yield winner.key, role
    for head in shadows:
        of_shadow = replace(head.role, shadow_of=winner.call.span_id, shadow_of_trace=winner.trace_id)
        yield head.key, of_shadow
