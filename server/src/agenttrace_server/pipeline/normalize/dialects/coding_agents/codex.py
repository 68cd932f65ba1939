"""Read Codex: of its hundreds of spans a turn, keep the turn, what the model answered, and the tools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from agenttrace.model import Agent, Json, Span, SpanType, Tool, Usage
from agenttrace_server.pipeline.normalize.calls import call_from
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.usage import usage_from
from agenttrace_server.pipeline.normalize.values import Attributes, count, first_text, text

_AGENT: Final = "codex"
_PROVIDER: Final = "openai"
_TURN: Final = "session_task."
_TURN_USAGE: Final = "codex.turn.token_usage."
_CALL_MARKS: Final = ("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")
_MODEL: Final = ("model", "slug", "gen_ai.request.model")
_TOOL_NAME: Final = ("tool_name", "codex.tool.name")
_TOOL_CALL: Final = ("call_id", "codex.tool.call_id")
_NOT_A_TOOL: Final = "mcp."
_STREAMED: Final = "from"
"""The spans of a streamed answer carry a tool's name, too: that it was asked for, not that it ran."""
_SESSION: Final = ("conversation.id", "gen_ai.conversation.id", "thread_id")
_EFFORTS: Final = ("codex.request.reasoning_effort", "codex.turn.reasoning_effort")


def refine(span: Span, draft: Draft) -> None:
    """Everything else is the machinery of its runtime. A turn's usage is the sum of its calls' and does not count."""
    attributes = span.attributes
    draft.agent = Agent(_AGENT)
    draft.framework = "codex"
    draft.framework_version = text(span.resource.get("service.version"))
    draft.session_id = first_text(attributes, _SESSION) or draft.session_id
    draft.input_messages = draft.output_messages = ()
    if span.name.startswith(_TURN) or attributes.get("otel.name") == "session_task.turn":
        draft.span_type = SpanType.AGENT
        draft.usage = _turn_usage(attributes)
        draft.session_id = draft.session_id or _thread(attributes.get("thread.id"))
    elif any(name in attributes for name in _CALL_MARKS):
        _read_call(span, draft)
    elif _is_tool(span):
        draft.span_type = SpanType.TOOL_EXECUTION
        draft.tool = Tool(first_text(attributes, _TOOL_NAME) or span.name, first_text(attributes, _TOOL_CALL))
    else:
        draft.span_type = SpanType.CUSTOM
        draft.usage = None
        draft.internal = True


def model_of(span: Span) -> str | None:
    """Return the model that a span names, itself or in an event of its own; the spans of answers mostly name none."""
    named = first_text(span.attributes, _MODEL)
    return named or next((model for event in span.events if (model := first_text(event.attributes, _MODEL))), None)


def _read_call(span: Span, draft: Draft) -> None:
    attributes = span.attributes
    draft.span_type = SpanType.LLM_CALL
    usage = usage_from(attributes)
    reasoning = count(attributes.get("codex.usage.reasoning_output_tokens"))
    draft.usage = usage and replace(usage, reasoning_tokens=reasoning)
    effort = first_text(attributes, _EFFORTS)
    parameters: Mapping[str, Json] = {} if effort is None else {"reasoning_effort": effort}
    call = call_from(span)
    draft.call = replace(
        call,
        provider=call.provider or _PROVIDER,
        request_model=call.request_model or model_of(span),
        parameters=parameters,
    )


def _is_tool(span: Span) -> bool:
    attributes = span.attributes
    if _STREAMED in attributes or span.name.startswith(_NOT_A_TOOL):
        return False
    return first_text(attributes, _TOOL_NAME) is not None and first_text(attributes, _TOOL_CALL) is not None


def _turn_usage(attributes: Attributes) -> Usage | None:
    def tokens(name: str) -> int | None:
        return count(attributes.get(_TURN_USAGE + name))

    found = Usage(
        input_tokens=tokens("input_tokens"),
        output_tokens=tokens("output_tokens"),
        cache_read_tokens=tokens("cached_input_tokens"),
        cache_write_tokens=tokens("cache_write_input_tokens"),
        reasoning_tokens=tokens("reasoning_output_tokens"),
    )
    return None if found.input_tokens is None and found.output_tokens is None else found


def _thread(value: Json) -> str | None:
    """A number is the operating system's thread, a text is the conversation."""
    return value if isinstance(value, str) and value and not value.isdecimal() else None


DIALECT = Dialect(name="codex", scopes=("codex", "codex_", "codex-", "codex.", "Codex "), refine=refine)
