"""The rules by which calls of two traces are one, and what becomes of their spans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

from agenttrace.model import SeenBy
from agenttrace_server.store.api.dedupe.grouping import groups_of
from agenttrace_server.store.api.dedupe.roles import Role, figures_of, rank_of
from agenttrace_server.store.api.dedupe.rules import SLACK_NS, may_be_same_model
from agenttrace_server.store.api.dedupe.twins.heads import Head, HeadKey

NEAR_NS = 2_000_000_000
"""How far apart two spans of one call may lie: some emitters end a span where a stream begins."""
CROWD = 32
"""An id that more spans than this have at one time is none: some servers give every response the same."""
THRONG = 128
"""So many calls without ids that may be each other's are compared; of more nobody could tell which is whose."""

_FEW_TOKENS = 4
"""Emitters add up what a stream tells in parts, and some count its first token twice."""

_Pair = tuple[Head, Head]


def roles_among(heads: Iterable[Head]) -> Iterator[tuple[HeadKey, Role]]:
    """Return the roles of those that another trace has too, among all that are connected with each other."""
    ordered = sorted(heads, key=lambda head: head.order)
    by_key = {head.key: head for head in ordered}
    whose = {head.key: head.scopes | {f"trace {head.trace_id}"} for head in ordered}
    pairs = [*_with_same_id(ordered), *_held_in(ordered)]
    for members in groups_of(((one.key, other.key) for one, other in pairs), whose):
        yield from _roles_of_one_call([by_key[key] for key in members])


def is_held(outer: Head, inner: Head) -> bool:
    """Whether two calls of which not both have an id may be one: the inner one's emitter found no span open.

    It begins a trace while the call of the outer one goes on, in the same process, and tells the same tokens.
    """
    return (
        inner.has_begun
        and (outer.response_id is None or inner.response_id is None)
        and outer.first_ns <= inner.first_ns + SLACK_NS
        and inner.last_ns <= outer.last_ns + SLACK_NS
        and outer.trace_id != inner.trace_id
        and not outer.scopes & inner.scopes
        and may_be_same_model(outer.call, inner.call)
    )


def _with_same_id(ordered: list[Head]) -> Iterator[_Pair]:
    """Return which two with one id may be one call, those of each time with the nearest first."""
    by_id: dict[object, list[Head]] = defaultdict(list)
    for head in ordered:
        if head.same_id is not None:
            by_id[head.same_id].append(head)
    for same in by_id.values():
        for episode in _episodes(same):
            yield from _nearest(episode)


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


def _nearest(episode: list[Head]) -> list[_Pair]:
    found = [
        (later.call.start_ns - one.call.start_ns + abs(later.end_ns - one.end_ns), one.order, later.order, one, later)
        for position, one in enumerate(episode)
        for later in episode[position + 1 :]
        if _may_be_same(one, later)
    ]
    return [(one, later) for *_, one, later in sorted(found, key=lambda pair: pair[:3])]


def _may_be_same(one: Head, later: Head) -> bool:
    if one.trace_id == later.trace_id or one.scopes & later.scopes:
        return False
    if later.call.start_ns > one.end_ns + NEAR_NS or not may_be_same_model(one.call, later.call):
        return False
    tokens, more = (head.call.usage.output_tokens if head.call.usage else None for head in (one, later))
    if tokens is None or more is None:
        return True
    return abs(tokens - more) <= max(_FEW_TOKENS, max(tokens, more) // 10)


def _held_in(ordered: list[Head]) -> Iterator[_Pair]:
    """Return which two without a common id may be one call: of two emitters one is always outside."""
    by_sign: dict[object, list[Head]] = defaultdict(list)
    for head in ordered:
        if head.sign is not None:
            by_sign[head.sign].append(head)
    for alike in by_sign.values():
        if not 1 < len(alike) <= THRONG:
            continue
        for one, other in combinations(sorted({scope for head in alike for scope in head.scopes}), 2):
            yield from max(_matched(alike, one, other), _matched(alike, other, one), key=len)


def _matched(alike: list[Head], outside: str, inside: str) -> list[_Pair]:
    """Give each inner call the outer one that ends first after it: that leaves the fewest without a partner."""
    outers = sorted((head for head in alike if outside in head.scopes), key=lambda head: (head.last_ns, head.order))
    inners = sorted((head for head in alike if inside in head.scopes), key=lambda head: (head.first_ns, head.order))
    found: list[_Pair] = []
    for inner in inners:
        outer = next((outer for outer in outers if is_held(outer, inner)), None)
        if outer is not None:
            outers.remove(outer)
            found.append((outer, inner))
    return found


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
