"""Read Langfuse: observations with their input, output, model, usage and cost as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from agenttrace.model import Agent, Json, Span, SpanType, Tool
from agenttrace_server.pipeline.normalize import vocabulary
from agenttrace_server.pipeline.normalize.calls import call_from, tools_of
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.dialects.conventions.unwrapping import unwrapped_call
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.messages import messages_from
from agenttrace_server.pipeline.normalize.usage import merged, usage_of
from agenttrace_server.pipeline.normalize.values import fields, items, money, parsed, text

_OWN: Final = "langfuse.observation."
_KIND: Final = _OWN + "type"
_FIRST_TOKEN: Final = _OWN + "completion_start_time"
_GRAPH_NODE: Final = _OWN + "metadata.langgraph_node"
_PLUMBING: Final = frozenset({"model", "tools", "agent", "__start__", "__end__", "call_model"})


def refine(span: Span, draft: Draft) -> None:
    """Add messages, usage and cost, and name agents and tools by their spans."""
    otel_genai.refine(span, draft)
    attributes = span.attributes
    draft.span_type = draft.span_type or (SpanType.CHAIN if attributes.get(_KIND) == "span" else None)
    if draft.span_type is SpanType.AGENT and draft.agent is None:
        draft.agent = Agent(span.name)
    elif draft.agent is None:
        node = text(parsed(attributes.get(_GRAPH_NODE)))
        draft.agent = Agent(node) if node is not None and node not in _PLUMBING else None
    draft.input, draft.output = unwrapped_call(draft.input), unwrapped_call(draft.output)
    if draft.span_type is SpanType.TOOL_EXECUTION:
        draft.tool = draft.tool or Tool(span.name)
    elif draft.span_type is not None and draft.span_type.is_model_call:
        _read_call(span, draft)


def _read_call(span: Span, draft: Draft) -> None:
    attributes = span.attributes
    draft.usage = merged(draft.usage, usage_of(attributes.get(_OWN + "usage_details")))
    draft.reported_cost = draft.reported_cost or money(fields(attributes.get(_OWN + "cost_details")).get("total"))
    asked: Mapping[str, Json] = draft.input if isinstance(draft.input, dict) else {}
    if draft.span_type is SpanType.LLM_CALL:
        draft.input_messages = draft.input_messages or messages_from(draft.input, "user")
        draft.output_messages = draft.output_messages or messages_from(draft.output, "assistant")
        draft.input = None if draft.input_messages else draft.input
        draft.output = None if draft.output_messages else draft.output
    call = call_from(span)
    finish = text(parsed(attributes.get(_OWN + "metadata.finish_reason")))
    draft.call = replace(
        call,
        finish_reasons=call.finish_reasons or (() if finish is None else (vocabulary.finish_reason(finish),)),
        time_to_first_chunk_ns=call.time_to_first_chunk_ns or _first_token_ns(span),
        parameters={**fields(attributes.get(_OWN + "model.parameters")), **call.parameters},
        tools=call.tools or tools_of(items(asked.get("tools"))),
    )


def _first_token_ns(span: Span) -> int | None:
    """Return how long after its start the first token came, where the emitter wrote the moment of it."""
    written = text(parsed(span.attributes.get(_FIRST_TOKEN)))
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
        after = int(moment.timestamp() * 1_000_000) * 1_000 - span.start_ns
    except (ValueError, OverflowError, OSError):
        return None
    return after if moment.tzinfo is not None and 0 <= after <= (span.duration_ns or after) else None


DIALECT = Dialect(
    name="langfuse",
    scopes=("langfuse-sdk", "langfuse-sdk.", "langfuse."),
    marks=("langfuse.observation.",),
    refine=refine,
)
