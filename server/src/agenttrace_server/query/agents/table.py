"""List the agents of one trace with their figures, which add up to those of the trace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agenttrace.model import Agent, Span, SpanType
from agenttrace_server.store.api import StoredSpan, Totals
from agenttrace_server.store.api.totals import totals_of


@dataclass(slots=True)
class AgentRow:
    """One agent of a trace. `name` None gathers the steps that nobody says are an agent's."""

    name: str | None
    first_ns: int
    last_ns: int
    is_running: bool = False
    totals: Totals = field(default_factory=Totals)
    said: Agent | None = None
    """What is known of it; each part by the earliest span that tells it."""
    ids: dict[str, None] = field(default_factory=dict)
    framework: str | None = None
    framework_version: str | None = None
    models: dict[str, None] = field(default_factory=dict)
    tools: dict[str, int] = field(default_factory=dict)
    """How often each tool ran."""
    internal_spans: int = 0
    runs: int = 0
    """Spans of the agent's own runs. With runs and no model call, its emitter does not tell of model calls."""


def agents_in(spans: Iterable[StoredSpan]) -> Sequence[AgentRow]:
    """Return the agents by first step, the row of nobody last. Their totals are the trace's, taken apart."""
    rows: dict[str | None, AgentRow] = {}
    for stored in sorted(spans, key=lambda stored: (stored.span.start_ns, stored.seq)):
        span = stored.span
        row = rows.get(span.agent_name)
        if row is None:
            row = rows[span.agent_name] = AgentRow(span.agent_name, span.start_ns, span.start_ns)
        _add(row, span)
    nobody = rows.pop(None, None)
    return [*rows.values(), *([] if nobody is None else [nobody])]


def _add(row: AgentRow, span: Span) -> None:
    row.totals = row.totals.plus(totals_of(span))
    row.last_ns = max(row.last_ns, span.start_ns, span.end_ns or 0)
    row.is_running = row.is_running or span.is_running
    row.framework = row.framework or span.framework
    row.framework_version = row.framework_version or span.framework_version
    row.internal_spans += span.internal
    row.runs += span.span_type is SpanType.AGENT
    if span.agent is not None:
        row.said = _known(row.said, span.agent)
        if span.agent.id is not None:
            row.ids[span.agent.id] = None
    if span.counts_usage and span.call is not None and span.call.model is not None:
        row.models[span.call.model] = None
    if span.tool is not None:
        row.tools[span.tool.name] = row.tools.get(span.tool.name, 0) + 1


def _known(held: Agent | None, more: Agent) -> Agent:
    if held is None:
        return more
    return Agent(held.name, held.id or more.id, held.role or more.role, held.description or more.description)
