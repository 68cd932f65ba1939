"""Read OTLP in its binary form: protobuf messages to columns of spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from google.protobuf.message import DecodeError, Message
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1 import trace_pb2 as otlp

from agenttrace.model import (
    BadId,
    Json,
    ProjectName,
    Scope,
    SpanEvent,
    SpanId,
    SpanLink,
    TraceId,
    span_id_from_bytes,
    trace_id_from_bytes,
)
from agenttrace_server.errors import PayloadTooLarge
from agenttrace_server.pipeline.decode.columns import SpanColumns
from agenttrace_server.pipeline.decode.place import REFUSALS, Refusal, bad, beneath, too_deep
from agenttrace_server.pipeline.decode.to_span import (
    bytes_text,
    kind_of,
    number_of,
    project_of,
    status_of,
    time_of,
)

NESTING_LIMIT = 47
"""Arrays inside arrays that protobuf's own limit of 100 messages lets through; of maps it lets 32 through."""

_TRACE_ID_BYTES = 16
_SPAN_ID_BYTES = 8
_NO_TRACE_ID = bytes(_TRACE_ID_BYTES)
_NO_SPAN_ID = bytes(_SPAN_ID_BYTES)

_Request = TypeVar("_Request", bound=Message)


def parse(into: type[_Request], body: bytes) -> _Request:
    """Raises: BadPayload: not this message. PayloadTooLarge: nested deeper than protobuf allows."""
    request = into()
    try:
        request.ParseFromString(body)
    except DecodeError as error:
        why = str(error).rpartition(": ")[2]
        if "MaxDepth" in why:
            raise PayloadTooLarge("values are nested deeper than protobuf's 100 messages") from None
        raise bad("", f"not a protobuf {into.__name__}: {why.lower()}") from None
    return request


def read_spans(request: ExportTraceServiceRequest, project: ProjectName, max_nesting: int, into: SpanColumns) -> None:
    """Append every span in order. Raises: BadPayload, PayloadTooLarge: with the path of the field."""
    for at, group in enumerate(request.resource_spans):
        try:
            _read_resource_spans(group, project, max_nesting, into)
        except REFUSALS as refusal:
            raise beneath(f"resourceSpans[{at}]", refusal) from None


def _read_resource_spans(group: otlp.ResourceSpans, project: ProjectName, max_nesting: int, into: SpanColumns) -> None:
    try:
        resource = _attributes(group.resource.attributes, max_nesting)
    except REFUSALS as refusal:
        raise beneath("resource", refusal) from None
    project = project_of(resource, project)
    for at, scoped in enumerate(group.scope_spans):
        before = len(into)
        try:
            for sent in scoped.spans:
                _read_span(sent, max_nesting, into)
        except REFUSALS as refusal:
            raise beneath(f"scopeSpans[{at}].spans[{len(into) - before}]", refusal) from None
        count = len(into) - before
        into.project += [project] * count
        into.resource += [resource] * count
        into.scope += [Scope(scoped.scope.name, scoped.scope.version)] * count


def _read_span(sent: otlp.Span, max_nesting: int, into: SpanColumns) -> None:
    check_span(sent)
    attributes = _attributes(sent.attributes, max_nesting)
    events = tuple(_events(sent.events, max_nesting)) if sent.events else ()
    links = tuple(_links(sent.links, max_nesting)) if sent.links else ()
    end_ns = sent.end_time_unix_nano
    status = sent.status
    into.status.append(status_of(status.code, status.message, attributes, events, end_ns))
    into.trace_id.append(TraceId(sent.trace_id.hex()))
    into.parent_span_id.append(_parent(sent.parent_span_id))
    into.name.append(sent.name)
    into.start_ns.append(sent.start_time_unix_nano)
    into.end_ns.append(end_ns or None)
    into.otel_kind.append(kind_of(sent.kind))
    into.attributes.append(attributes)
    into.events.append(events)
    into.links.append(links)
    into.dropped.append(sent.dropped_attributes_count + sent.dropped_events_count + sent.dropped_links_count)
    into.span_id.append(SpanId(sent.span_id.hex()))  # the last: how many there are is how many are whole


