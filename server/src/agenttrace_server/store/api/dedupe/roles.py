"""Say of each span of a call whether it counts, and with whose figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter

from agenttrace.model import Cost, Figures, SeenBy, Span, SpanId, TraceId, Usage
from agenttrace_server.store.api.arriving.open_span import copied
from agenttrace_server.store.api.dedupe.rules import cluster
from agenttrace_server.store.api.dedupe.seen import SeenCall


@dataclass(frozen=True, slots=True)
class Role:
    """What other spans make of a model or tool call's span; the fields of `Span` with these names."""

    shadow_of: SpanId | None = None
    shadow_of_trace: TraceId | None = None
    also_seen_by: tuple[SeenBy, ...] = ()
    figures: Figures | None = None


_NO_USAGE = Usage()
_parts_of = attrgetter(*Usage.__slots__)

ALONE = Role()
"""Nobody else saw the call: it counts, with its own figures."""


def roles_of(calls: Iterable[SeenCall]) -> dict[SpanId, Role]:
    """Return the roles of those spans that are not alone. The order of `calls` makes no difference."""
    clusters = cluster(list(calls))
    roles: dict[SpanId, Role] = {}
    for members in clusters.found():
        ranked = sorted(members, key=lambda call: (call.span_id in clusters.roll_ups, *rank_of(call)))
        winner = ranked[0]
        knowing = [call for call in ranked if call.span_id not in clusters.roll_ups]
        shadows = ranked[1:]
        seen_by = tuple(SeenBy(call.span_id, call.scope) for call in sorted(shadows, key=lambda call: call.order))
        roles[winner.span_id] = Role(also_seen_by=seen_by, figures=figures_of(winner, knowing))
        roles.update({call.span_id: Role(shadow_of=winner.span_id) for call in shadows})
    return roles


def recast(held: dict[SpanId, Role], concerned: Iterable[SpanId], roles: Mapping[SpanId, Role]) -> dict[SpanId, Role]:
    """Put the roles of these spans into `held`, which has those that are not alone; return which are others now."""
    changed = {
        span_id: roles.get(span_id, ALONE)
        for span_id in concerned
        if held.get(span_id, ALONE) != roles.get(span_id, ALONE)
    }
    for span_id, role in changed.items():
        if role == ALONE:
            del held[span_id]
        else:
            held[span_id] = role
    return changed


def role_of(span: Span) -> Role:
    """Return the role that a span has."""
    return Role(span.shadow_of, span.shadow_of_trace, span.also_seen_by, span.figures)


def with_role(span: Span, role: Role) -> Span:
    """Return the span in this role."""
    is_alone = span.shadow_of is None and span.figures is None and not span.also_seen_by
    if (is_alone and role is ALONE) or role_of(span) == role:
        return span
    return copied(
        span,
        keeps_sums=False,
        shadow_of=role.shadow_of,
        shadow_of_trace=role.shadow_of_trace,
        also_seen_by=role.also_seen_by,
        figures=role.figures,
    )


def rank_of(call: SeenCall) -> tuple[object, ...]:
    """The least counts: what ended well and has the most to show."""
    has_input, has_output, attributes, _ = call.weight
    return (
        call.is_running,
        call.has_failed,
        call.is_internal,
        call.model is None,
        not (has_input and has_output),
        not call.has_usage,
        -attributes,
        *call.order,
    )


def figures_of(winner: SeenCall, members: list[SeenCall]) -> Figures | None:
    """Return what counts where a shadow knows more tokens than the winner. Usage and cost come from one span."""
    source = max(members, key=lambda call: (*_knowledge(call.usage, call.cost), call is winner), default=winner)
    if source is winner and all(call.reported_cost is None for call in members):
        return None
    reported = next((call.reported_cost for call in members if call.reported_cost is not None), None)
    is_same = source.has_usage == winner.has_usage and _amounts(source) == _amounts(winner)
    if is_same and reported == winner.reported_cost and source.cost == winner.cost:
        return None
    return Figures(source.span_id, source.usage, source.cost, reported)


def _amounts(call: SeenCall) -> list[int]:
    return [value or 0 for value in _parts_of(call.usage or _NO_USAGE)]


def _knowledge(usage: Usage | None, cost: Cost | None) -> tuple[bool, int, bool]:
    if usage is None:
        return (False, 0, False)
    is_whole = usage.input_tokens is not None and usage.output_tokens is not None
    known = sum(value is not None for value in _parts_of(usage))
    return (is_whole, known, cost is not None and cost.total is not None)
