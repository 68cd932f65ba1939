"""Write a trace as Zipkin's v2 JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from agenttrace.model import Json, Span
from agenttrace_server.query.layout import Layout

_NS_PER_US = 1_000
_UNNAMED = "unknown-service"
_KINDS = ("client", "server", "producer", "consumer")


def as_zipkin(layout: Layout) -> Iterator[bytes]:
    """Yield one array. Zipkin keeps microseconds, and every value as text; a resource's go under `resource.`."""
    opening = b"["
    for stored in layout.spans:
        yield opening + orjson.dumps(_span(stored.span))
        opening = b",\n"
    yield b"[]\n" if opening == b"[" else b"]\n"


def _span(span: Span) -> dict[str, Any]:
    tags = {name: _text(value) for name, value in span.attributes.items() if value is not None}
    tags.update(_resource_tags(span.resource))
    if span.scope.name:
        tags["otel.scope.name"] = span.scope.name
    if span.status.state.is_failure:
        tags["error"] = span.status.message or span.status.code or span.status.state.value
    found: dict[str, Any] = {
        "traceId": span.trace_id,
        "id": span.span_id,
        "name": span.name,
        "timestamp": max(1, span.start_ns // _NS_PER_US),
        "localEndpoint": {"serviceName": str(span.resource.get("service.name") or _UNNAMED)},
        "tags": tags,
        "annotations": [
            {"timestamp": event.time_ns // _NS_PER_US, "value": _annotation(event.name, event.attributes)}
            for event in span.events
        ],
    }
    if span.parent_span_id is not None:
        found["parentId"] = span.parent_span_id
    if span.duration_ns is not None:
        found["duration"] = max(1, span.duration_ns // _NS_PER_US)
    if span.otel_kind in _KINDS:
        found["kind"] = span.otel_kind.upper()
    return found


def _resource_tags(resource: Mapping[str, Json]) -> dict[str, str]:
    return {
        f"resource.{name}": _text(value)
        for name, value in resource.items()
        if value is not None and name != "service.name"
    }


def _annotation(name: str, attributes: Mapping[str, Json]) -> str:
    return f"{name}: {_text(dict(attributes))}" if attributes else name


def _text(value: Json) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()
