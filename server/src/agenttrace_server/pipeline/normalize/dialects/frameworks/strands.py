"""Read Strands: OpenTelemetry's conventions with Bedrock's messages in events, and a first token in milliseconds."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agenttrace.model import Json, Message, PartType, Span, SpanType
from agenttrace_server.pipeline.normalize.calls import call_from
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.values import nanoseconds, parsed, text

_MILLISECOND_NS: Final = 1_000_000
_FIRST_CHUNK: Final = "gen_ai.server.time_to_first_token"
_CYCLE: Final = "execute_event_loop_cycle"
_TEAMS: Final = ("invoke_swarm", "invoke_graph")
_ASKED: Final = "gen_ai.tool.message"
_ANSWERED: Final = "gen_ai.choice"


def refine(span: Span, draft: Draft) -> None:
    """Add messages; what a tool got and gave is in its events."""
    otel_genai.refine(span, draft)
    if span.name.startswith(_CYCLE) or span.name.startswith(_TEAMS):
        draft.span_type = SpanType.CHAIN
        draft.agent = None
    elif draft.span_type is SpanType.LLM_CALL:
        first = nanoseconds(span.attributes.get(_FIRST_CHUNK), _MILLISECOND_NS)
        draft.call = replace(call_from(span), time_to_first_chunk_ns=first)
    elif draft.span_type is SpanType.TOOL_EXECUTION:
        _read_tool(span, draft)


def _read_tool(span: Span, draft: Draft) -> None:
    for event in span.events:
        if event.name == _ASKED and draft.input is None:
            draft.input = parsed(event.attributes.get("content"))
        elif event.name == _ANSWERED and draft.output is None:
            draft.output = _plain(parsed(event.attributes.get("message")))
    if draft.input is None:
        draft.input = _value_in(draft.input_messages, PartType.TOOL_CALL)
    if draft.output is None:
        draft.output = _plain(_value_in(draft.output_messages, PartType.TOOL_RESULT))
    draft.input_messages = draft.output_messages = ()


def _value_in(messages: tuple[Message, ...], kind: PartType) -> Json:
    return next((part.value for message in messages for part in message.parts if part.type is kind), None)


def _plain(content: Json) -> Json:
    """A result of one text or one JSON value is that value."""
    if isinstance(content, list) and len(content) == 1 and isinstance(content[0], dict):
        only = content[0]
        return text(only.get("text")) or only.get("json") or content
    return content


DIALECT = Dialect(name="strands", scopes=("strands.telemetry.tracer", "strands-agents", "strands."), refine=refine)
