"""Read what the spans of traces that go on tell of calls and of agents, all traces with one question."""

from __future__ import annotations

from collections.abc import Mapping

from agenttrace.model import SpanId
from agenttrace_server.store.api.dedupe import COUNTED_ONCE, Role, Seen
from agenttrace_server.store.api.whose import Saying, saying_of
from agenttrace_server.store.local.condition import Condition, in_list
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.hot import HotTrace, TraceKey
from agenttrace_server.store.local.questions import agents_said, sealed_rows
from agenttrace_server.store.local.rows import AT, WITHOUT_CONTENT, Row, outline_of, seen_in
from agenttrace_server.store.local.shelf import View


def calls_told(
    engine: Engine, view: View, traces: Mapping[TraceKey, HotTrace]
) -> dict[TraceKey, list[tuple[Seen, Role]]]:
    """Return the model and tool calls of each trace, and their roles."""
    found: dict[TraceKey, dict[SpanId, Row]] = {key: {} for key in traces}
    told = [trace.in_catalog for trace in traces.values() if trace.in_catalog is not None]
    if told:
        kinds = [kind.value for kind in COUNTED_ONCE]
        ids = sorted({summary.trace_id for summary in told})
        where = Condition(in_list("trace_id", ids), [*ids]).and_(Condition(in_list("span_type", kinds), [*kinds]))
        since_ns, last_ns = min(t.start_ns for t in told), max(t.last_seen_ns for t in told)
        for row in sealed_rows(engine, view, where, since_ns, last_ns, WITHOUT_CONTENT):
            found.get((row[AT["project"]], row[AT["trace_id"]]), {})[row[AT["span_id"]]] = row
    for key, rows in found.items():
        for part in reversed(view.parts):
            if key in part.traces:
                rows.update(part.traces[key].rows)
    return {key: [seen for row in rows.values() if (seen := seen_in(row)) is not None] for key, rows in found.items()}


def sayings_told(
    engine: Engine, view: View, traces: Mapping[TraceKey, HotTrace]
) -> dict[TraceKey, dict[SpanId, Saying]]:
    """Return what the spans of each trace say of agents."""
    found: dict[TraceKey, dict[SpanId, Saying]] = {key: {} for key in traces}
    told = [trace.in_catalog for trace in traces.values() if trace.in_catalog is not None]
    if told:
        ids = sorted({summary.trace_id for summary in told})
        since_ns, last_ns = min(t.start_ns for t in told), max(t.last_seen_ns for t in told)
        for key, saying in agents_said(engine, view, ids, since_ns, last_ns):
            found.get(key, {})[saying.span_id] = saying
    for key, sayings in found.items():
        for part in reversed(view.parts):
            if key in part.traces:
                spans = (outline_of(row).span for row in part.traces[key].rows.values())
                sayings.update((span.span_id, saying_of(span)) for span in spans)
    return found
