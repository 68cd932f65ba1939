"""One router for each noun of the API."""

from agenttrace_server.api.routes import (
    agents,
    export,
    language,
    live,
    logs,
    metrics,
    pricing,
    search,
    sessions,
    spans,
    system,
    trace_views,
    traces,
)

__all__ = [
    "agents",
    "export",
    "language",
    "live",
    "logs",
    "metrics",
    "pricing",
    "search",
    "sessions",
    "spans",
    "system",
    "trace_views",
    "traces",
]