def check_span(sent: otlp.Span) -> None:
    """Check everything that protobuf's own types let through, except how deep values are nested.

    Raises: BadPayload: with the path of the field inside the span.
    """
    trace_id, span_id = sent.trace_id, sent.span_id
    if len(trace_id) != _TRACE_ID_BYTES or trace_id == _NO_TRACE_ID:
        _check_id(trace_id_from_bytes, trace_id, "traceId")
    if len(span_id) != _SPAN_ID_BYTES or span_id == _NO_SPAN_ID:
        _check_id(span_id_from_bytes, span_id, "spanId")
    _check_length(sent.parent_span_id, _SPAN_ID_BYTES, "parentSpanId")
    time_of(sent.start_time_unix_nano, "startTimeUnixNano")
    time_of(sent.end_time_unix_nano, "endTimeUnixNano")
    for at, event in enumerate(sent.events):
        time_of(event.time_unix_nano, f"events[{at}].timeUnixNano")
    for at, link in enumerate(sent.links):
        _check_length(link.trace_id, _TRACE_ID_BYTES, f"links[{at}].traceId")
        _check_length(link.span_id, _SPAN_ID_BYTES, f"links[{at}].spanId")


def _check_id(read: Callable[[bytes], str], raw: bytes, field: str) -> None:
    try:
        read(raw)
    except BadId as error:
        raise bad(field, error.reason) from None


def _check_length(raw: bytes, size: int, field: str) -> None:
    if raw and len(raw) != size:
        raise bad(field, f"an id here is empty or {size} bytes, this is {len(raw)}")


def _parent(raw: bytes) -> SpanId | None:
    return None if not raw or raw == _NO_SPAN_ID else SpanId(raw.hex())


def _events(sent: Iterable[otlp.Span.Event], max_nesting: int) -> Iterator[SpanEvent]:
    for at, event in enumerate(sent):
        try:
            yield SpanEvent(event.name, event.time_unix_nano, _attributes(event.attributes, max_nesting))
        except REFUSALS as refusal:
            raise beneath(f"events[{at}]", refusal) from None


def _links(sent: Iterable[otlp.Span.Link], max_nesting: int) -> Iterator[SpanLink]:
    """Leave out links that point nowhere: OpenTelemetry allows them, and there is nothing to follow."""
    for at, link in enumerate(sent):
        if not link.trace_id.strip(b"\0") or not link.span_id.strip(b"\0"):
            continue
        try:
            attributes = _attributes(link.attributes, max_nesting)
        except REFUSALS as refusal:
            raise beneath(f"links[{at}]", refusal) from None
        yield SpanLink(trace_id_from_bytes(link.trace_id), span_id_from_bytes(link.span_id), attributes)


def _attributes(sent: Iterable[KeyValue], max_nesting: int) -> dict[str, Json]:
    """Of two attributes with one key the last stays."""
    read: dict[str, Json] = {}
    try:
        for pair in sent:
            value = pair.value
            read[pair.key] = value.string_value or value_of(value, max_nesting)
    except REFUSALS as refusal:
        raise _placed(sent, max_nesting, refusal) from None
    return read


def _placed(sent: Iterable[KeyValue], max_nesting: int, refusal: Refusal) -> Refusal:
    """Look again for the attribute that is refused: counting them while all is well would cost every span."""
    for at, pair in enumerate(sent):
        try:
            value_of(pair.value, max_nesting)
        except REFUSALS:
            return beneath(f"attributes[{at}].value", refusal)
    return refusal


def value_of(sent: AnyValue, levels_left: int) -> Json:
    """Return what an OTLP value holds. Raises: PayloadTooLarge: nested deeper than `levels_left`."""
    kind = sent.WhichOneof("value")
    if kind == "string_value":
        return sent.string_value
    if kind == "int_value":
        return sent.int_value
    if kind == "bool_value":
        return sent.bool_value
    if kind == "double_value":
        return number_of(sent.double_value)
    if kind == "bytes_value":
        return bytes_text(sent.bytes_value)
    if kind is None:
        return None
    return _container(sent, kind, levels_left)


def _container(sent: AnyValue, kind: str, levels_left: int) -> Json:
    if levels_left <= 0:
        raise too_deep()
    if kind == "array_value":
        return [value_of(item, levels_left - 1) for item in sent.array_value.values]
    if kind == "kvlist_value":
        return {pair.key: value_of(pair.value, levels_left - 1) for pair in sent.kvlist_value.values}
    return None
