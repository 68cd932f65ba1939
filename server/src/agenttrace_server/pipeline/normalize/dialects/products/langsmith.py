"""Read LangSmith: runs with their whole input and output as `gen_ai.prompt` and `gen_ai.completion`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from agenttrace.model import Agent, Json, Span, SpanState, SpanType, Status, Tool, Usage
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize import vocabulary
from agenttrace_server.pipeline.normalize.calls import call_from
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.dialects.conventions.unwrapping import answer_in
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.usage import merged, usage_of
from agenttrace_server.pipeline.normalize.values import fields, first_count, literal, parsed, text

_METADATA: Final = "langsmith.metadata."
_AGENT_NAME: Final = _METADATA + "lc_agent_name"
_NODE: Final = _METADATA + "langgraph_node"
_PLUMBING: Final = frozenset({"model", "tools", "agent", "__start__", "__end__", "call_model"})
_SCALARS: Final = ("input", "output")
_CACHE_READ: Final = ("cache_read",)
_CACHE_WRITE: Final = ("cache_creation",)
_REASONING: Final = ("reasoning",)
_KINDS: Final = "langsmith.span.kind"


def refine(span: Span, draft: Draft) -> None:
    """A model call's prompt is messages; every other run's is what went in."""
    attributes = span.attributes
    draft.agent = draft.agent or _agent_of(span)
    failure = _failure_of(span)
    if failure is not None:
        draft.status = failure
    if _NODE in attributes:
        draft.framework = "langgraph"
    if draft.span_type is SpanType.LLM_CALL:
        otel_genai.refine(span, draft)
        _read_call(span, draft)
        return
    draft.usage = None
    draft.input = _plain(parsed(attributes.get(a.PROMPT)))
    draft.output = _plain(parsed(attributes.get(a.COMPLETION)))
    if draft.span_type is SpanType.CHAIN and attributes.get(_AGENT_NAME) == span.name:
        draft.span_type = SpanType.AGENT
    if draft.span_type is SpanType.TOOL_EXECUTION:
        draft.tool = draft.tool or Tool(span.name)


def _failure_of(span: Span) -> Status | None:
    """A run that failed has its exception as an event and, all the same, the status OK."""
    told = next((event.attributes for event in span.events if event.name == a.EXCEPTION_EVENT), None)
    if told is None or span.is_running or span.status.state.is_failure:
        return None
    return Status(SpanState.ERROR, text(told.get(a.EXCEPTION_MESSAGE)), text(told.get(a.EXCEPTION_TYPE)))


def _agent_of(span: Span) -> Agent | None:
    name = text(span.attributes.get(_AGENT_NAME))
    node = text(span.attributes.get(_NODE))
    if name is None and node not in _PLUMBING:
        name = node
    return None if name is None else Agent(name)


def _read_call(span: Span, draft: Draft) -> None:
    attributes = span.attributes
    draft.usage = merged(draft.usage, usage_of(attributes.get(_METADATA + "usage_metadata")))
    inside = _object(attributes.get("gen_ai.usage.input_token_details"))
    outside = _object(attributes.get("gen_ai.usage.output_token_details"))
    details = Usage(
        cache_read_tokens=first_count(inside, _CACHE_READ),
        cache_write_tokens=first_count(inside, _CACHE_WRITE),
        reasoning_tokens=first_count(outside, _REASONING),
    )
    draft.usage = draft.usage and merged(draft.usage, details)
    call = call_from(span)
    provider = text(attributes.get(_METADATA + "ls_provider"))
    draft.call = replace(
        call,
        provider=vocabulary.provider(provider) if provider is not None else call.provider,
        request_model=call.request_model or text(attributes.get(_METADATA + "ls_model_name")),
    )


def _object(value: Json) -> Mapping[str, Json]:
    return fields(literal(value))


def _plain(value: Json) -> Json:
    """{"input": "..."} and {"output": "..."} are the value in them."""
    if isinstance(value, dict) and len(value) == 1:
        for name in _SCALARS:
            if name in value:
                return answer_in(literal(value[name]))
    return answer_in(value)


DIALECT = Dialect(name="langsmith", scopes=("langsmith", "langsmith."), marks=(_KINDS,), refine=refine)
