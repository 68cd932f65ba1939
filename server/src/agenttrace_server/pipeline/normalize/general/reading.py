"""Read of a span what every emitter writes under names of general meaning, before its dialect is asked."""

from __future__ import annotations

from agenttrace.model import Agent, Json, Span, SpanType, Tool, semconv
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize import vocabulary
from agenttrace_server.pipeline.normalize.draft import Draft
from agenttrace_server.pipeline.normalize.general.shape import Shape, shape_of
from agenttrace_server.pipeline.normalize.usage import usage_from
from agenttrace_server.pipeline.normalize.values import Attributes, fields, first_text, money, parsed, text, texts

_NOBODY = "unknown"
_TOOL_SPAN_PREFIX = "execute_tool "
_AGENT_SPAN_PREFIX = "invoke_agent "


def general_reading(span: Span) -> Draft:
    """Return what the names of general meaning say of the span."""
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
    if a.METADATA_GRAPH_NODE in metadata or metadata.get(a.METADATA_INTEGRATION) == "langgraph":
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


def _content(attributes: Attributes, names: a.Names) -> Json:
    for name in names:
        value = attributes[name]
        if value is not None and value != "":
            return parsed(value)
    return None


def tool_of(span: Span, span_type: SpanType) -> Tool | None:
    """Return the tool that ran; None on a span that ran none."""
    if span_type is not SpanType.TOOL_EXECUTION:
        return None
    attributes = span.attributes
    names, call_ids, descriptions = shape_of(attributes).tool
    return Tool(
        name=first_text(attributes, names) or span.name.removeprefix(_TOOL_SPAN_PREFIX),
        call_id=first_text(attributes, call_ids),
        description=first_text(attributes, descriptions),
    )


def type_by_shape(span: Span) -> SpanType:
    """Say what a span did that does not say it itself."""
    shape = shape_of(span.attributes)
    if shape.tool[0]:
        return SpanType.TOOL_EXECUTION
    if shape.request_model:
        return SpanType.LLM_CALL
    if span.otel_kind == "client" and shape.http_method:
        return SpanType.API_CALL
    return SpanType.CUSTOM
