"""Read MLflow: every attribute is JSON, a model call's messages are in its inputs and outputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from agenttrace.model import Agent, Json, Span, SpanType, Tool
from agenttrace_server.pipeline.normalize import vocabulary
from agenttrace_server.pipeline.normalize.calls import call_from, tools_of
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.messages import messages_from
from agenttrace_server.pipeline.normalize.usage import merged, usage_of
from agenttrace_server.pipeline.normalize.values import fields, items, money, parsed, text

_KIND: Final = "mlflow.spanType"
_KINDS: Final[Mapping[str, SpanType]] = {
    "LLM": SpanType.LLM_CALL, "CHAT_MODEL": SpanType.LLM_CALL, "EMBEDDING": SpanType.EMBEDDING,
    "CHAIN": SpanType.CHAIN, "WORKFLOW": SpanType.CHAIN, "PARSER": SpanType.CHAIN, "AGENT": SpanType.AGENT,
    "TOOL": SpanType.TOOL_EXECUTION, "TASK": SpanType.TASK, "RETRIEVER": SpanType.RETRIEVAL,
    "RERANKER": SpanType.RETRIEVAL, "MEMORY": SpanType.MEMORY_RETRIEVAL, "GUARDRAIL": SpanType.VERIFICATION,
    "EVALUATOR": SpanType.VERIFICATION, "HANDOFF": SpanType.HANDOFF,
}  # fmt: skip
_PARAMETERS: Final = frozenset(
    {"temperature", "top_p", "max_tokens", "max_completion_tokens", "stream", "seed", "n", "stop", "reasoning_effort"}
)
_IDS: Final = ("chatcmpl-", "msg_", "resp_")


def refine(span: Span, draft: Draft) -> None:
    """Read the JSON in its attributes; names of agents and tools are those of their spans."""
    otel_genai.refine(span, draft)
    attributes = span.attributes
    kind = text(parsed(attributes.get(_KIND)))
    draft.span_type = (_KINDS.get(kind) if kind is not None else None) or draft.span_type
    given, gave = parsed(attributes.get("mlflow.spanInputs")), parsed(attributes.get("mlflow.spanOutputs"))
    draft.input = draft.input if draft.input is not None else given
    draft.output = draft.output if draft.output is not None else gave
    if draft.span_type is SpanType.AGENT and draft.agent is None:
        draft.agent = Agent(span.name)
    elif draft.span_type is SpanType.TOOL_EXECUTION:
        draft.tool = draft.tool or Tool(span.name)
    elif draft.span_type is not None and draft.span_type.is_model_call:
        _read_call(span, draft, fields(given), gave)


def _read_call(span: Span, draft: Draft, given: Mapping[str, Json], gave: Json) -> None:
    attributes = span.attributes
    draft.usage = merged(draft.usage, usage_of(attributes.get("mlflow.chat.tokenUsage")))
    if draft.reported_cost is None:
        draft.reported_cost = money(fields(attributes.get("mlflow.llm.cost")).get("total_cost"))
    answer = fields(gave)
    if draft.span_type is SpanType.LLM_CALL:
        asked = given.get("messages") or given.get("input") or given.get("contents")
        draft.input_messages = draft.input_messages or messages_from(asked, "user")
        draft.output_messages = draft.output_messages or messages_from(gave, "assistant")
        draft.input = None if draft.input_messages else draft.input
        draft.output = None if draft.output_messages else draft.output
    call = call_from(span)
    model = text(parsed(attributes.get("mlflow.llm.model")))
    provider = text(parsed(attributes.get("mlflow.llm.provider")))
    identity = text(answer.get("id"))
    draft.call = replace(
        call,
        provider=call.provider or (None if provider is None else vocabulary.provider(provider)),
        request_model=call.request_model or text(given.get("model")) or model,
        response_model=call.response_model or text(answer.get("model")) or model,
        response_id=call.response_id or (identity if identity is not None and identity.startswith(_IDS) else None),
        finish_reasons=call.finish_reasons or _finish_reasons(answer),
        parameters={**{name: given[name] for name in given if name in _PARAMETERS}, **call.parameters},
        tools=call.tools or tools_of(items(attributes.get("mlflow.chat.tools") or given.get("tools"))),
    )


def _finish_reasons(answer: Mapping[str, Json]) -> tuple[str, ...]:
    choices = items(answer.get("choices"))
    words = [text(fields(choice).get("finish_reason")) for choice in choices] or [text(answer.get("stop_reason"))]
    return tuple(vocabulary.finish_reason(word) for word in words if word is not None)


DIALECT = Dialect(name="mlflow", scopes=("mlflow", "mlflow."), marks=(_KIND,), refine=refine)
