"""Keep of a call, as its trace counts it, what it takes to tell whether another trace tells of the same call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from agenttrace.model import ProjectName, SpanId, TraceId
from agenttrace_server.store.api.dedupe.roles import Role
from agenttrace_server.store.api.dedupe.seen import Likeness, SeenCall

HeadKey = tuple[ProjectName, TraceId, SpanId]
SameId = tuple[ProjectName, str, str]
"""(project, type, response id): what the same calls have in common where their emitters know it."""
Sign = tuple[ProjectName, int, Likeness]
"""(project, process, likeness): what they have in common where one of the emitters does not."""


@dataclass(slots=True)
class Head:
    """A call as its trace counts it: what may be the same as a call that another trace counts. Never changed."""

    project: ProjectName
    trace_id: TraceId
    call: SeenCall
    """The span that counts, with the figures that count."""
    response_id: str | None
    scopes: frozenset[str]
    """All that saw it in its trace."""
    role: Role
    """What its own trace makes of it."""
    first_ns: int
    last_ns: int
    """From when to when those that saw it in its trace did."""
    has_begun: bool
    """Whether one of them began the trace: its emitter found no span open."""

    @property
    def key(self) -> HeadKey:
        """What the span is known by."""
        return (self.project, self.trace_id, self.call.span_id)

    @property
    def same_id(self) -> SameId | None:
        """What the same calls have in common; None where nobody knows the response id."""
        return None if self.response_id is None else (self.project, self.call.kind, self.response_id)

    @property
    def sign(self) -> Sign | None:
        """The same, without an id; None where that is no question: an id is known, and a span was open around it."""
        if self.response_id is not None and not self.has_begun:
            return None
        return (self.project, self.call.process, self.call.likeness)

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
    """Return what may be the same as a call of another trace: an ended call that counts in its own."""
    if role.shadow_of is not None or call.is_internal or call.is_running or call.end_ns is None:
        return None
    if not role.also_seen_by:
        alone = frozenset((call.scope,))
        return Head(
            project, trace_id, call, call.response_id, alone, role, call.start_ns, call.end_ns, call.parent is None
        )
    members = [call, *(calls[seen.span_id] for seen in role.also_seen_by)]
    if role.figures is not None:
        told = role.figures
        call = replace(call, usage=told.usage, cost=told.cost, reported_cost=told.reported_cost)
    return Head(
        project,
        trace_id,
        call,
        next((member.response_id for member in members if member.response_id is not None), None),
        frozenset(member.scope for member in members),
        role,
        min(member.start_ns for member in members),
        max(member.end_ns or member.start_ns for member in members),
        any(member.parent is None for member in members),
    )
