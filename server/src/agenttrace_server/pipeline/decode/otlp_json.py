"""Read OTLP in its JSON form: hexadecimal ids, whole numbers as text or number, unknown fields ignored."""

from __future__ import annotations

from collections.abc import Iterator

from agenttrace.model import (
    BadId,
    ProjectName,
    Scope,
    SpanEvent,
    SpanId,
    SpanLink,
    TraceId,
    span_id_from_text,
    trace_id_from_text,
)
from agenttrace_server.pipeline.decode.columns import SpanColumns
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


def read_spans(request: JsonObject, project: ProjectName, max_nesting: int, into: SpanColumns) -> None:
    """Append every span in order. Raises: BadPayload, PayloadTooLarge: with the path of the field."""
    for at, group in enumerate(list_of(request.get("resourceSpans"), "resourceSpans")):
        try:
            _read_resource_spans(object_of(group, ""), project, max_nesting, into)
        except REFUSALS as refusal:
            raise beneath(f"resourceSpans[{at}]", refusal) from None


def _read_resource_spans(group: JsonObject, project: ProjectName, max_nesting: int, into: SpanColumns) -> None:
    sent = object_of(group.get("resource"), "resource")
    try:
        resource = attributes_of(sent.get("attributes"), max_nesting)
    except REFUSALS as refusal:
        raise beneath("resource", refusal) from None
    project = project_of(resource, project)
    for at, scoped in enumerate(list_of(group.get("scopeSpans"), "scopeSpans")):
        try:
            count = _read_scope_spans(object_of(scoped, ""), max_nesting, into)
        except REFUSALS as refusal:
            raise beneath(f"scopeSpans[{at}]", refusal) from None
        into.project += [project] * count
        into.resource += [resource] * count


def _read_scope_spans(scoped: JsonObject, max_nesting: int, into: SpanColumns) -> int:
    sent = object_of(scoped.get("scope"), "scope")
    scope = Scope(text_of(sent.get("name"), "scope.name"), text_of(sent.get("version"), "scope.version"))
    spans = list_of(scoped.get("spans"), "spans")
    for at, span in enumerate(spans):
        try:
            _read_span(object_of(span, ""), max_nesting, into)
        except REFUSALS as refusal:
            raise beneath(f"spans[{at}]", refusal) from None
    into.scope += [scope] * len(spans)
    return len(spans)


def _read_span(sent: JsonObject, max_nesting: int, into: SpanColumns) -> None:
    take = sent.get
    attributes = attributes_of(take("attributes"), max_nesting)
    events = tuple(_events(take("events"), max_nesting))
    end_ns = _time(take("endTimeUnixNano"), "endTimeUnixNano")
    status = object_of(take("status"), "status")
    code = enum_of(status.get("code"), "status.code", _STATUS_NAMES)
    message = text_of(status.get("message"), "status.message")
    into.trace_id.append(_trace_id(take("traceId")))
    into.span_id.append(_span_id(take("spanId")))
    into.parent_span_id.append(_parent(take("parentSpanId")))
    into.name.append(text_of(take("name"), "name"))
    into.start_ns.append(_time(take("startTimeUnixNano"), "startTimeUnixNano"))
    into.end_ns.append(end_ns or None)
    into.status.append(status_of(code, message, attributes, events, end_ns))
    into.otel_kind.append(kind_of(enum_of(take("kind"), "kind", _KIND_NAMES)))
    into.attributes.append(attributes)
    into.events.append(events)
    into.links.append(tuple(_links(take("links"), max_nesting)))
    into.dropped.append(_dropped(sent))


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
