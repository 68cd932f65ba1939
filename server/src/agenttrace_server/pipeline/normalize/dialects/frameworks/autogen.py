"""Read AutoGen: its runtime traces every step of a message's way; what it carried is an edge, the rest machinery."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from agenttrace.model import Agent, AgentMessage, Json, Span
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.values import fields, items, text

_OPERATION: Final = "messaging.operation"
_PROCESS: Final = "process"
_SENDER: Final = "sender_agent_type"
_RECIPIENT: Final = "recipient_agent_type"
_RECIPIENT_CLASS: Final = "recipient_agent_class"
_MANAGER: Final = "GroupChatManager"
_USER: Final = "user"
_OUTPUT_TOPIC: Final = "output_topic"
_RUN_ID: Final = re.compile(r"_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
_TYPES: Final = {"HandoffMessage": "handoff", "TextMessage": "message", "StopMessage": "message"}
_REQUEST: Final = "request"
_MESSAGE: Final = "message"
_MAX_CONTENT: Final = 20_000


def refine(span: Span, draft: Draft) -> None:
    """Agents and tools are OpenTelemetry's; the runtime's spans fold away, and a processed message becomes an edge."""
    operation = span.attributes.get(_OPERATION)
    if operation is None:
        otel_genai.refine(span, draft)
        return
    draft.internal = True
    recipient = _name(span.attributes.get(_RECIPIENT))
    if operation != _PROCESS or recipient is None:
        return
    if not _is_manager(span):
        draft.agent = draft.agent or Agent(recipient)
    message = _message_of(span, recipient)
    draft.messages += () if message is None else (message,)


def _message_of(span: Span, recipient: str) -> AgentMessage | None:
    """Return what one agent told another. What the manager of a group overhears is told to nobody."""
    carried = fields(span.attributes.get("message"))
    sender = _name(span.attributes.get(_SENDER))
    topic = text(fields(span.attributes.get("message_context")).get("topic_id")) or ""
    if topic.startswith(_OUTPUT_TOPIC) or (_is_manager(span) and sender is not None):
        return None
    said = _said_in(carried)
    if said is None:
        return AgentMessage(sender or _USER, recipient, _REQUEST if not carried else _MESSAGE, None, span.start_ns)
    kind = text(said.get("type")) or _MESSAGE
    author = text(said.get("source")) or sender or _USER
    return AgentMessage(author, recipient, _TYPES.get(kind, kind), _content(said.get("content")), span.start_ns)


def _said_in(carried: Mapping[str, Json]) -> Mapping[str, Json] | None:
    """A group's message is the response in it, the last of the messages in it, the message in it, or it itself."""
    response = fields(carried.get("response") or carried.get("agent_response"))
    inner = response.get("chat_message") or carried.get("message")
    if isinstance(inner, dict):
        return inner
    messages = items(carried.get("messages"))
    if messages and isinstance(messages[-1], dict):
        return messages[-1]
    return carried if "content" in carried else None


def _content(value: Json) -> str | None:
    if isinstance(value, list):
        return " ".join(filter(None, map(text, value)))[:_MAX_CONTENT] or None
    found = text(value)
    return None if found is None else found[:_MAX_CONTENT]


def _is_manager(span: Span) -> bool:
    return (text(span.attributes.get(_RECIPIENT_CLASS)) or "").endswith(_MANAGER)


def _name(value: Json) -> str | None:
    """Take off the id of the run that teams add to the names of their agents."""
    found = text(value)
    return None if found is None else _RUN_ID.sub("", found) or found


DIALECT = Dialect(
    name="autogen",
    scopes=("autogen-core", "autogen ", "agent_runtime "),
    refine=refine,
)
