"""Read the Anthropic SDK's own spans: OpenTelemetry's conventions, without content unless the user asks for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agenttrace.model import Span, SpanType
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize.calls import call_from
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft

_THINKING: Final = "anthropic.thinking."


def refine(span: Span, draft: Draft) -> None:
    """Add messages where there are any, and how the model was asked to think.

    Only calls name an operation: counting tokens, listing models and batches ask no model for an answer.
    """
    otel_genai.refine(span, draft)
    if a.OPERATION not in span.attributes:
        draft.span_type, draft.usage = SpanType.CUSTOM, None
    if draft.span_type is SpanType.LLM_CALL:
        asked = {
            "thinking_" + name[len(_THINKING) :]: value
            for name, value in span.attributes.items()
            if name.startswith(_THINKING)
        }
        if asked:
            call = call_from(span)
            draft.call = replace(call, parameters={**call.parameters, **asked})


DIALECT = Dialect(name="anthropic_sdk", scopes=("com.anthropic.sdk.",), refine=refine)
