"""Read a span's attributes into our model: the general reading by one table, then the dialect's own knowledge."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agenttrace.model import Call, Span, SpanType
from agenttrace.model.handoffs import NOBODY
from agenttrace_server.pipeline.normalize.calls import call_from, reasons_said
from agenttrace_server.pipeline.normalize.dialects.table import detect
from agenttrace_server.pipeline.normalize.draft import Draft
from agenttrace_server.pipeline.normalize.frameworks import framework_of, framework_version_of
from agenttrace_server.pipeline.normalize.general.reading import general_reading, tool_of, type_by_shape
from agenttrace_server.pipeline.normalize.handoffs import asked_by, delegation_to, handoffs_of
from agenttrace_server.pipeline.normalize.usage import says_nothing
from agenttrace_server.store.api.arriving.open_span import filled

_COUNTING: Final = "count_tokens"
"""Ends the names of requests that some emitters take for model calls: what comes back is only how long a prompt is."""


def normalize(span: Span) -> Span:
    """Return the span with the second block of its fields filled in; nothing that arrived is changed or lost."""
    dialect = detect(span)
    draft = general_reading(span)
    if dialect is not None:
        dialect.refine(span, draft)
    span_type = draft.span_type or type_by_shape(span)
    is_model_call = span_type.is_model_call
    if is_model_call and span.name.endswith(_COUNTING):
        span_type, is_model_call = SpanType.CUSTOM, False
    tool = draft.tool or tool_of(span, span_type)
    if tool is not None and span_type is SpanType.TOOL_EXECUTION and not draft.messages:
        draft.messages = handoffs_of(span, tool, draft)
        if draft.messages:
            span_type = SpanType.HANDOFF
        elif (asked := asked_by(tool, draft.input)) is not None:
            draft.messages = (delegation_to(asked, span, draft),)
            tool = replace(tool, asked_agent=None if asked == NOBODY else asked)
    if is_model_call and says_nothing(draft.usage):
        draft.usage = None
    draft.span_type, draft.tool = span_type, tool
    draft.framework = draft.framework or framework_of(span)
    draft.framework_version = draft.framework_version or framework_version_of(span)
    draft.call = _call_of(span, draft) if is_model_call else None
    draft.dialect = None if dialect is None else dialect.name
    return filled(span, vars(draft))


def _call_of(span: Span, draft: Draft) -> Call:
    """Where no attribute says why the model stopped, its messages may."""
    call = draft.call
    if call is None:
        return call_from(span, draft.output_messages)
    if call.finish_reasons or not draft.output_messages:
        return call
    return replace(call, finish_reasons=reasons_said(draft.output_messages))
