"""Keep of a model call's span what it takes to tell whether another span is the same call."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from agenttrace.model import Cost, NanoUsd, Span, SpanId, SpanType, Usage
from agenttrace_server.store.api.arriving.open_span import ahead_of

Weight = tuple[bool, bool, int, int]
"""(has input, has output, number of attributes, process): how much a span has to show, and where it was made."""

Likeness = tuple[str, "int | None", "int | None", bool]
"""(type, input tokens, output tokens, failed): equal for spans that may be one call without a response id.

Of a call that failed nobody can be sure to know the tokens, so there they are None.
"""
_PROCESS = ("service.name", "service.instance.id", "host.name", "process.pid")
"""What of a resource tells one process from another."""
_KINDS = {kind: str(kind.value) for kind in SpanType if kind.is_model_call}


@dataclass(slots=True)
class SeenCall:
    """One span of a model call, without its content. Never changed; freezing it would cost more than the rest."""

    span_id: SpanId
    parent: SpanId | None
    scope: str
    kind: str
    response_id: str | None
    model: str | None
    start_ns: int
    end_ns: int | None
    is_running: bool
    has_failed: bool
    is_internal: bool
    usage: Usage | None
    cost: Cost | None
    reported_cost: NanoUsd | None
    weight: Weight

    @property
    def order(self) -> tuple[int, SpanId]:
        """By which calls are gone through: never by arrival."""
        return (self.start_ns, self.span_id)

    @property
    def process(self) -> int:
        """By which spans of one process are known; of several, if these do not say who they are."""
        return self.weight[3]

    @property
    def has_usage(self) -> bool:
        """Whether the emitter said anything of tokens."""
        return self.usage is not None and self.usage.total_tokens is not None

    @property
    def is_answered(self) -> bool:
        """Whether it ended well: two of these from one emitter are two calls."""
        return not self.is_running and not self.has_failed

    @property
    def is_request_only(self) -> bool:
        """Whether it ended without a word of the answer, as a span does that ends where a stream begins."""
        return self.is_answered and not self.has_usage and self.response_id is None

    @property
    def is_afterword(self) -> bool:
        """Whether it is a moment that tells what a stream brought."""
        return self.is_answered and self.start_ns == self.end_ns and self.has_usage

    @property
    def likeness(self) -> Likeness:
        """Return what calls without a response id are compared by."""
        if self.usage is None or self.has_failed:
            return (self.kind, None, None, self.has_failed)
        return (self.kind, self.usage.input_tokens, self.usage.output_tokens, self.has_failed)


def seen_call(span: Span, weight: Weight | None = None) -> SeenCall | None:
    """Return the call of a span; None where it is no model call. `weight`: where its content was left out."""
    kind = _KINDS.get(span.span_type)
    if kind is None:
        return None
    call = span.call
    return SeenCall(
        span_id=span.span_id,
        parent=span.parent_span_id,
        scope=span.scope.name,
        kind=kind,
        response_id=(call.response_id or None) if call is not None else None,
        model=call.model if call is not None else None,
        start_ns=span.start_ns,
        end_ns=span.end_ns,
        is_running=span.is_running,
        has_failed=span.status.state.is_failure,
        is_internal=span.internal,
        usage=span.usage,
        cost=span.cost,
        reported_cost=span.reported_cost,
        weight=weight_of(span) if weight is None else weight,
    )


def weight_of(span: Span) -> Weight:
    """Return how much a span has to show."""
    ahead = ahead_of(span)
    if ahead is not None:
        return ahead.weight
    has_input = bool(span.input_messages) or span.input is not None
    has_output = bool(span.output_messages) or span.output is not None
    return (has_input, has_output, len(span.attributes), _process_of(span) if span.span_type in _KINDS else 0)


def _process_of(span: Span) -> int:
    told = span.resource.get
    return crc32("\0".join([f"{told(name, '')}" for name in _PROCESS]).encode("utf-8", "surrogatepass"))
