"""One router for each noun of the API."""

from agenttrace_server.api.routes import (
    agents,
    export,
    language,
    live,
    metrics,
    pricing,
    search,
    sessions,
    signals,
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
    "metrics",
    "pricing",
    "search",
    "sessions",
    "signals",
    "spans",
    "system",
    "trace_views",
    "traces",
]
