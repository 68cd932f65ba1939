"""Count what one span adds to every sum: the only place that turns a span into figures."""

from __future__ import annotations

from agenttrace.model import UNKNOWN_COST, Span, SpanType, Usage
from agenttrace_server.store.api.arriving.open_span import ahead_of
from agenttrace_server.store.api.records import Amounts, Totals

_NO_USAGE = Usage()


def figures_of(span: Span) -> Amounts:
    """Return the figures of `totals_of`."""
    ahead = ahead_of(span)
    return totals_of(span).figures if ahead is None else ahead.figures


def totals_of(span: Span) -> Totals:
    """Return what this span adds. Each call on one span; tokens and cost only of model calls: elsewhere they repeat."""
    ahead = ahead_of(span)
    if ahead is not None:
        return Totals(*ahead.figures)
    failed = span.status.state.is_failure
    is_running = span.is_running
    if not span.counts_usage:
        is_tool = span.span_type is SpanType.TOOL_EXECUTION and span.shadow_of is None
        return Totals(spans=1, errors=int(failed), running=int(is_running), tool_calls=int(is_tool))
    counted = span.figures or span  # the values of `span.counted`, of which every span is asked several times
    usage = counted.usage or _NO_USAGE
    has_usage = usage.total_tokens is not None
    cost = counted.cost or UNKNOWN_COST
    is_compared = cost.total is not None and counted.reported_cost is not None
    return Totals(
        spans=1,
        errors=int(failed),
        running=int(is_running),
        model_calls=1,
        input_tokens=usage.input_tokens or 0,
        output_tokens=usage.output_tokens or 0,
        cache_read_tokens=usage.cache_read_tokens or 0,
        cache_write_tokens=usage.cache_write_tokens or 0,
        reasoning_tokens=usage.reasoning_tokens or 0,
        calls_without_usage=int(not has_usage and not failed and not is_running),
        cost_nano_usd=cost.total or 0,
        input_cost_nano_usd=cost.input or 0,
        output_cost_nano_usd=cost.output or 0,
        unknown_cost_calls=int(has_usage and cost.total is None),
        reported_cost_nano_usd=counted.reported_cost or 0,
        compared_cost_nano_usd=(cost.total or 0) if is_compared else 0,
        compared_reported_nano_usd=(counted.reported_cost or 0) if is_compared else 0,
    )
