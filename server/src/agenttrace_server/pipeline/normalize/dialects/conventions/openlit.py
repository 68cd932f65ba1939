"""Read OpenLIT: OpenTelemetry's conventions, with Anthropic's input counted without its cached part."""

from __future__ import annotations

from typing import Final

from agenttrace.model import AgentMessage, Span, SpanType
from agenttrace.model.handoffs import NOBODY
from agenttrace_server.pipeline.normalize.calls import provider_from
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.usage import with_cache_added
from agenttrace_server.pipeline.normalize.values import count, first_text, parsed, text

_ARGUMENTS: Final = ("gen_ai.tool.args", "gen_ai.tool.input", "gen_ai.tool.input_kwargs")
_RESULT: Final = ("gen_ai.tool.output", "gen_ai.tool.result")
_SENDER: Final = ("gen_ai.agent.sender", "gen_ai.agent.source")
_RECIPIENT: Final = ("gen_ai.agent.recipient", "gen_ai.agent.target")
_COUNT_CACHE_APART: Final = ("anthropic", "aws.bedrock")
"""Providers whose own input leaves out the cache, as OpenLIT passes it on. Where the general reading has repaired it
already (an input smaller than its cached part), it is left alone."""


def refine(span: Span, draft: Draft) -> None:
    """Add messages, repair Anthropic's input, and read its older names for tools and for who spoke to whom."""
    otel_genai.refine(span, draft)
    attributes = span.attributes
    if draft.span_type is SpanType.LLM_CALL and draft.usage is not None:
        as_reported = draft.usage.input_tokens == count(attributes.get("gen_ai.usage.input_tokens"))
        if as_reported and provider_from(attributes) in _COUNT_CACHE_APART:
            draft.usage = with_cache_added(draft.usage)
    elif draft.span_type is SpanType.TOOL_EXECUTION:
        draft.input = draft.input if draft.input is not None else parsed(first_text(attributes, _ARGUMENTS))
        draft.output = draft.output if draft.output is not None else parsed(first_text(attributes, _RESULT))
    sender, recipient = first_text(attributes, _SENDER), first_text(attributes, _RECIPIENT)
    if recipient is not None:
        kind = text(attributes.get("gen_ai.agent.message_type")) or "message"
        draft.messages += (AgentMessage(sender or NOBODY, recipient, kind, None, span.start_ns),)


DIALECT = Dialect(name="openlit", scopes=("openlit", "openlit."), refine=refine)
