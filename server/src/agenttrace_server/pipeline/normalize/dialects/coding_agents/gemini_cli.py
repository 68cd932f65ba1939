"""Read Gemini CLI: Google's messages under OpenTelemetry's names, with its own words for what a span did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from agenttrace.model import Agent, Json, Span, SpanType, Tool
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize.calls import call_from
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.messages import messages_from
from agenttrace_server.pipeline.normalize.usage import usage_of
from agenttrace_server.pipeline.normalize.values import fields, first_text, items, parsed, text

_AGENT: Final = "gemini-cli"
_GOOGLE: Final = "gcp.gemini"
_KINDS: Final[Mapping[str, SpanType]] = {
    "llm_call": SpanType.LLM_CALL,
    "tool_call": SpanType.TOOL_EXECUTION,
    "agent_call": SpanType.AGENT,
    "user_prompt": SpanType.AGENT,
}
_INTERNAL: Final = ("system_prompt", "schedule_tool_calls")
_OLD_KINDS: Final[Mapping[str, SpanType]] = {
    "generateContent": SpanType.LLM_CALL,
    "generateContentStream": SpanType.LLM_CALL,
    "embedContent": SpanType.EMBEDDING,
}
_INPUTS: Final = (a.INPUT_MESSAGES, "input-json")
_OUTPUTS: Final = (a.OUTPUT_MESSAGES, "output-json")
_CALL_ID: Final = ("gen_ai.tool.call_id", *a.TOOL_CALL_ID)


def refine(span: Span, draft: Draft) -> None:
    """Translate its words; before it used OpenTelemetry's names it wrote `input-json` and `output-json`."""
    otel_genai.refine(span, draft)
    attributes = span.attributes
    operation = text(attributes.get(a.OPERATION)) or span.name
    draft.span_type = _KINDS.get(operation) or _OLD_KINDS.get(span.name) or SpanType.CUSTOM
    draft.internal = operation in _INTERNAL
    draft.agent = draft.agent or Agent(_AGENT)
    if draft.span_type is SpanType.TOOL_EXECUTION:
        draft.tool = Tool(first_text(attributes, a.TOOL_NAME) or span.name, first_text(attributes, _CALL_ID))
        draft.input = draft.input or parsed(first_text(attributes, _INPUTS))
        draft.output = draft.output or parsed(first_text(attributes, _OUTPUTS))
        draft.input_messages = draft.output_messages = ()
    elif draft.span_type.is_model_call:
        _read_call(span, draft)


def _read_call(span: Span, draft: Draft) -> None:
    asked, answered = fields(span.attributes.get("input-json")), fields(span.attributes.get("output-json"))
    request, response = fields(asked.get("request")), fields(answered.get("response"))
    draft.usage = draft.usage or usage_of(answered.get("usageMetadata"))
    draft.input_messages = draft.input_messages or messages_from(request.get("contents"), "user")
    chunks: list[Json] = [fields(chunk).get("content") for chunk in items(answered.get("streamChunks"))]
    draft.output_messages = draft.output_messages or messages_from(response.get("candidates") or chunks, "assistant")
    call = call_from(span)
    draft.call = replace(
        call,
        provider=call.provider or _GOOGLE,
        request_model=call.request_model or text(asked.get("model")),
        response_model=call.response_model or text(response.get("modelVersion")),
        response_id=call.response_id or text(response.get("responseId")),
    )


DIALECT = Dialect(name="gemini_cli", scopes=("gemini-cli",), refine=refine)
