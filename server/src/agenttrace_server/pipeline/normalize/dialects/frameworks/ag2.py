"""Read AG2: OpenTelemetry's conventions with its own kinds of span, envelopes between agents, and accounting spans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from agenttrace.model import Agent, AgentMessage, Span, SpanType
from agenttrace.model.handoffs import NOBODY
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.values import parsed, text, texts

_KIND: Final = "ag2.span.type"
_KINDS: Final[Mapping[str, SpanType]] = {
    "agent": SpanType.AGENT, "llm": SpanType.LLM_CALL, "tool": SpanType.TOOL_EXECUTION, "task": SpanType.TASK,
    "conversation": SpanType.CHAIN, "multi_conversation": SpanType.CHAIN, "channel": SpanType.CHAIN,
    "code_execution": SpanType.CODE_EXECUTION, "human_input": SpanType.CUSTOM, "speaker_selection": SpanType.CHAIN,
    "usage": SpanType.CUSTOM, "envelope": SpanType.CUSTOM, "agent_lifetime": SpanType.CUSTOM,
    "agent_event": SpanType.CUSTOM,
}  # fmt: skip
_MACHINERY: Final = frozenset({"usage", "envelope", "channel", "agent_lifetime", "agent_event"})
_USAGE_KIND: Final = "ag2.usage.kind"
_SPENT_UNSEEN: Final = ("compaction", "aggregation")
"""Model calls that have no span of their own; the other kinds of accounting repeat calls that have."""
_NETWORK: Final = "ag2.network."
_MESSAGE: Final = "message"


def refine(span: Span, draft: Draft) -> None:
    """Take the kind from where AG2 says it; an envelope is an edge, and accounting is no call."""
    otel_genai.refine(span, draft)
    attributes = span.attributes
    kind = text(attributes.get(_KIND))
    if kind is None:
        return
    draft.span_type = _KINDS.get(kind, draft.span_type)
    draft.internal = kind in _MACHINERY
    if kind == "usage" and attributes.get(_USAGE_KIND) in _SPENT_UNSEEN:
        draft.span_type, draft.internal = SpanType.LLM_CALL, False
    elif kind == "envelope":
        _read_envelope(span, draft)
    elif kind == "human_input":
        draft.input = draft.input or text(attributes.get("ag2.human_input.prompt"))
        draft.output = draft.output or text(attributes.get("ag2.human_input.response"))
    elif kind == "speaker_selection":
        draft.input = draft.input or parsed(attributes.get("ag2.speaker_selection.candidates"))
        draft.output = draft.output or text(attributes.get("ag2.speaker_selection.selected"))
    elif kind == "agent_lifetime" and draft.agent is None:
        name = text(attributes.get("ag2.agent.id"))
        draft.agent = None if name is None else Agent(name, name)


def _read_envelope(span: Span, draft: Draft) -> None:
    attributes = span.attributes
    sender = text(attributes.get(_NETWORK + "sender_id")) or NOBODY
    kind = text(attributes.get(_NETWORK + "event_type")) or _MESSAGE
    audience = attributes.get(_NETWORK + "audience") or attributes.get(_NETWORK + "recipient_id")
    for recipient in texts(audience) or (NOBODY,):
        draft.messages += (AgentMessage(sender, recipient, kind, None, span.start_ns),)


DIALECT = Dialect(
    name="ag2",
    scopes=("opentelemetry.instrumentation.ag2", "ag2", "ag2."),
    marks=("ag2.",),
    refine=refine,
)
