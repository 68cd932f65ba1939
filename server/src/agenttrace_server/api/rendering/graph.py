"""Render the graph of agents."""

from __future__ import annotations

from typing import TypedDict

from agenttrace_server.analysis import AgentGraph, Aggregated, Edge, Node
from agenttrace_server.api.rendering.values import rfc3339, totals_fields
from agenttrace_server.api.schemas import AggregatedGraphOut, GraphEdgeOut, GraphNodeOut, GraphOut


class _Fields(TypedDict):
    nodes: list[GraphNodeOut]
    edges: list[GraphEdgeOut]
    cycles: list[list[str]]
    cycles_cut: bool
    components: int


def graph(found: AgentGraph, percent: float) -> GraphOut:
    """The graph of one trace."""
    return GraphOut(**_fields(found, percent))


def aggregated_graph(found: Aggregated, percent: float) -> AggregatedGraphOut:
    """The graph over many traces."""
    return AggregatedGraphOut(total_traces=found.traces, is_cut=found.is_cut, **_fields(found.graph, percent))


def _fields(found: AgentGraph, percent: float) -> _Fields:
    return _Fields(
        nodes=[_node(node, percent) for node in found.nodes],
        edges=[_edge(edge) for edge in found.edges],
        cycles=[list(cycle) for cycle in found.cycles],
        cycles_cut=found.cycles_cut,
        components=found.components,
    )


def _node(node: Node, percent: float) -> GraphNodeOut:
    measured = node.measured
    return GraphNodeOut(
        name=node.name,
        is_known=node.is_known,
        in_degree=measured.in_degree,
        out_degree=measured.out_degree,
        betweenness=measured.betweenness,
        pagerank=measured.pagerank,
        **totals_fields(node.totals, percent),
    )


def _edge(edge: Edge) -> GraphEdgeOut:
    return GraphEdgeOut(
        from_agent=edge.giver,
        to_agent=edge.taker,
        count=edge.count,
        types=edge.types,
        first_at=rfc3339(edge.first_ns),
        last_at=rfc3339(edge.last_ns),
        trace_id=edge.first_trace,
        seq=edge.first_seq,
    )
