"""Fix the answers of the REST API about agents; a test compares them with the server's own."""

from __future__ import annotations

from typing_extensions import TypedDict

from agenttrace.client.shapes import Latency, Totals


class ToolCount(TypedDict):
    """How often an agent ran a tool."""

    name: str
    calls: int


class TraceAgent(Totals):
    """One agent of GET /api/v1/traces/{id}/agents. The rows add up to the trace's own sums."""

    name: str | None
    role: str | None
    id: str | None
    instances: int
    description: str | None
    framework: str | None
    framework_version: str | None
    is_running: bool
    first_at: str
    last_at: str
    models: list[str]
    tools: list[ToolCount]
    internal_spans: int
    runs: int


class Agent(Totals, Latency):
    """One agent of GET /api/v1/agents, over all traces that were asked for."""

    name: str | None
    total_traces: int


class TraceMessage(TypedDict):
    """One message of GET /api/v1/traces/{id}/messages: something one agent told another."""

    from_agent: str
    to_agent: str
    type: str
    content: str | None
    content_chars: int
    content_href: str | None
    time: str
    trace_id: str
    span_id: str
    seq: int
