"""Read Google's Agent Development Kit: OpenTelemetry's conventions, and its own names from before."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agenttrace.model import Agent, Json, Span, SpanType, Tool
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize.calls import provider_from
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.messages import messages_from, system_message
from agenttrace_server.pipeline.normalize.usage import usage_of
from agenttrace_server.pipeline.normalize.values import fields, first_text, parsed, text

_OWN: Final = "gcp.vertex.agent."
_SESSION: Final = (_OWN + "session_id",)
_OLD_KINDS: Final = (
    ("call_llm", SpanType.LLM_CALL),
    ("agent_run", SpanType.AGENT),
    ("invocation", SpanType.CHAIN),
    ("execute_tool", SpanType.TOOL_EXECUTION),
)
_INTERNAL: Final = ("execute_tool (merged)", "send_data")
_GOOGLES: Final = ("gcp.", "google", "gemini", "vertex")


def refine(span: Span, draft: Draft) -> None:
    """Take the second helping of reasoning off, and read what versions before 2 wrote."""
    otel_genai.refine(span, draft)
    draft.internal = span.name in _INTERNAL
    draft.session_id = draft.session_id or first_text(span.attributes, _SESSION)
    if draft.internal:
        draft.span_type = SpanType.CHAIN
    if draft.span_type is None or draft.agent is None:
        _read_name(span, draft)
    if draft.span_type is SpanType.LLM_CALL:
        _read_old_call(span, draft)
        _repair_reasoning(span, draft)
    elif draft.span_type is SpanType.TOOL_EXECUTION:
        draft.input = draft.input or parsed(span.attributes.get(_OWN + "tool_call_args"))
        draft.output = draft.output or parsed(span.attributes.get(_OWN + "tool_response"))


def _read_name(span: Span, draft: Draft) -> None:
    kind, _, rest = span.name.partition(" ")
    for word, span_type in _OLD_KINDS:
        if kind == word:
            draft.span_type = draft.span_type or span_type
    if kind == "agent_run" and len(rest) > len("[]"):
        draft.agent = draft.agent or Agent(rest.strip("[]"))
    if kind == "execute_tool" and rest and draft.tool is None and first_text(span.attributes, a.TOOL_NAME) is None:
        draft.tool = Tool(rest)


def _read_old_call(span: Span, draft: Draft) -> None:
    request = span.attributes.get(_OWN + "llm_request")
    if request is None or draft.input_messages:
        return
    asked, answered = fields(request), fields(span.attributes.get(_OWN + "llm_response"))
    config = fields(asked.get("config"))
    system = system_message(config.get("system_instruction"))
    draft.input_messages = system + messages_from(asked.get("contents"), "user")
    content: Json = answered.get("content")
    draft.output_messages = draft.output_messages or messages_from([content] if content else None, "assistant")
    draft.usage = draft.usage or usage_of(answered.get("usage_metadata"))


def _repair_reasoning(span: Span, draft: Draft) -> None:
    """ADK adds the reasoning to an output that, but for Google's own models, holds it already."""
    usage = draft.usage
    if usage is None or usage.output_tokens is None or usage.reasoning_tokens is None or _is_googles(span):
        return
    if usage.output_tokens >= 2 * usage.reasoning_tokens:
        draft.usage = replace(usage, output_tokens=usage.output_tokens - usage.reasoning_tokens)


def _is_googles(span: Span) -> bool:
    model = text(span.attributes.get("gen_ai.request.model")) or ""
    if "/" not in model and model.startswith("gemini"):
        return True
    return (provider_from(span.attributes) or "").startswith(_GOOGLES)


DIALECT = Dialect(name="google_adk", scopes=("gcp.vertex.agent",), marks=(_OWN,), refine=refine)
