"""A session's line, from the lines of its traces."""

from agenttrace_server.store.api.sessions.folding import SessionFold, summarise_session

__all__ = ["SessionFold", "summarise_session"]
