"""Gather the spans of a batch by trace, one version of each: what a store writes at once."""

from __future__ import annotations

from collections.abc import Iterable

from agenttrace.model import ProjectName, Span, SpanId, TraceId
from agenttrace_server.store.api import TraceDelta
from agenttrace_server.store.api.versions import replaces


def aggregate(spans: Iterable[Span]) -> tuple[TraceDelta, ...]:
    """Return one delta a trace; `spans` is in order of arrival, and so are the traces and their spans."""
    traces: dict[tuple[ProjectName, TraceId], dict[SpanId, Span]] = {}
    for span in spans:
        of_trace = traces.setdefault((span.project, span.trace_id), {})
        known = of_trace.get(span.span_id)
        if known is None or replaces(span, known):
            of_trace[span.span_id] = span
    return tuple(TraceDelta(*key, tuple(of_trace.values())) for key, of_trace in traces.items())
