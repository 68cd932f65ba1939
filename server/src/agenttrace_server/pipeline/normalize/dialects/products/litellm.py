"""Read LiteLLM's callback: it writes calls onto spans of its own, or onto whatever span the caller had open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from agenttrace.model import Call, Json, Message, Span, SpanType
from agenttrace_server.pipeline.normalize import vocabulary
from agenttrace_server.pipeline.normalize.calls import call_from, tools_of
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.messages import messages_from
from agenttrace_server.pipeline.normalize.usage import merged, usage_of
from agenttrace_server.pipeline.normalize.values import Attributes, items, literal, text

_SCOPE: Final = "litellm"
_RAW: Final = "raw_gen_ai_request"
_RAW_PREFIX: Final = "llm."
_REQUEST: Final = "litellm_request"
_USAGE: Final = "metadata.usage_object"
_PROVIDER_AND_MODEL: Final = "litellm.provider.model"
_CALL_ID: Final = "litellm.call_id"
_OF_OPENAI: Final = "chatcmpl-"
_PARAMETERS: Final = ("temperature", "max_tokens", "top_p", "stream")


def refine(span: Span, draft: Draft) -> None:
    """A request of its own is a call; what it wrote onto the caller's span is only the last of several calls."""
    otel_genai.refine(span, draft)
    if span.name == _RAW:
        _read_raw(span, draft)
    elif span.scope.name == _SCOPE and (span.name == _REQUEST or draft.span_type is not None):
        draft.usage = merged(draft.usage, usage_of(span.attributes.get(_USAGE)))
        draft.call = _call_of(span, draft)
    elif span.scope.name != _SCOPE:
        draft.span_type = SpanType.CHAIN
        draft.usage = draft.reported_cost = None


def _call_of(span: Span, draft: Draft) -> Call:
    """Where the provider gives no id, LiteLLM makes one up; other emitters of the same call do not have that."""
    call = draft.call or call_from(span, draft.output_messages)
    named = text(span.attributes.get(_PROVIDER_AND_MODEL)) or ""
    provider = call.provider or (vocabulary.provider(named.partition("/")[0]) if "/" in named else None)
    is_made_up = call.response_id == text(span.attributes.get(_CALL_ID)) or (
        provider == "anthropic" and (call.response_id or "").startswith(_OF_OPENAI)
    )
    return replace(call, provider=provider, response_id=None if is_made_up else call.response_id)


def _read_raw(span: Span, draft: Draft) -> None:
    """The provider's answer, in Python's writing; without one (a stream, a failure) the span says nothing."""
    answer = _answer_in(span.attributes)
    draft.span_type = SpanType.LLM_CALL if answer else SpanType.CUSTOM
    draft.internal = not answer
    if not answer:
        return
    draft.usage = usage_of(answer.get("usage"))
    asked: Json = literal(answer.get("messages"))
    draft.input_messages = messages_from(asked, "user")
    said = answer.get("choices") or answer.get("content") or answer.get("output")
    draft.output_messages = _answered(literal(said))
    call = call_from(span)
    finish = text(answer.get("stop_reason"))
    model = text(answer.get("model"))
    draft.call = replace(
        call,
        provider=call.provider or text(answer.get("provider")),
        response_model=call.response_model or model,
        response_id=call.response_id or text(answer.get("id")),
        finish_reasons=() if finish is None else (vocabulary.finish_reason(finish),),
        parameters={name: answer[name] for name in _PARAMETERS if name in answer},
        tools=tools_of(items(literal(answer.get("tools")))),
    )


def _answered(said: Json) -> tuple[Message, ...]:
    """Anthropic's content is the parts of one message; OpenAI's choices are messages."""
    found = items(said)
    if found and all(isinstance(part, dict) and "type" in part and "role" not in part for part in found):
        return messages_from([{"role": "assistant", "content": found}], "assistant")
    return messages_from(found, "assistant")


def _answer_in(attributes: Attributes) -> Mapping[str, Json]:
    """Gather `llm.openai.id`, `llm.openai.usage`, … under their last names."""
    found: dict[str, Json] = {}
    for name, value in attributes.items():
        if name.startswith(_RAW_PREFIX):
            provider, _, field = name[len(_RAW_PREFIX) :].partition(".")
            if field:
                found[field] = value
                found["provider"] = vocabulary.provider(provider)
    return found


DIALECT = Dialect(name="litellm", scopes=(_SCOPE, "litellm."), marks=(_CALL_ID,), refine=refine)
