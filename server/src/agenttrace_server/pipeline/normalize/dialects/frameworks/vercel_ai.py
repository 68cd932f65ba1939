"""Read Vercel's AI SDK: the new spans are OpenTelemetry's, the legacy ones say everything under `ai.`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from agenttrace.model import Agent, Call, Json, Message, Part, PartType, Span, SpanType, Tool, Usage
from agenttrace_server.pipeline.normalize import vocabulary
from agenttrace_server.pipeline.normalize.calls import call_from, tools_of
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.messages import messages_from, system_message
from agenttrace_server.pipeline.normalize.parts import parts_from, tool_call_from
from agenttrace_server.pipeline.normalize.usage import inclusive, merged
from agenttrace_server.pipeline.normalize.values import (
    Attributes,
    fields,
    first_count,
    first_text,
    items,
    nanoseconds,
    parsed,
    text,
    texts,
)

_OPERATION: Final = "ai.operationId"
_FUNCTION: Final = "ai.telemetry.functionId"
_METADATA: Final = "ai.telemetry.metadata."
_SETTINGS: Final = "ai.settings."
_MILLISECOND_NS: Final = 1_000_000
_TOOL_CALL: Final = "ai.toolCall"
_INPUT: Final = ("ai.usage.inputTokens", "ai.usage.promptTokens", "ai.usage.tokens")
_OUTPUT: Final = ("ai.usage.outputTokens", "ai.usage.completionTokens")
_CACHE_READ: Final = ("ai.usage.cachedInputTokens", "ai.usage.inputTokenDetails.cacheReadTokens")
_CACHE_WRITE: Final = ("ai.usage.inputTokenDetails.cacheWriteTokens",)
_REASONING: Final = ("ai.usage.reasoningTokens", "ai.usage.outputTokenDetails.reasoningTokens")
_TOTAL: Final = ("ai.usage.totalTokens",)
_SESSIONS: Final = tuple(_METADATA + name for name in ("sessionId", "session_id", "threadId", "chatId"))
_USERS: Final = tuple(_METADATA + name for name in ("userId", "user_id"))
_EMBEDDED: Final = ("ai.value", "ai.values")


def refine(span: Span, draft: Draft) -> None:
    """A call to the model is `do…`; what stands around it repeats its children's usage."""
    otel_genai.refine(span, draft)
    draft.framework = draft.framework or "vercel_ai"
    operation = text(span.attributes.get(_OPERATION))
    if operation is None:
        return
    attributes = span.attributes
    draft.session_id = draft.session_id or first_text(attributes, _SESSIONS)
    draft.user_id = draft.user_id or first_text(attributes, _USERS)
    name = text(attributes.get(_FUNCTION))
    if name is not None and draft.agent is None:
        draft.agent = Agent(name)
    draft.span_type = _kind_of(operation)
    draft.usage = merged(_usage_of(attributes), draft.usage)
    if draft.span_type is SpanType.TOOL_EXECUTION:
        _read_tool(attributes, draft)
    elif draft.span_type is SpanType.EMBEDDING:
        draft.input = next((parsed(attributes[name]) for name in _EMBEDDED if name in attributes), draft.input)
    else:
        _read_conversation(attributes, draft)
    if draft.span_type.is_model_call:
        draft.call = _call_of(span)


def _kind_of(operation: str) -> SpanType:
    if operation == _TOOL_CALL:
        return SpanType.TOOL_EXECUTION
    last = operation.rsplit(".", 1)[-1]
    if not last.startswith("do"):
        return SpanType.CHAIN if "embed" in operation.lower() else SpanType.AGENT
    return SpanType.EMBEDDING if last.startswith("doEmbed") else SpanType.LLM_CALL


def _usage_of(attributes: Attributes) -> Usage | None:
    found = Usage(
        input_tokens=first_count(attributes, _INPUT),
        output_tokens=first_count(attributes, _OUTPUT),
        cache_read_tokens=first_count(attributes, _CACHE_READ),
        cache_write_tokens=first_count(attributes, _CACHE_WRITE),
        reasoning_tokens=first_count(attributes, _REASONING),
    )
    if found.input_tokens is None and found.output_tokens is None:
        return None
    return inclusive(found, first_count(attributes, _TOTAL))


def _call_of(span: Span) -> Call:
    attributes = span.attributes
    call = call_from(span)
    provider = call.provider or text(attributes.get("ai.model.provider"))
    settings = {name[len(_SETTINGS) :]: value for name, value in attributes.items() if name.startswith(_SETTINGS)}
    finish = attributes.get("ai.response.finishReason")
    reasons = tuple(map(vocabulary.finish_reason, texts(finish))) if finish is not None else ()
    return replace(
        call,
        provider=None if provider is None else vocabulary.provider(provider),
        request_model=call.request_model or text(attributes.get("ai.model.id")),
        response_model=call.response_model or text(attributes.get("ai.response.model")),
        response_id=call.response_id or text(attributes.get("ai.response.id")),
        finish_reasons=call.finish_reasons or reasons,
        time_to_first_chunk_ns=call.time_to_first_chunk_ns
        or nanoseconds(attributes.get("ai.response.msToFirstChunk"), _MILLISECOND_NS),
        parameters={**settings, **call.parameters},
        tools=call.tools or tools_of([parsed(tool) for tool in items(attributes.get("ai.prompt.tools"))]),
    )


def _read_tool(attributes: Attributes, draft: Draft) -> None:
    name = text(attributes.get("ai.toolCall.name"))
    if name is not None:
        draft.tool = Tool(name, text(attributes.get("ai.toolCall.id")))
    draft.input = parsed(attributes.get("ai.toolCall.args"))
    draft.output = parsed(attributes.get("ai.toolCall.result"))


def _read_conversation(attributes: Attributes, draft: Draft) -> None:
    prompt: Mapping[str, Json] = fields(attributes.get("ai.prompt"))
    asked = attributes.get("ai.prompt.messages") or prompt.get("messages") or prompt.get("prompt")
    if asked is not None:
        draft.input_messages = system_message(prompt.get("system")) + messages_from(asked, "user")
    parts = [Part(PartType.REASONING, text=said) for said in (text(attributes.get("ai.response.reasoning")),) if said]
    parts += parts_from(text(attributes.get("ai.response.text")))
    calls = (tool_call_from(call) for call in items(attributes.get("ai.response.toolCalls")))
    parts += [call for call in calls if call is not None]
    answer = attributes.get("ai.response.object")
    if not parts and answer is not None:
        parts = parts_from(text(answer))
    if parts:
        draft.output_messages = (Message("assistant", tuple(parts)),)


DIALECT = Dialect(name="vercel_ai", scopes=("gen_ai", "ai"), marks=(_OPERATION,), refine=refine)
