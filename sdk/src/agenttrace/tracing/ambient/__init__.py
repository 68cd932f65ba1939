"""What every span under a session or an agent inherits, and how it travels to threads and processes."""

from agenttrace.tracing.ambient.executor import ContextExecutor, wrap
from agenttrace.tracing.ambient.keys import AgentScope, Ambient, Session, ambient_of, with_agent, with_session
from agenttrace.tracing.ambient.propagation import child_environment, continue_trace, extract, inject

__all__ = [
    "AgentScope",
    "Ambient",
    "ContextExecutor",
    "Session",
    "ambient_of",
    "child_environment",
    "continue_trace",
    "extract",
    "inject",
    "with_agent",
    "with_session",
    "wrap",
]
