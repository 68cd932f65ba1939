"""Render agents, and what they told each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agenttrace_server.api.rendering.figures import latency
from agenttrace_server.api.rendering.values import rfc3339, totals_fields
from agenttrace_server.api.schemas import AgentOut, ToolCountOut, TraceAgentOut, TraceMessageOut
from agenttrace_server.query.agents import AgentRow, Told
from agenttrace_server.store.api import StatsRow


@dataclass(frozen=True, slots=True)
class Contents:
    """How much of a message is sent, and where the whole is."""

    max_chars: int | None
    base_href: str

    def of(self, text: str | None) -> str | None:
        """Return the text, or its beginning."""
        return text if text is None or self.max_chars is None else text[: self.max_chars]


def trace_agent(row: AgentRow, percent: float) -> TraceAgentOut:
    """One agent of a trace."""
    said = row.said
    return TraceAgentOut(
        name=row.name,
        role=None if said is None else said.role,
        id=next(iter(row.ids), None),
        instances=max(1, len(row.ids)),
        description=None if said is None else said.description,
        framework=row.framework,
        framework_version=row.framework_version,
        is_running=row.is_running,
        first_at=rfc3339(row.first_ns),
        last_at=rfc3339(row.last_ns),
        models=list(row.models),
        tools=[ToolCountOut(name=name, calls=calls) for name, calls in row.tools.items()],
        internal_spans=row.internal_spans,
        runs=row.runs,
        **totals_fields(row.totals, percent),
    )


def agents(rows: Sequence[StatsRow], percent: float) -> list[AgentOut]:
    """Agents over many traces."""
    return [
        AgentOut(name=row.key, total_traces=row.traces, **totals_fields(row.totals, percent), **latency(row))
        for row in rows
    ]


def trace_message(told: Told, contents: Contents) -> TraceMessageOut:
    """One message; `content_href` is where all of a long one is."""
    message, span = told.message, told.stored.span
    shown = contents.of(message.content)
    is_whole = shown == message.content
    return TraceMessageOut(
        from_agent=message.from_agent,
        to_agent=message.to_agent,
        type=message.type,
        content=shown,
        content_chars=len(message.content or ""),
        content_href=None if is_whole else f"{contents.base_href}?span={span.span_id}&full=true",
        time=rfc3339(message.time_ns),
        trace_id=span.trace_id,
        span_id=span.span_id,
        seq=told.stored.seq,
    )
