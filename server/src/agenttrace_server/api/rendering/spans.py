"""Render spans as rows: in lists, in the tree, as bars of the waterfall, as hits of a search."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

from agenttrace.model import Cost, Span, Usage
from agenttrace_server.api.rendering.values import microseconds, rfc3339, rfc3339_or_none, usd_or_none
from agenttrace_server.api.schemas import SearchHitOut, SpanOut, TreeSpanOut, WaterfallOut, WaterfallSpanOut
from agenttrace_server.api.schemas.spans import SpanTypeWord
from agenttrace_server.api.schemas.wire import StatusWord
from agenttrace_server.query.layout import Layout
from agenttrace_server.store.api import SearchHit, StoredSpan

NO_USAGE = Usage()


class SpanFields(TypedDict):
    """The fields of `SpanOut`."""

    span_id: str
    trace_id: str
    parent_span_id: str | None
    seq: int
    project: str
    session_id: str | None
    user_id: str | None
    name: str
    span_type: SpanTypeWord
    start_time: str
    end_time: str | None
    duration_us: int | None
    status: StatusWord
    status_message: str | None
    status_code: str | None
    agent: str | None
    model: str | None
    provider: str | None
    tool_name: str | None
    file_path: str | None
    input_tokens: int | None
    output_tokens: int | None
    total_tokens: int | None
    cache_read_tokens: int | None
    cache_creation_tokens: int | None
    reasoning_tokens: int | None
    total_cost_usd: float | None
    input_cost_usd: float | None
    output_cost_usd: float | None
    cost_match: str | None
    reported_cost_usd: float | None
    input_preview: str | None
    output_preview: str | None
    shadow_of: str | None
    shadow_of_trace: str | None
    internal: bool


def counted_usage(span: Span) -> Usage:
    """Return the usage that sums count: none on a shadow, and on what is not a model call, where it repeats others'."""
    counted = span.counted
    return NO_USAGE if counted is None or counted.usage is None else counted.usage


def counted_cost(span: Span) -> Cost | None:
    """Return the cost that sums count."""
    counted = span.counted
    return None if counted is None else counted.cost


def span_fields(stored: StoredSpan) -> SpanFields:
    """Return the row under its names on the wire."""
    span = stored.span
    usage, cost = counted_usage(span), counted_cost(span)
    return SpanFields(
        span_id=span.span_id,
        trace_id=span.trace_id,
        parent_span_id=span.parent_span_id,
        seq=stored.seq,
        project=span.project,
        session_id=span.session_id,
        user_id=span.user_id,
        name=span.name,
        span_type=span.span_type.value,
        start_time=rfc3339(span.start_ns),
        end_time=rfc3339_or_none(span.end_ns),
        duration_us=microseconds(span.duration_ns),
        status=span.status.state.value,
        status_message=span.status.message,
        status_code=span.status.code,
        agent=span.agent_name,
        model=None if span.call is None else span.call.model,
        provider=None if span.call is None else span.call.provider,
        tool_name=None if span.tool is None else span.tool.name,
        file_path=span.file_path,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        total_tokens=usage.total_tokens,
        cache_read_tokens=usage.cache_read_tokens,
        cache_creation_tokens=usage.cache_write_tokens,
        reasoning_tokens=usage.reasoning_tokens,
        total_cost_usd=None if cost is None else usd_or_none(cost.total),
        input_cost_usd=None if cost is None else usd_or_none(cost.input),
        output_cost_usd=None if cost is None else usd_or_none(cost.output),
        cost_match=None if cost is None else cost.match.value,
        reported_cost_usd=usd_or_none(span.reported_cost),
        input_preview=span.input_preview,
        output_preview=span.output_preview,
        shadow_of=span.shadow_of,
        shadow_of_trace=span.shadow_of_trace,
        internal=span.internal,
    )


def span_row(stored: StoredSpan) -> SpanOut:
    """One span on one line."""
    return SpanOut(**span_fields(stored))


def tree(layout: Layout) -> Iterator[TreeSpanOut]:
    """Every span in pre-order, with its place."""
    for position, stored in enumerate(layout.spans):
        yield TreeSpanOut(
            **span_fields(stored),
            depth=layout.depth[position],
            children=layout.children[position],
            orphan=layout.orphan[position],
        )


def waterfall(trace_id: str, layout: Layout) -> WaterfallOut:
    """Bars with offsets from the trace's start; a running span lasts to the latest sign of life."""
    spans = [stored.span for stored in layout.spans]
    start_ns = min(span.start_ns for span in spans)
    seen_ns = max(max(span.start_ns, span.end_ns or 0) for span in spans)
    return WaterfallOut(
        trace_id=trace_id,
        started_at=rfc3339(start_ns),
        duration_us=(seen_ns - start_ns) // 1_000,
        spans=[_bar(stored, layout.depth[position], start_ns, seen_ns) for position, stored in enumerate(layout.spans)],
    )


def search_hit(hit: SearchHit, trace_name: str | None) -> SearchHitOut:
    """One hit."""
    return SearchHitOut(span=span_row(hit.stored), trace_name=trace_name, field=hit.field, snippet=hit.snippet)


def _bar(stored: StoredSpan, depth: int, start_ns: int, seen_ns: int) -> WaterfallSpanOut:
    span = stored.span
    end_ns = seen_ns if span.end_ns is None else span.end_ns
    cost = counted_cost(span)
    return WaterfallSpanOut(
        span_id=span.span_id,
        parent_span_id=span.parent_span_id,
        seq=stored.seq,
        depth=depth,
        name=span.name,
        span_type=span.span_type.value,
        status=span.status.state.value,
        offset_us=(span.start_ns - start_ns) // 1_000,
        duration_us=max(0, end_ns - span.start_ns) // 1_000,
        total_tokens=counted_usage(span).total_tokens,
        total_cost_usd=None if cost is None else usd_or_none(cost.total),
    )
