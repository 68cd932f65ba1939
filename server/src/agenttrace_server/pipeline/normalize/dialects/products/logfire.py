"""Read Logfire: its spans of OpenAI, Anthropic and OpenAI's agents, and its own spans and logs."""

from __future__ import annotations

from typing import Final

from agenttrace.model import Agent, AgentMessage, Span, SpanType, Tool
from agenttrace.model.handoffs import HANDOFF, NOBODY
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.messages import messages_from
from agenttrace_server.pipeline.normalize.usage import merged, usage_of
from agenttrace_server.pipeline.normalize.values import fields, parsed, text

_KIND: Final = "logfire.span_type"
_PENDING: Final = "pending_span"
_AGENTS: Final = "logfire.openai_agents"
_RAW_USAGE: Final = "gen_ai.usage.raw"
_MODEL_SCOPES: Final = ("logfire.openai", "logfire.anthropic", "logfire.google_genai")


def refine(span: Span, draft: Draft) -> None:
    """Add what the provider itself counted; a pending span only announces the one that follows."""
    otel_genai.refine(span, draft)
    attributes = span.attributes
    draft.internal = attributes.get(_KIND) == _PENDING
    if span.scope.name == _AGENTS:
        _read_agents_sdk(span, draft)
    if draft.span_type is None and span.scope.name in _MODEL_SCOPES and "request_data" in attributes:
        draft.span_type = SpanType.LLM_CALL
    if draft.span_type is not None and draft.span_type.is_model_call:
        raw = attributes.get(_RAW_USAGE)
        if raw is not None:
            draft.usage = merged(draft.usage, usage_of(raw))
        _read_older(span, draft)


def _read_older(span: Span, draft: Draft) -> None:
    """Versions before 4 wrote the whole request and the whole answer."""
    answer = fields(span.attributes.get("response_data"))
    if not draft.input_messages:
        asked = fields(span.attributes.get("request_data"))
        draft.input_messages = messages_from(asked.get("messages") or asked.get("input"), "user")
    if not draft.output_messages:
        said = answer.get("message") or answer.get("combined_chunk_content")
        draft.output_messages = messages_from([said] if said else None, "assistant")
    if not draft.input_messages and "events" in span.attributes:
        draft.input_messages, draft.output_messages = otel_genai.from_event_list(span.attributes["events"])
    draft.usage = draft.usage or usage_of(answer.get("usage"))


def _read_agents_sdk(span: Span, draft: Draft) -> None:
    attributes = span.attributes
    kind = span.name.partition(":")[0]
    name = text(attributes.get("name"))
    if kind == "Agent run" and name is not None:
        draft.span_type, draft.agent = SpanType.AGENT, Agent(name)
    elif kind == "Function" and name is not None:
        draft.span_type, draft.tool = SpanType.TOOL_EXECUTION, Tool(name)
        draft.input, draft.output = parsed(attributes.get("input")), parsed(attributes.get("output"))
    elif kind == "Handoff":
        giver, taker = text(attributes.get("from_agent")) or NOBODY, text(attributes.get("to_agent")) or NOBODY
        draft.span_type = SpanType.HANDOFF
        draft.messages += (AgentMessage(giver, taker, HANDOFF, None, span.start_ns),)
    elif kind == "Guardrail":
        draft.span_type = SpanType.VERIFICATION
    elif draft.span_type is None and (span.name.startswith("Responses API") or kind == "Chat completion"):
        draft.span_type = SpanType.LLM_CALL
    elif draft.span_type is None:
        draft.span_type = SpanType.CHAIN


DIALECT = Dialect(name="logfire", scopes=("logfire", "logfire."), refine=refine)
