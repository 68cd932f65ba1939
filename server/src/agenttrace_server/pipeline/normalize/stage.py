"""Read a span's attributes into our model: the general reading by one table, then the dialect's own knowledge."""

from __future__ import annotations

from dataclasses import replace

from agenttrace.model import Agent, Call, Json, Span, SpanType, Tool, semconv
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize import vocabulary
from agenttrace_server.pipeline.normalize.calls import call_from, reasons_said
from agenttrace_server.pipeline.normalize.dialects.table import detect
from agenttrace_server.pipeline.normalize.draft import Draft
from agenttrace_server.pipeline.normalize.frameworks import framework_of, framework_version_of
from agenttrace_server.pipeline.normalize.handoffs import delegations_of, handoffs_of
from agenttrace_server.pipeline.normalize.shape import Shape, shape_of
from agenttrace_server.pipeline.normalize.usage import usage_from
from agenttrace_server.pipeline.normalize.values import Attributes, fields, first_text, money, parsed, text, texts
from agenttrace_server.pipeline.open_span import changed

_NOBODY = "unknown"
_TOOL_SPAN_PREFIX = "execute_tool "
_AGENT_SPAN_PREFIX = "invoke_agent "


def normalize(span: Span) -> Span:
    """Return the span with the second block of its fields filled in; nothing that arrived is changed or lost."""
    dialect = detect(span)
    draft = _general_reading(span)
    if dialect is not None:
        dialect.refine(span, draft)
    span_type = draft.span_type or _type_by_shape(span)
    is_model_call = span_type.is_model_call
    tool = draft.tool or _tool_of(span, span_type)
    if tool is not None and span_type is SpanType.TOOL_EXECUTION and not draft.messages:
        draft.messages = handoffs_of(span, tool, draft)
        if draft.messages:
            span_type = SpanType.HANDOFF
        else:
            draft.messages = delegations_of(span, tool, draft)
    draft.span_type, draft.tool = span_type, tool
    draft.framework = draft.framework or framework_of(span)
    draft.framework_version = draft.framework_version or framework_version_of(span)
    draft.call = _call_of(span, draft) if is_model_call else None
    return changed(span, dialect=None if dialect is None else dialect.name, **vars(draft))


def _call_of(span: Span, draft: Draft) -> Call:
    """Where no attribute says why the model stopped, its messages may."""
    call = draft.call
    if call is None:
        return call_from(span, draft.output_messages)
    if call.finish_reasons or not draft.output_messages:
        return call
    return replace(call, finish_reasons=reasons_said(draft.output_messages))


def _general_reading(span: Span) -> Draft:
    attributes = span.attributes
    shape = shape_of(attributes)
    of_all = shape_of(span.resource)
    sessions = shape.session_of_ours if semconv.SDK_VERSION in span.resource else shape.session
    draft = Draft(
        span_type=vocabulary.span_type_of(attributes, shape.kinds),
        session_id=first_text(attributes, sessions) or first_text(span.resource, of_all.session),
        session_name=text(attributes.get(semconv.SESSION_NAME)),
        user_id=first_text(attributes, shape.user) or first_text(span.resource, of_all.user),
        tags=_tags_of(span, shape),
        agent=_agent_of(span, shape),
        usage=usage_from(attributes) if shape.usage else None,
        input=_content(attributes, shape.input),
        output=_content(attributes, shape.output),
        file_path=first_text(attributes, shape.file_path),
    )
    for name in shape.reported_cost:
        if draft.reported_cost is None:
            draft.reported_cost = money(attributes[name])
    if a.METADATA in attributes:
        _read_metadata(fields(attributes[a.METADATA]), draft)
    return draft


def _read_metadata(metadata: dict[str, Json] | object, draft: Draft) -> None:
    if not isinstance(metadata, dict):
        return
    draft.session_id = draft.session_id or first_text(metadata, a.METADATA_SESSION)
    draft.user_id = draft.user_id or first_text(metadata, a.METADATA_USER)
    if a.METADATA_GRAPH_NODE in metadata:
        draft.framework = "langgraph"
    name = first_text(metadata, a.METADATA_AGENT)
    if draft.agent is None and name is not None:
        draft.agent = Agent(name)


def _tags_of(span: Span, shape: Shape) -> tuple[str, ...]:
    found: tuple[str, ...] = ()
    of_all = span.resource.get(semconv.TAGS)
    if of_all is not None:
        found = texts(of_all)
    for name in shape.tags:
        found += texts(span.attributes[name])
    return tuple(dict.fromkeys(found)) if found else ()


def _agent_of(span: Span, shape: Shape) -> Agent | None:
    attributes = span.attributes
    name = first_text(attributes, shape.agent_name)
    if name is None and span.name.startswith(_AGENT_SPAN_PREFIX):
        name = span.name[len(_AGENT_SPAN_PREFIX) :]
    if not name or name == _NOBODY:
        return None
    return Agent(name, *(first_text(attributes, names) for names in shape.agent_about))


def _tool_of(span: Span, span_type: SpanType) -> Tool | None:
    if span_type is not SpanType.TOOL_EXECUTION:
        return None
    attributes = span.attributes
    names, call_ids, descriptions = shape_of(attributes).tool
    return Tool(
        name=first_text(attributes, names) or span.name.removeprefix(_TOOL_SPAN_PREFIX),
        call_id=first_text(attributes, call_ids),
        description=first_text(attributes, descriptions),
    )


def _content(attributes: Attributes, names: a.Names) -> Json:
    for name in names:
        value = attributes[name]
        if value is not None and value != "":
            return parsed(value)
    return None


def _type_by_shape(span: Span) -> SpanType:
    """Say what a span did that does not say it itself."""
    shape = shape_of(span.attributes)
    if shape.tool[0]:
        return SpanType.TOOL_EXECUTION
    if shape.request_model:
        return SpanType.LLM_CALL
    if span.otel_kind == "client" and shape.http_method:
        return SpanType.API_CALL
    return SpanType.CUSTOM
