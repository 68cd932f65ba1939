"""Write one span as its OTLP message."""

from __future__ import annotations

from opentelemetry.proto.trace.v1.trace_pb2 import Span as WireSpan
from opentelemetry.proto.trace.v1.trace_pb2 import SpanFlags
from opentelemetry.proto.trace.v1.trace_pb2 import Status as WireStatus
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanContext, SpanKind, TraceState

from agenttrace.export.otlp.content import Content
from agenttrace.export.otlp.values import text, write_attributes

_KINDS = {
    SpanKind.INTERNAL: WireSpan.SPAN_KIND_INTERNAL,
    SpanKind.SERVER: WireSpan.SPAN_KIND_SERVER,
    SpanKind.CLIENT: WireSpan.SPAN_KIND_CLIENT,
    SpanKind.PRODUCER: WireSpan.SPAN_KIND_PRODUCER,
    SpanKind.CONSUMER: WireSpan.SPAN_KIND_CONSUMER,
}
_NO_END_YET = 0


def wire_span(span: ReadableSpan, content: Content) -> WireSpan:
    """Return the message of `span` in the words of `content`."""
    context = span.get_span_context()
    if context is None:
        raise ValueError("a span without a context cannot be sent")
    wire = WireSpan(
        trace_id=context.trace_id.to_bytes(16, "big"),
        span_id=context.span_id.to_bytes(8, "big"),
        trace_state=_trace_state(context.trace_state),
        name=text(content.name),
        kind=_KINDS[span.kind],
        start_time_unix_nano=span.start_time or 0,
        end_time_unix_nano=span.end_time or _NO_END_YET,
        dropped_attributes_count=span.dropped_attributes,
        dropped_events_count=span.dropped_events,
        dropped_links_count=span.dropped_links,
        flags=_flags(span.parent),
    )
    if span.parent is not None:
        wire.parent_span_id = span.parent.span_id.to_bytes(8, "big")
    wire.status.code = WireStatus.StatusCode.ValueType(span.status.status_code.value)
    if content.status_description is not None:
        wire.status.message = text(content.status_description)
    write_attributes(wire.attributes, content.attributes)
    _write_events(wire, span, content)
    _write_links(wire, span, content)
    return wire


def _write_events(wire: WireSpan, span: ReadableSpan, content: Content) -> None:
    said = zip(span.events, content.event_names, content.events, strict=False)  # a running span may gain one
    for event, name, attributes in said:
        target = wire.events.add(name=text(name), time_unix_nano=event.timestamp)
        target.dropped_attributes_count = event.dropped_attributes
        write_attributes(target.attributes, attributes)


def _write_links(wire: WireSpan, span: ReadableSpan, content: Content) -> None:
    for link, attributes in zip(span.links, content.links, strict=False):
        target = wire.links.add(
            trace_id=link.context.trace_id.to_bytes(16, "big"),
            span_id=link.context.span_id.to_bytes(8, "big"),
            trace_state=_trace_state(link.context.trace_state),
            flags=_flags(link.context),
        )
        target.dropped_attributes_count = link.dropped_attributes
        write_attributes(target.attributes, attributes)


def _trace_state(state: TraceState | None) -> str:
    return ",".join(f"{key}={value}" for key, value in state.items()) if state else ""


def _flags(context: SpanContext | None) -> int:
    if context is not None and context.is_remote:
        return SpanFlags.SPAN_FLAGS_CONTEXT_HAS_IS_REMOTE_MASK | SpanFlags.SPAN_FLAGS_CONTEXT_IS_REMOTE_MASK
    return SpanFlags.SPAN_FLAGS_CONTEXT_HAS_IS_REMOTE_MASK
