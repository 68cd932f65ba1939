"""Questions in SQL, and what comes back."""

from agenttrace_server.store.api.sql.question import IsCancelled, SqlAnswer, SqlLimits

__all__ = ["IsCancelled", "SqlAnswer", "SqlLimits"]
