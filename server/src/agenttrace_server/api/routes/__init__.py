"""One router for each noun of the API."""

from agenttrace_server.api.routes import (
    agents,
    export,
    keeping,
    live,
    metrics,
    pricing,
    sessions,
    signals,
    spans,
    system,
    trace_views,
    traces,
)
from agenttrace_server.api.routes.asking import language, search, sql

__all__ = [
    "agents",
    "export",
    "keeping",
    "language",
    "live",
    "metrics",
    "pricing",
    "search",
    "sessions",
    "signals",
    "spans",
    "sql",
    "system",
    "trace_views",
    "traces",
]
