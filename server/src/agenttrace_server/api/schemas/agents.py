"""Fix how agents, what they tell each other, and the graph of that look in the API."""

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


class GraphNodeOut(TotalsOut):
    """One agent and its place among the others."""

    name: str
    is_known: bool = Field(description="whether it has spans of its own; false where only messages name it")
    in_degree: int = Field(description="from how many agents it was told something")
    out_degree: int
    betweenness: float = Field(description="share of shortest ways between two others that lead through it, 0 to 1")
    pagerank: float = Field(description="where talk ends up, weighted by messages; all add up to 1")


class GraphEdgeOut(Wire):
    """Everything that one agent told another."""

    from_agent: str
    to_agent: str
    count: int
    types: dict[str, int] = Field(description="how many of each type: message, handoff, delegation, result, …")
    first_at: Timestamp
    last_at: Timestamp
    trace_id: TraceIdText = Field(description="where the first of them is")
    seq: int = Field(description="the span in which the first of them is known")


class GraphOut(Wire):
    """GET /api/v1/traces/{id}/graph: nodes by cost, edges by count."""

    nodes: list[GraphNodeOut]
    edges: list[GraphEdgeOut]
    cycles: list[list[str]] = Field(description="loops of talk, each once, the shortest first")
    cycles_cut: bool = Field(description="whether there are more than 100")
    components: int = Field(description="groups of agents with no message between them")


class AggregatedGraphOut(GraphOut):
    """GET /api/v1/graph: the same over the newest traces that match."""

    total_traces: int = Field(description="how many traces were read")
    is_cut: bool = Field(description="whether more traces match than were read")
