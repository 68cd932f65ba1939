"""Read OpenTelemetry's GenAI conventions, of today and as they were before: messages as attributes and as events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agenttrace.model import Json, Message, Span, SpanEvent
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.flattened import unflattened
from agenttrace_server.pipeline.normalize.messages import message_from, messages_from, system_message
from agenttrace_server.pipeline.normalize.values import Attributes, items, parsed, text

_EVENT_ROLES: Final = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}
_CHOICE_EVENT: Final = "gen_ai.choice"
_CONTENT_EVENTS: Final = ("gen_ai.content.prompt", "gen_ai.content.completion")
DETAILS_EVENT: Final = "gen_ai.client.inference.operation.details"
_PARTS: Final = frozenset({"text", "toolUse", "toolResult"})
MESSAGE_EVENTS: Final = frozenset({*_EVENT_ROLES, _CHOICE_EVENT, *_CONTENT_EVENTS, DETAILS_EVENT})
"""Events that hold messages."""

Conversation = tuple[tuple[Message, ...], tuple[Message, ...]]


def refine(span: Span, draft: Draft) -> None:
    """Add the messages, wherever the emitter's version of the conventions puts them."""
    asked, answered = _from_attributes(span.attributes)
    if span.events and not (asked and answered):
        event_asked, event_answered = from_events(span.events)
        asked, answered = asked or event_asked, answered or event_answered
    draft.input_messages = asked
    draft.output_messages = answered


def _from_attributes(attributes: Attributes) -> Conversation:
    system = system_message(attributes.get(a.SYSTEM_INSTRUCTIONS))
    asked = messages_from(attributes.get(a.INPUT_MESSAGES), "user")
    answered = messages_from(attributes.get(a.OUTPUT_MESSAGES), "assistant")
    if not asked:
        asked = _older(attributes, a.PROMPT, "user")
    if not answered:
        answered = _older(attributes, a.COMPLETION, "assistant")
    return system + asked, answered


def _older(attributes: Attributes, name: str, role: str) -> tuple[Message, ...]:
    """`gen_ai.prompt` is one text or JSON, or flattened: `gen_ai.prompt.0.role`."""
    whole = attributes.get(name)
    if whole is not None:
        return messages_from(whole, role)
    if f"{name}.0.role" not in attributes and f"{name}.0.content" not in attributes:
        return ()
    found = (message_from(item, role) for item in unflattened(attributes, f"{name}."))
    return tuple(message for message in found if message is not None)


def from_events(events: Sequence[SpanEvent]) -> Conversation:
    """Return what was asked and what was answered, as the events of a span tell it, in their order."""
    asked: list[Message] = []
    answered: list[Message] = []
    for event in events:
        if event.name == DETAILS_EVENT or event.name in _CONTENT_EVENTS:
            event_asked, event_answered = _from_attributes(event.attributes)
            asked.extend(event_asked)
            answered.extend(event_answered)
        elif event.name == _CHOICE_EVENT:
            answered.extend(_event_message(event, "assistant"))
        elif event.name in _EVENT_ROLES:
            asked.extend(_event_message(event, _EVENT_ROLES[event.name]))
    return tuple(asked), tuple(answered)


def _event_message(event: SpanEvent, role: str) -> tuple[Message, ...]:
    """An event is a message; what a choice says may be a message inside it, a text, or a list of parts."""
    body: dict[str, Json] = {**event.attributes, "role": event.attributes.get("role") or role}
    said = parsed(body.pop("message", None))
    if isinstance(said, dict) and not _PARTS & said.keys():
        body = {**body, **said}
    elif said is not None:
        body["content"] = said
    if role == "tool" and "tool_call_id" not in body and "id" in body:
        body["tool_call_id"] = body["id"]
    found = message_from(body, role)
    return () if found is None else (found,)


def from_event_list(value: Json) -> Conversation:
    """Read the events that pydantic-ai and Logfire wrote into an attribute before there were messages."""
    events = [
        SpanEvent(name, 0, item)
        for item in items(value)
        if isinstance(item, dict) and (name := text(item.get("event.name"))) is not None
    ]
    return from_events(events)


DIALECT = Dialect(
    name="otel_genai",
    scopes=("opentelemetry.instrumentation.genai.",),
    marks=("gen_ai.",),
    refine=refine,
)
