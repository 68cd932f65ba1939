"""Draw who talks to whom: agents as nodes, what they told each other as edges, and what the shape of it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

import rustworkx

from agenttrace.model import AgentMessage, TraceId
from agenttrace_server.store.api import Totals

MOST_CYCLES: Final = 100
"""A dense graph has more cycles than anyone can read; `cycles_cut` says when there are more."""
_PARALLEL_FROM: Final = 1_000
"""Nodes from which the library uses threads."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the shape of the graph says of one agent. Betweenness and PageRank are between 0 and 1."""

    in_degree: int
    """From how many agents it was told something."""
    out_degree: int
    betweenness: float
    """The share of shortest ways between two others that lead through it."""
    pagerank: float
    """Where talk ends up; weighted by the number of messages."""


@dataclass(frozen=True, slots=True)
class Node:
    """One agent: its sums, and its place among the others. Agents that only messages name have no sums."""

    name: str
    totals: Totals
    is_known: bool
    """Whether the agent has spans of its own."""
    measured: Measured


@dataclass(slots=True)
class Edge:
    """Everything that one agent told another. Times are nanoseconds since the epoch."""

    giver: str
    taker: str
    count: int = 0
    types: dict[str, int] = field(default_factory=dict)
    first_ns: int = 0
    last_ns: int = 0
    first_trace: TraceId | None = None
    first_seq: int = 0
    """The span in which the first message is known, by its trace and number."""


@dataclass(frozen=True, slots=True)
class AgentGraph:
    """Nodes by cost, then by name; edges by count. `cycles` are loops of talk, each once, the shortest first."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    cycles: tuple[tuple[str, ...], ...]
    cycles_cut: bool
    components: int
    """Groups of agents with no message between them."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message and where it is known from."""

    message: AgentMessage
    trace_id: TraceId
    seq: int


def graph_of(agents: Mapping[str, Totals], messages: Iterable[Message]) -> AgentGraph:
    """Return the graph of these agents and messages. An agent that talks to itself has an edge and no cycle."""
    edges = _edges_of(messages)
    names = sorted({*agents, *(name for edge in edges for name in (edge.giver, edge.taker))})
    graph = rustworkx.PyDiGraph()
    place = dict(zip(names, graph.add_nodes_from(names), strict=True))
    graph.add_edges_from([(place[edge.giver], place[edge.taker], edge.count) for edge in edges])
    nodes = [Node(name, agents.get(name, Totals()), name in agents, measured) for name, measured in _measured(graph)]
    cycles = _cycles_of(graph)
    return AgentGraph(
        nodes=tuple(sorted(nodes, key=lambda node: (-node.totals.cost_nano_usd, node.name))),
        edges=tuple(sorted(edges, key=lambda edge: (-edge.count, edge.giver, edge.taker))),
        cycles=tuple(sorted(cycles[:MOST_CYCLES], key=lambda cycle: (len(cycle), cycle))),
        cycles_cut=len(cycles) > MOST_CYCLES,
        components=rustworkx.number_weakly_connected_components(graph),
    )


def _edges_of(messages: Iterable[Message]) -> list[Edge]:
    edges: dict[tuple[str, str], Edge] = {}
    for told in messages:
        message = told.message
        key = (message.from_agent, message.to_agent)
        edge = edges.get(key)
        if edge is None:
            edge = edges[key] = Edge(*key, first_ns=message.time_ns, first_trace=told.trace_id, first_seq=told.seq)
        if message.time_ns < edge.first_ns:
            edge.first_ns, edge.first_trace, edge.first_seq = message.time_ns, told.trace_id, told.seq
        edge.count += 1
        edge.types[message.type] = edge.types.get(message.type, 0) + 1
        edge.last_ns = max(edge.last_ns, message.time_ns)
    return list(edges.values())


def _measured(graph: rustworkx.PyDiGraph[str, int]) -> list[tuple[str, Measured]]:
    if not graph.num_nodes():
        return []
    between = rustworkx.digraph_betweenness_centrality(graph, parallel_threshold=_PARALLEL_FROM)
    rank = rustworkx.pagerank(graph, weight_fn=float)
    return [
        (graph[at], Measured(graph.in_degree(at), graph.out_degree(at), between[at], rank[at]))
        for at in graph.node_indices()
    ]


def _cycles_of(graph: rustworkx.PyDiGraph[str, int]) -> list[tuple[str, ...]]:
    """Return the loops, at most one more than are shown, each from its first name in alphabetical order."""
    found = (cycle for cycle in rustworkx.simple_cycles(graph) if len(cycle) > 1)
    return [_turned([graph[at] for at in cycle]) for cycle in islice(found, MOST_CYCLES + 1)]


def _turned(names: Sequence[str]) -> tuple[str, ...]:
    first = names.index(min(names))
    return (*names[first:], *names[:first])
