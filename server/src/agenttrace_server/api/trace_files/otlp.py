"""Write a trace as OTLP/JSON: everything that arrived, so that another server makes the same of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from agenttrace.model import Json, Span, SpanState
from agenttrace_server.query.layout import Layout

_KINDS = {"internal": 1, "server": 2, "client": 3, "producer": 4, "consumer": 5}
_OK, _ERROR = 1, 2
_INT_64 = range(-(2**63), 2**63)


def as_otlp(layout: Layout) -> Iterator[bytes]:
    """Yield one ExportTraceServiceRequest, a span at a time; neighbours of one resource and scope share a group."""
    yield b'{"resourceSpans":['
    group: tuple[Any, ...] | None = None
    for stored in layout.spans:
        span = stored.span
        key = (span.resource, span.scope)
        if key == group:
            yield b"," + _dumps(_span(span))
            continue
        if group is not None:
            yield b"]}]},"
        group = key
        resource = {"attributes": _pairs(span.resource)}
        scope = {"name": span.scope.name, "version": span.scope.version}
        yield b'{"resource":' + _dumps(resource) + b',"scopeSpans":[{"scope":' + _dumps(scope) + b',"spans":['
        yield _dumps(_span(span))
    yield b"]}\n" if group is None else b"]}]}]}\n"


def plain_status(span: Span) -> tuple[int, str]:
    """Return OTLP's code and message."""
    if span.status.state.is_failure or span.status.state is SpanState.CANCELLED:
        code = _ERROR if span.status.state.is_failure else 0
        return code, span.status.message or ""
    return (0 if span.is_running else _OK), ""


def _span(span: Span) -> dict[str, Any]:
    code, message = plain_status(span)
    return {
        "traceId": span.trace_id,
        "spanId": span.span_id,
        "parentSpanId": span.parent_span_id or "",
        "name": span.name,
        "kind": _KINDS.get(span.otel_kind, 1),
        "startTimeUnixNano": str(span.start_ns),
        "endTimeUnixNano": str(span.end_ns or 0),
        "attributes": _pairs(span.attributes),
        "events": [
            {"name": event.name, "timeUnixNano": str(event.time_ns), "attributes": _pairs(event.attributes)}
            for event in span.events
        ],
        "links": [
            {"traceId": link.trace_id, "spanId": link.span_id, "attributes": _pairs(link.attributes)}
            for link in span.links
        ],
        "droppedAttributesCount": span.dropped,
        "status": {"code": code, "message": message},
    }


def _pairs(attributes: Mapping[str, Json]) -> list[dict[str, Any]]:
    return [{"key": name, "value": _value(value)} for name, value in attributes.items()]


def _value(value: Json) -> dict[str, Any]:
    if value is None:
        return {}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)} if value in _INT_64 else {"stringValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, list):
        return {"arrayValue": {"values": [_value(item) for item in value]}}
    if isinstance(value, dict):
        return {"kvlistValue": {"values": _pairs(value)}}
    return {"stringValue": value}


def _dumps(value: object) -> bytes:
    return orjson.dumps(value)
