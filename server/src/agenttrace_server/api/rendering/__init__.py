"""Turn what the store gives back into the shapes of the API."""

from agenttrace_server.api.rendering.agents import agents, trace_agent, trace_message
from agenttrace_server.api.rendering.detail import span_detail
from agenttrace_server.api.rendering.figures import costs, failures, performance, summary
from agenttrace_server.api.rendering.graph import aggregated_graph, graph
from agenttrace_server.api.rendering.moments.checkpoints import checkpoint
from agenttrace_server.api.rendering.moments.transcript import transcript_entry
from agenttrace_server.api.rendering.signals import log_record
from agenttrace_server.api.rendering.spans import search_hit, span_row, tree, waterfall
from agenttrace_server.api.rendering.traces import project, session, trace, trace_detail
from agenttrace_server.api.rendering.values import rfc3339

__all__ = [
    "agents",
    "aggregated_graph",
    "checkpoint",
    "costs",
    "failures",
    "graph",
    "log_record",
    "performance",
    "project",
    "rfc3339",
    "search_hit",
    "session",
    "span_detail",
    "span_row",
    "summary",
    "trace",
    "trace_agent",
    "trace_detail",
    "trace_message",
    "transcript_entry",
    "tree",
    "waterfall",
]
