"""One router for each noun of the API."""

from agenttrace_server.api.routes import (
    export,
    live,
    logs,
    metrics,
    search,
    sessions,
    spans,
    system,
    trace_views,
    traces,
)

__all__ = ["export", "live", "logs", "metrics", "search", "sessions", "spans", "system", "trace_views", "traces"]
