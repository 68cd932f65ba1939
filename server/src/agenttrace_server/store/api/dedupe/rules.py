"""The rules by which spans are one model call, in order; each is certain of less than the one before it."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator
from heapq import merge
from itertools import permutations

from agenttrace.model import SpanId
from agenttrace_server.store.api.dedupe.clusters import Clusters
from agenttrace_server.store.api.dedupe.seen import Likeness, SeenCall

SLACK_NS = 1_000_000
"""Some emitters keep time in milliseconds: what is contained may stick out by one."""

_DATE = re.compile(r"[-@]\d{4}-?\d{2}-?\d{2}$")

_Waiting = list[tuple[int, SpanId]]
"""(end, span id) of spans that have none inside them yet, by end."""


def cluster(calls: list[SeenCall]) -> Clusters:
    """Return the calls that these spans are. The order in which they are given makes no difference."""
    clusters = Clusters(calls)
    if len(clusters.calls) > 1:
        _join_same_response(clusters)
        _join_nested(clusters)
        _join_afterwords(clusters)
        _join_alike(clusters)
    return clusters


def _join_same_response(clusters: Clusters) -> None:
    """A provider gives each response an id of its own."""
    known: dict[tuple[str, str], dict[str, SeenCall]] = {}
    for call in clusters.calls:
        if call.response_id is None:
            continue
        seen = known.setdefault((call.kind, call.response_id), {})
        if _reused_id(seen.get(call.scope), call):
            seen.clear()
        for other in seen.values():
            clusters.join(other, call, is_certain=True)
            break
        seen[call.scope] = call


def _reused_id(earlier: SeenCall | None, later: SeenCall) -> bool:
    """Some local servers number their responses at random out of a thousand."""
    if earlier is None or earlier.end_ns is None or earlier.end_ns > later.start_ns:
        return False
    return earlier.has_usage and later.has_usage and earlier.likeness != later.likeness


def _join_nested(clusters: Clusters) -> None:
    """A model call right inside a model call is the same one, a layer deeper."""
    taken: set[SpanId] = set()
    for call in clusters.calls:
        outer = None if call.parent is None else clusters.by_id.get(call.parent)
        if outer is None or outer is call:
            continue
        if call.is_internal or outer.is_internal:
            clusters.join(outer, call, is_certain=True)
        elif outer.scope != call.scope:
            if not clusters.join(outer, call):
                clusters.roll_ups.add(outer.span_id)
        elif outer.span_id not in taken and _is_own_layer(outer, call):
            taken.add(outer.span_id)
            clusters.join(outer, call, is_certain=True)


def _is_own_layer(outer: SeenCall, inner: SeenCall) -> bool:
    """Whether an emitter nests two spans of one call: the outer lasts longer and says the same, or says nothing."""
    if outer.end_ns is None or inner.end_ns is None or inner.end_ns > outer.end_ns + SLACK_NS:
        return False
    if outer.is_request_only:
        return True
    differ = None not in (outer.response_id, inner.response_id) and outer.response_id != inner.response_id
    return outer.has_usage and not differ and outer.likeness == inner.likeness


def _join_afterwords(clusters: Clusters) -> None:
    """One emitter ends a span where a stream begins and tells what came in a second, a moment long, beside it."""
    waiting: dict[tuple[SpanId | None, str, str], list[SeenCall]] = defaultdict(list)
    for call in clusters.calls:
        place = (call.parent, call.scope, call.kind)
        if call.is_request_only:
            waiting[place].append(call)
        elif call.is_afterword and waiting[place]:
            clusters.join(waiting[place].pop(), call, is_certain=True)


def _join_alike(clusters: Clusters) -> None:
    """Spans of two emitters, one inside the other in time, with the same tokens, of which one has no response id."""
    buckets: dict[Likeness, dict[str, list[SeenCall]]] = defaultdict(lambda: defaultdict(list))
    for call in clusters.calls:
        if not call.is_running:
            buckets[call.likeness][call.scope].append(call)
    for likeness in sorted(buckets, key=repr):  # in an order that calls elsewhere in the trace do not change
        for outer, inner in permutations(sorted(buckets[likeness]), 2):
            _join_contained(clusters, buckets[likeness][outer], buckets[likeness][inner])


def _join_contained(clusters: Clusters, outers: list[SeenCall], inners: list[SeenCall]) -> None:
    """Give each inner span the outer one that ends first after it: that leaves the fewest without a partner."""
    inner_scope, outer_scope = inners[0].scope, outers[0].scope
    coming = [call for call in outers if not clusters.has_scope(call, inner_scope)]
    waiting: dict[bool, _Waiting] = {True: [], False: []}
    begun = 0
    for call in inners:
        if clusters.has_scope(call, outer_scope):
            continue
        while begun < len(coming) and coming[begun].start_ns <= call.start_ns + SLACK_NS:
            outer = coming[begun]
            insort(waiting[outer.response_id is not None], (outer.end_ns or 0, outer.span_id))
            begun += 1
        _join_first(clusters, call, waiting)


def _join_first(clusters: Clusters, call: SeenCall, waiting: dict[bool, _Waiting]) -> None:
    end_ns = (call.end_ns or 0) - SLACK_NS
    suitable = [waiting[False]] if call.response_id is not None else [waiting[False], waiting[True]]
    for entry in merge(*(_ending_after(among, end_ns) for among in suitable)):
        outer = clusters.by_id[entry[1]]
        if may_be_same_model(outer, call) and clusters.join(outer, call):
            waiting[outer.response_id is not None].remove(entry)
            return


def _ending_after(among: _Waiting, end_ns: int) -> Iterator[tuple[int, SpanId]]:
    for position in range(bisect_left(among, (end_ns, SpanId(""))), len(among)):
        yield among[position]


def may_be_same_model(one: SeenCall, other: SeenCall) -> bool:
    """Whether two names may be those of one model: with and without its provider or its date."""
    if one.model is None or other.model is None:
        return True
    first, second = sorted((_bare(one.model), _bare(other.model)), key=len)
    return second.startswith(first)


def _bare(model: str) -> str:
    return _DATE.sub("", model.rpartition("/")[2].lower())
