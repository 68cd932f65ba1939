"""Fix how agents, and what they tell each other, look in the API."""

from __future__ import annotations

from pydantic import Field

from agenttrace_server.api.schemas.metrics import LatencyOut
from agenttrace_server.api.schemas.wire import SpanIdText, Timestamp, TotalsOut, TraceIdText, Wire


class ToolCountOut(Wire):
    """How often an agent ran a tool."""

    name: str
    calls: int


class TraceAgentOut(TotalsOut):
    """One agent of GET /api/v1/traces/{id}/agents. The rows add up to the trace's own sums."""

    name: str | None = Field(description="null: the steps that nobody says are an agent's")
    role: str | None
    id: str | None
    instances: int = Field(description="how many agents of this name, by id; 1 where none has an id")
    description: str | None
    framework: str | None
    framework_version: str | None
    is_running: bool
    first_at: Timestamp
    last_at: Timestamp
    models: list[str]
    tools: list[ToolCountOut]
    internal_spans: int = Field(description="of `total_spans`: a framework's machinery")
    runs: int = Field(description="its own spans; with runs and no `model_calls`, its emitter does not report calls")


class AgentOut(TotalsOut, LatencyOut):
    """One agent of GET /api/v1/agents, over all traces that were asked for; latency is of its spans."""

    name: str | None = Field(description="null: the steps that nobody says are an agent's")
    total_traces: int


class TraceMessageOut(Wire):
    """One message of GET /api/v1/traces/{id}/messages: something one agent told another."""

    from_agent: str
    to_agent: str
    type: str = Field(description="message, handoff, delegation, result or the emitter's word")
    content: str | None = Field(description="its beginning, or all of it with `full`")
    content_chars: int = Field(description="how long all of it is")
    content_href: str | None = Field(description="where all of it is; null where `content` is all")
    time: Timestamp
    trace_id: TraceIdText
    span_id: SpanIdText = Field(description="the span that it is known from")
    seq: int
