"""Make spans: decorators, blocks, sessions, messages, and the redaction of what they hold."""

from agenttrace.tracing.ambient import (
    ContextExecutor,
    Session,
    child_environment,
    continue_trace,
    extract,
    inject,
    wrap,
)
from agenttrace.tracing.checkpoints import checkpoint
from agenttrace.tracing.decorators import agent, task, tool, trace
from agenttrace.tracing.messages import log, message
from agenttrace.tracing.session import current_session, session
from agenttrace.tracing.settings import BadSetting, Settings
from agenttrace.tracing.spans import Span, get_current_span, span

__all__ = [
    "BadSetting",
    "ContextExecutor",
    "Session",
    "Settings",
    "Span",
    "agent",
    "checkpoint",
    "child_environment",
    "continue_trace",
    "current_session",
    "extract",
    "get_current_span",
    "inject",
    "log",
    "message",
    "session",
    "span",
    "task",
    "tool",
    "trace",
    "wrap",
]
