"""Read OTLP in its JSON form: hexadecimal ids, whole numbers as text or number, unknown fields ignored."""

from __future__ import annotations

from collections.abc import Iterator

from agenttrace.model import (
    BadId,
    Json,
    ProjectName,
    Scope,
    Span,
    SpanEvent,
    SpanId,
    SpanLink,
    TraceId,
    span_id_from_text,
    trace_id_from_text,
)
from agenttrace_server.pipeline.decode.json_fields import (
    JsonObject,
    enum_of,
    list_of,
    object_of,
    text_of,
    uint32_of,
    uint64_of,
)
from agenttrace_server.pipeline.decode.json_values import attributes_of
from agenttrace_server.pipeline.decode.place import REFUSALS, bad, beneath
from agenttrace_server.pipeline.decode.to_span import kind_of, project_of, status_of, time_of

_KIND_NAMES = {
    "SPAN_KIND_UNSPECIFIED": 0,
    "SPAN_KIND_INTERNAL": 1,
    "SPAN_KIND_SERVER": 2,
    "SPAN_KIND_CLIENT": 3,
    "SPAN_KIND_PRODUCER": 4,
    "SPAN_KIND_CONSUMER": 5,
}
_STATUS_NAMES = {"STATUS_CODE_UNSET": 0, "STATUS_CODE_OK": 1, "STATUS_CODE_ERROR": 2}


def spans_of(request: JsonObject, project: ProjectName, max_nesting: int) -> Iterator[Span]:
    """Yield every span in order. Raises: BadPayload, PayloadTooLarge: with the path of the field."""
    for at, group in enumerate(list_of(request.get("resourceSpans"), "resourceSpans")):
        try:
            yield from _resource_spans(object_of(group, ""), project, max_nesting)
        except REFUSALS as refusal:
            raise beneath(f"resourceSpans[{at}]", refusal) from None


def _resource_spans(group: JsonObject, project: ProjectName, max_nesting: int) -> Iterator[Span]:
    sent = object_of(group.get("resource"), "resource")
    try:
        resource = attributes_of(sent.get("attributes"), max_nesting)
    except REFUSALS as refusal:
        raise beneath("resource", refusal) from None
    project = project_of(resource, project)
    for at, scoped in enumerate(list_of(group.get("scopeSpans"), "scopeSpans")):
        try:
            yield from _scope_spans(object_of(scoped, ""), project, resource, max_nesting)
        except REFUSALS as refusal:
            raise beneath(f"scopeSpans[{at}]", refusal) from None


def _scope_spans(
    scoped: JsonObject, project: ProjectName, resource: dict[str, Json], max_nesting: int
) -> Iterator[Span]:
    sent = object_of(scoped.get("scope"), "scope")
    scope = Scope(text_of(sent.get("name"), "scope.name"), text_of(sent.get("version"), "scope.version"))
    for at, span in enumerate(list_of(scoped.get("spans"), "spans")):
        try:
            yield _span(object_of(span, ""), project, resource, scope, max_nesting)
        except REFUSALS as refusal:
            raise beneath(f"spans[{at}]", refusal) from None


def _span(sent: JsonObject, project: ProjectName, resource: dict[str, Json], scope: Scope, max_nesting: int) -> Span:
    take = sent.get
    attributes = attributes_of(take("attributes"), max_nesting)
    events = tuple(_events(take("events"), max_nesting))
    end_ns = _time(take("endTimeUnixNano"), "endTimeUnixNano")
    status = object_of(take("status"), "status")
    code = enum_of(status.get("code"), "status.code", _STATUS_NAMES)
    message = text_of(status.get("message"), "status.message")
    return Span(
        project=project,
        trace_id=_trace_id(take("traceId")),
        span_id=_span_id(take("spanId")),
        parent_span_id=_parent(take("parentSpanId")),
        name=text_of(take("name"), "name"),
        start_ns=_time(take("startTimeUnixNano"), "startTimeUnixNano"),
        end_ns=end_ns or None,
        status=status_of(code, message, attributes, events, end_ns),
        scope=scope,
        otel_kind=kind_of(enum_of(take("kind"), "kind", _KIND_NAMES)),
        resource=resource,
        attributes=attributes,
        events=events,
        links=tuple(_links(take("links"), max_nesting)),
        dropped=_dropped(sent),
    )


def _time(value: object, field: str) -> int:
    return time_of(uint64_of(value, field), field)


def _dropped(sent: JsonObject) -> int:
    names = ("droppedAttributesCount", "droppedEventsCount", "droppedLinksCount")
    return sum(uint32_of(sent[name], name) for name in names if name in sent)


def _trace_id(value: object) -> TraceId:
    try:
        return trace_id_from_text(text_of(value, "traceId"))
    except BadId as error:
        raise bad("traceId", error.reason) from None


def _span_id(value: object, field: str = "spanId") -> SpanId:
    try:
        return span_id_from_text(text_of(value, field))
    except BadId as error:
        raise bad(field, error.reason) from None


def _parent(value: object) -> SpanId | None:
    if _points_nowhere(value):
        return None
    return _span_id(value, "parentSpanId")


def _points_nowhere(value: object) -> bool:
    """Whether an id is empty or all zero, which OpenTelemetry uses for "none"."""
    return not value or value in ("0" * 16, "0" * 32)


def _events(value: object, max_nesting: int) -> Iterator[SpanEvent]:
    for at, item in enumerate(list_of(value, "events")):
        try:
            event = object_of(item, "")
            yield SpanEvent(
                text_of(event.get("name"), "name"),
                _time(event.get("timeUnixNano"), "timeUnixNano"),
                attributes_of(event.get("attributes"), max_nesting),
            )
        except REFUSALS as refusal:
            raise beneath(f"events[{at}]", refusal) from None


def _links(value: object, max_nesting: int) -> Iterator[SpanLink]:
    """Leave out links that point nowhere: OpenTelemetry allows them, and there is nothing to follow."""
    for at, item in enumerate(list_of(value, "links")):
        try:
            link = object_of(item, "")
            if _points_nowhere(link.get("traceId")) or _points_nowhere(link.get("spanId")):
                continue
            yield SpanLink(
                _trace_id(link.get("traceId")),
                _span_id(link.get("spanId")),
                attributes_of(link.get("attributes"), max_nesting),
            )
        except REFUSALS as refusal:
            raise beneath(f"links[{at}]", refusal) from None
