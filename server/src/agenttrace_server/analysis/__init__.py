"""Answers that are computed over questions: the graph of agents."""

from agenttrace_server.analysis.graph import AgentGraph, Edge, Measured, Node, graph_of
from agenttrace_server.analysis.talk import Aggregated, Window, graph_of_trace, graph_over

__all__ = [
    "AgentGraph",
    "Aggregated",
    "Edge",
    "Measured",
    "Node",
    "Window",
    "graph_of",
    "graph_of_trace",
    "graph_over",
]
