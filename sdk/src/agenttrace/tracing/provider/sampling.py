"""Decide which traces are kept, at their start: by a ratio of trace ids, and as the parent decided below it."""

from __future__ import annotations

from collections.abc import Sequence

from opentelemetry.context import Context
from opentelemetry.sdk.trace.sampling import Decision, Sampler, SamplingResult
from opentelemetry.trace import Link, SpanKind, TraceState, get_current_span
from opentelemetry.util.types import Attributes

from agenttrace.tracing.provider.inheritance import Inheritance

_LOW_BITS = 2**64 - 1
_DROPPED = SamplingResult(Decision.DROP)


class ReplaceableSampler(Sampler):
    """The sampler of our provider. It drops everything while the SDK is not running.

    Sampling happens at the start of a trace, when nobody knows yet whether it will fail: at a rate below 1 failing
    traces are dropped like any other. What a kept span inherits is given to it here, before it exists, because writing
    it afterwards costs as much again as all other attributes.
    """

    def __init__(self, inheritance: Inheritance) -> None:
        self._inheritance = inheritance
        self._rate = 0.0
        self._below: int | None = None
        """Trace ids whose low 64 bits are below this are kept (OpenTelemetry's rule). None: nothing is."""

    def keep(self, rate: float) -> None:
        """Keep this share of new traces, 0 to 1; a trace begun elsewhere is kept if it was kept there."""
        self._rate = rate
        self._below = round(rate * (_LOW_BITS + 1))

    def drop_everything(self) -> None:
        """Keep no new span until `keep` is called again."""
        self._below = None

    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        """Keep or drop, as the parent where there is one, else by the trace id."""
        parent = get_current_span(parent_context).get_span_context()
        if self._below is None:
            return _DROPPED
        kept = parent.trace_flags.sampled if parent.is_valid else (trace_id & _LOW_BITS) < self._below
        if not kept:
            return _DROPPED
        own = attributes or {}
        inherited = self._inheritance.of(parent_context, parent, own)
        return SamplingResult(Decision.RECORD_AND_SAMPLE, {**own, **inherited}, parent.trace_state)

    def get_description(self) -> str:
        """Describe the sampler as it is now."""
        return f"AgentTrace{{ratio:{self._rate if self._below is not None else 0}}}"
