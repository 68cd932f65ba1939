"""Read the attributes and events that our own SDK writes."""

from __future__ import annotations

from agenttrace.model import AgentMessage, Json, Span, SpanEvent, semconv
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.values import first_text, text

_NOBODY = "unknown"
_PLAIN = "message"


def refine(span: Span, draft: Draft) -> None:
    """Our SDK writes model calls as OpenTelemetry says, and sessions, agents and messages in its own words."""
    otel_genai.refine(span, draft)
    attributes = span.attributes
    draft.session_id = first_text(attributes, a.SESSION_OF_OURS) or draft.session_id
    sent = tuple(_message_from(event, draft) for event in span.events if event.name == semconv.MESSAGE_EVENT)
    draft.messages += sent


def _message_from(event: SpanEvent, draft: Draft) -> AgentMessage:
    attributes = event.attributes
    speaker = draft.agent.name if draft.agent is not None else _NOBODY
    return AgentMessage(
        from_agent=text(attributes.get(semconv.MESSAGE_FROM)) or speaker,
        to_agent=text(attributes.get(semconv.MESSAGE_TO)) or _NOBODY,
        type=text(attributes.get(semconv.MESSAGE_TYPE)) or _PLAIN,
        content=_said(attributes.get(semconv.MESSAGE_CONTENT)),
        time_ns=event.time_ns,
    )


def _said(content: Json) -> str | None:
    return content if isinstance(content, str) else text(content)


DIALECT = Dialect(name="agenttrace", scopes=("agenttrace",), marks=("agenttrace.",), refine=refine)
