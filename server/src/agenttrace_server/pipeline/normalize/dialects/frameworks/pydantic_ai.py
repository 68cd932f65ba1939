"""Read Pydantic AI: OpenTelemetry's conventions, the whole conversation on the agent's span, and older versions."""

from __future__ import annotations

from typing import Final

from agenttrace.model import Agent, Span, SpanType, Tool
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize.dialects.conventions import openinference, otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.messages import messages_from
from agenttrace_server.pipeline.normalize.usage import usage_from
from agenttrace_server.pipeline.normalize.values import first_text, parsed, text

_AGENT_NAMES: Final = ("agent_name",)
_AGENT_SPANS: Final = ("agent run", "invoke_agent")
_TOOL_SPANS: Final = ("running tool", "execute_tool")
_RUNNING_TOOLS: Final = "running tools"
_ALL_MESSAGES: Final = "pydantic_ai.all_messages"
_EVENTS: Final = ("events", "all_messages_events")
_AGGREGATED: Final = "gen_ai.aggregated_usage."
_USAGE: Final = "gen_ai.usage."
_OPENINFERENCE: Final = "openinference.span.kind"


def refine(span: Span, draft: Draft) -> None:
    """Add messages and final results; some processors write OpenInference's attributes beside its own."""
    (openinference if _OPENINFERENCE in span.attributes else otel_genai).refine(span, draft)
    if span.name == _RUNNING_TOOLS:
        draft.span_type = SpanType.CHAIN
    elif draft.span_type is None and span.name.endswith(" run") and _AGENT_NAMES[0] in span.attributes:
        draft.span_type = SpanType.AGENT
    elif draft.span_type is None:
        draft.span_type = _kind_of(span.name)
    if draft.agent is None:
        name = first_text(span.attributes, _AGENT_NAMES)
        draft.agent = None if name is None else Agent(name)
    if draft.span_type is SpanType.TOOL_EXECUTION:
        _read_tool(span, draft)
        return
    if not draft.input_messages and not draft.output_messages:
        _read_events(span, draft)
    if draft.span_type is SpanType.AGENT:
        _read_run(span, draft)


def _kind_of(name: str) -> SpanType | None:
    if name.startswith(_AGENT_SPANS):
        return SpanType.AGENT
    return SpanType.TOOL_EXECUTION if name.startswith(_TOOL_SPANS) else None


def _read_tool(span: Span, draft: Draft) -> None:
    name = first_text(span.attributes, a.TOOL_NAME) or span.name.removeprefix("running tool: ")
    draft.tool = Tool(name, first_text(span.attributes, a.TOOL_CALL_ID))
    draft.input = draft.input if draft.input is not None else parsed(span.attributes.get("tool_arguments"))
    draft.output = draft.output if draft.output is not None else parsed(span.attributes.get("tool_response"))


def _read_events(span: Span, draft: Draft) -> None:
    for name in _EVENTS:
        if name in span.attributes:
            draft.input_messages, draft.output_messages = otel_genai.from_event_list(span.attributes[name])


def _read_run(span: Span, draft: Draft) -> None:
    """The conversation ends with the answer; the totals of the run are a roll-up and do not count."""
    spoken = messages_from(span.attributes.get(_ALL_MESSAGES), "user")
    if spoken:
        answers = spoken[-1].role == "assistant"
        draft.input_messages += spoken[:-1] if answers else spoken
        draft.output_messages = draft.output_messages or (spoken[-1:] if answers else ())
    draft.output = draft.output if draft.output is not None else parsed(text(span.attributes.get("final_result")))
    if draft.usage is None:
        totals = {
            _USAGE + name[len(_AGGREGATED) :]: value
            for name, value in span.attributes.items()
            if name.startswith(_AGGREGATED)
        }
        draft.usage = usage_from(totals) if totals else None


DIALECT = Dialect(
    name="pydantic_ai",
    scopes=("pydantic-ai", "pydantic_ai", "pydantic-ai."),
    marks=("pydantic_ai.",),
    refine=refine,
)
