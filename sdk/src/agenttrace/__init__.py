"""Trace AI agents: `import agenttrace as at`, `at.init()`, then decorators, spans, sessions and messages."""

from typing import TYPE_CHECKING

from agenttrace.lazy_names import AT_THE_TOP, names_of

if TYPE_CHECKING:
    from agenttrace.model import BadState, SpanState, SpanType, Status
    from agenttrace.recording import TraceReader
    from agenttrace.replay import ReplayDivergence, Replayer
    from agenttrace.tracing import (
        BadSetting,
        ContextExecutor,
        Session,
        Span,
        agent,
        checkpoint,
        child_environment,
        continue_trace,
        current_session,
        extract,
        get_current_span,
        inject,
        log,
        message,
        session,
        span,
        task,
        tool,
        trace,
        wrap,
    )
    from agenttrace.tracing.init import AgentTrace, flush, get_tracer, init, shutdown
    from agenttrace.tracing.joining.tracer import Tracer
    from agenttrace.tracing.outside.effects import now, random, uuid4
    from agenttrace.tracing.provider import __version__
else:
    __getattr__ = names_of(__name__, AT_THE_TOP)

__all__ = [
    "AgentTrace",
    "BadSetting",
    "BadState",
    "ContextExecutor",
    "ReplayDivergence",
    "Replayer",
    "Session",
    "Span",
    "SpanState",
    "SpanType",
    "Status",
    "TraceReader",
    "Tracer",
    "__version__",
    "agent",
    "checkpoint",
    "child_environment",
    "continue_trace",
    "current_session",
    "extract",
    "flush",
    "get_current_span",
    "get_tracer",
    "init",
    "inject",
    "log",
    "message",
    "now",
    "random",
    "session",
    "shutdown",
    "span",
    "task",
    "tool",
    "trace",
    "uuid4",
    "wrap",
]
