"""Note what agents tell each other, and what the program has to say, on the current span."""

from __future__ import annotations

from collections.abc import Mapping

from opentelemetry import trace

from agenttrace.model import SpanType, semconv
from agenttrace.tracing.ambient.keys import ambient_of
from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.provider.runtime import runtime
from agenttrace.tracing.spans import get_current_span, span
from agenttrace.tracing.values import json_text, safe_str

_SENDING = never_break_the_agent("noting a message")
_LOGGING = never_break_the_agent("noting a log line")
UNKNOWN_AGENT = "unknown"


def message(
    to: str,
    content: object = None,
    *,
    from_: str | None = None,
    type: str = "message",  # noqa: A002 - the public word
) -> None:
    """Note that an agent (the current one, unless `from_` names it) told `to` something.

    It becomes an event of the current span; where there is none, a short handoff span carries it.
    """
    with _SENDING:
        receiver = safe_str(to)
        attributes: dict[str, object] = {
            semconv.MESSAGE_FROM: from_ or _current_agent(),
            semconv.MESSAGE_TO: receiver,
            semconv.MESSAGE_TYPE: safe_str(type),
        }
        if content is not None and runtime.settings.capture_content:
            attributes[semconv.MESSAGE_CONTENT] = json_text(content, runtime.settings.max_captured_chars)
        if runtime.conductor is not None:
            runtime.conductor.note("message", {name.rpartition(".")[2]: value for name, value in attributes.items()})
        note_event(semconv.MESSAGE_EVENT, attributes, else_span=(f"message to {receiver}", SpanType.HANDOFF))


def log(message: str, *, level: str = "info", **attributes: object) -> None:
    """Note a line of text on the current span, with further attributes; without a span a short one carries it."""
    with _LOGGING:
        noted = {semconv.LOG_LEVEL: level, semconv.LOG_MESSAGE: message, **attributes}
        if runtime.conductor is not None:
            runtime.conductor.note("log", {"level": level, "message": message, **attributes})
        note_event(semconv.LOG_EVENT, noted, else_span=("log", SpanType.CUSTOM))


def note_event(event: str, attributes: Mapping[str, object], *, else_span: tuple[str, SpanType]) -> None:
    """Put an event on the current span; where there is none, on a short one of this name and type."""
    current = get_current_span()
    if current.is_recording:
        current.add_event(event, attributes)
        return
    if current.context.is_valid and not current.context.is_remote:
        return
    name, span_type = else_span
    with span(name, span_type) as carrier:
        carrier.add_event(event, attributes)


def _current_agent() -> str:
    ambient = ambient_of(None)
    if ambient is not None and ambient.agent is not None:
        return ambient.agent.name
    return _agent_on(trace.get_current_span()) or UNKNOWN_AGENT


def _agent_on(current: trace.Span) -> str | None:
    attributes = getattr(current, "attributes", None) or {}
    name = attributes.get(semconv.AGENT_NAME)
    return name if isinstance(name, str) else None
