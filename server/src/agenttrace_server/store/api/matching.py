"""Say which spans, traces and sessions a filter means. A backend may narrow by its own means, never differ."""

from __future__ import annotations

from agenttrace.model import Span
from agenttrace_server.store.api.filters import SessionFilter, SpanFilter, TraceFilter
from agenttrace_server.store.api.language import is_meant, session_holds, span_holds, trace_holds
from agenttrace_server.store.api.language.fields import attribute_values
from agenttrace_server.store.api.language.holding import Holds
from agenttrace_server.store.api.language.texts import fold
from agenttrace_server.store.api.records import SessionSummary, TraceSummary


def matches_span(where: SpanFilter, span: Span) -> bool:
    """Whether the span is meant. A running span has no duration yet, so no `min_duration_ns` means it."""
    call, cost = span.call, span.cost
    return (
        _same(where.project, span.project)
        and _same(where.trace_id, span.trace_id)
        and _same(where.session_id, span.session_id)
        and _same(where.user_id, span.user_id)
        and (not where.span_type or span.span_type in where.span_type)
        and (not where.status or span.status.state in where.status)
        and _same(where.model, call.model if call else None)
        and _same(where.provider, call.provider if call else None)
        and _same(where.agent, span.agent_name)
        and _same(where.tool_name, span.tool.name if span.tool else None)
        and _has_part(where.name, span.name)
        and _within(where.since_ns, where.until_ns, span.start_ns)
        and _at_least(where.min_duration_ns, span.duration_ns)
        and _at_least(where.min_cost_nano_usd, cost.total if cost else None)
        and all(value in attribute_values(span, name) for name, value in where.attributes)
        and (where.query is None or is_meant(where.query, lambda leaf: span_holds(span, leaf)))
    )


def matches_trace(where: TraceFilter, trace: TraceSummary, in_spans: Holds) -> bool:
    """Whether the trace is meant. A running trace has lasted until it was last seen.

    `in_spans` says of a leaf that the trace cannot answer whether one of its spans does.
    """
    totals = trace.totals
    return (
        _same(where.project, trace.project)
        and _same(where.session_id, trace.session_id)
        and _same(where.user_id, trace.user_id)
        and (not where.status or trace.status in where.status)
        and (where.has_errors is None or where.has_errors == (totals.errors > 0))
        and (where.agent is None or where.agent in trace.agents)
        and (where.model is None or where.model in trace.models)
        and _same(where.framework, trace.framework)
        and (where.tag is None or where.tag in trace.tags)
        and _has_part(where.name, trace.name)
        and _within(where.since_ns, where.until_ns, trace.start_ns)
        and _at_least(where.min_duration_ns, (trace.end_ns or trace.last_seen_ns) - trace.start_ns)
        and _at_least(where.min_cost_nano_usd, totals.cost_nano_usd)
        and _at_least(where.min_tokens, totals.input_tokens + totals.output_tokens)
        and (where.query is None or is_meant(where.query, lambda leaf: trace_holds(trace, leaf, in_spans)))
    )


def matches_session(where: SessionFilter, session: SessionSummary, in_traces: Holds) -> bool:
    """Whether the session is meant. A session without a name is found by its id; `in_traces` as for a trace's spans."""
    return (
        _same(where.project, session.project)
        and _same(where.user_id, session.user_id)
        and _same(where.framework, session.framework)
        and (not where.status or session.status in where.status)
        and _has_part(where.name, session.name or session.session_id)
        and _within(where.since_ns, where.until_ns, session.start_ns)
        and (where.query is None or is_meant(where.query, lambda leaf: session_holds(session, leaf, in_traces)))
    )


def _same(wanted: str | None, value: str | None) -> bool:
    return wanted is None or wanted == value


def _has_part(wanted: str | None, text: str) -> bool:
    return wanted is None or fold(wanted) in fold(text)


def _within(since_ns: int | None, until_ns: int | None, time_ns: int) -> bool:
    return (since_ns is None or time_ns >= since_ns) and (until_ns is None or time_ns < until_ns)


def _at_least(least: int | None, value: int | None) -> bool:
    return least is None or (value is not None and value >= least)
