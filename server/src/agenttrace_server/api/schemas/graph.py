"""Fix how the graph of agents looks in the API."""

from __future__ import annotations

from pydantic import Field

from agenttrace_server.api.schemas.wire import Timestamp, TotalsOut, TraceIdText, Wire


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
