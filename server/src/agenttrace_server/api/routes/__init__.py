"""One router for each noun of the API."""

from agenttrace_server.api.routes import (
    agents,
    checkpoints,
    export,
    keeping,
    live,
    metrics,
    pricing,
    replays,
    sessions,
    signals,
    spans,
    system,
    trace_views,
    traces,
)
from agenttrace_server.api.routes.asking import language, search, sql, views

__all__ = [
    "agents",
    "checkpoints",
    "export",
    "keeping",
    "language",
    "live",
    "metrics",
    "pricing",
    "replays",
    "search",
    "sessions",
    "signals",
    "spans",
    "sql",
    "system",
    "trace_views",
    "traces",
    "views",
]
