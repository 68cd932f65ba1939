"""Join spans into calls, and refuse what would make one call of two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agenttrace.model import SpanId
from agenttrace_server.store.api.dedupe.seen import SeenCall


@dataclass(slots=True)
class _Cluster:
    members: list[SeenCall]
    scopes: set[str]
    answered: set[str]
    """The emitters that saw the call answered."""


class Clusters:
    """Disjoint sets of the spans of one trace; each set is one call."""

    def __init__(self, calls: Iterable[SeenCall]) -> None:
        self.calls = sorted(calls, key=lambda call: call.order)
        self.by_id = {call.span_id: call for call in self.calls}
        self.roll_ups: set[SpanId] = set()
        """Spans around several calls of another emitter: what they count is counted below them."""
        self._cluster = {
            call.span_id: _Cluster([call], {call.scope}, {call.scope} if call.is_answered else set())
            for call in self.calls
        }

    def has_scope(self, call: SeenCall, scope: str) -> bool:
        """Whether an emitter saw the call."""
        return scope in self._cluster[call.span_id].scopes

    def join(self, one: SeenCall, other: SeenCall, *, is_certain: bool = False) -> bool:
        """Make one call of two; False where they cannot be, because one emitter saw both answered.

        `is_certain` joins even these.
        """
        larger, smaller = self._cluster[one.span_id], self._cluster[other.span_id]
        if larger is smaller:
            return True
        if one.kind != other.kind:
            return False
        if not is_certain and larger.answered & smaller.answered:
            return False
        if len(larger.members) < len(smaller.members):
            larger, smaller = smaller, larger
        larger.members += smaller.members
        larger.scopes |= smaller.scopes
        larger.answered |= smaller.answered
        for member in smaller.members:
            self._cluster[member.span_id] = larger
        return True

    def found(self) -> list[list[SeenCall]]:
        """Return the calls that several spans saw."""
        several = {id(cluster): cluster.members for cluster in self._cluster.values() if len(cluster.members) > 1}
        return list(several.values())
