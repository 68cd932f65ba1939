"""Write a trace as the JSON that Jaeger's UI downloads and loads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from agenttrace.model import Json, Span
from agenttrace_server.api.trace_files.otlp import plain_status
from agenttrace_server.query.layout import Layout

_NS_PER_US = 1_000
_UNNAMED = "unknown-service"
_STATES = {0: "UNSET", 1: "OK", 2: "ERROR"}


def as_jaeger(layout: Layout) -> Iterator[bytes]:
    """Yield `{"data": [trace]}`. Jaeger keeps microseconds, and values that are lists or maps as text."""
    processes: dict[str, dict[str, Any]] = {}
    names: dict[bytes, str] = {}
    trace_id = layout.spans[0].span.trace_id if layout.spans else ""
    yield b'{"data":[{"traceID":' + orjson.dumps(trace_id) + b',"spans":['
    for number, stored in enumerate(layout.spans):
        span = stored.span
        process = names.setdefault(orjson.dumps(dict(span.resource)), f"p{len(names) + 1}")
        processes.setdefault(process, _process(span.resource))
        yield (b"," if number else b"") + orjson.dumps(_span(span, process))
    yield b'],"processes":' + orjson.dumps(processes) + b',"warnings":null}]}\n'


def _process(resource: Mapping[str, Json]) -> dict[str, Any]:
    rest = {name: value for name, value in resource.items() if name != "service.name"}
    return {"serviceName": str(resource.get("service.name") or _UNNAMED), "tags": _tags(rest)}


def _span(span: Span, process: str) -> dict[str, Any]:
    code, message = plain_status(span)
    own: dict[str, Json] = {"span.kind": span.otel_kind, "otel.status_code": _STATES[code]}
    if message:
        own["otel.status_description"] = message
    if span.scope.name:
        own["otel.scope.name"] = span.scope.name
        own["otel.scope.version"] = span.scope.version
    if span.status.state.is_failure:
        own["error"] = True
    references = []
    if span.parent_span_id is not None:
        references.append({"refType": "CHILD_OF", "traceID": span.trace_id, "spanID": span.parent_span_id})
    references += [{"refType": "FOLLOWS_FROM", "traceID": link.trace_id, "spanID": link.span_id} for link in span.links]
    return {
        "traceID": span.trace_id,
        "spanID": span.span_id,
        "flags": 1,
        "operationName": span.name,
        "references": references,
        "startTime": span.start_ns // _NS_PER_US,
        "duration": (span.duration_ns or 0) // _NS_PER_US,
        "tags": _tags({**span.attributes, **own}),
        "logs": [
            {"timestamp": event.time_ns // _NS_PER_US, "fields": _tags({"event": event.name, **event.attributes})}
            for event in span.events
        ],
        "processID": process,
        "warnings": None,
    }


def _tags(attributes: Mapping[str, Json]) -> list[dict[str, Any]]:
    return [_tag(name, value) for name, value in attributes.items() if value is not None]


def _tag(name: str, value: Json) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"key": name, "type": "bool", "value": value}
    if isinstance(value, int):
        return {"key": name, "type": "int64", "value": value}
    if isinstance(value, float):
        return {"key": name, "type": "float64", "value": value}
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return {"key": name, "type": "string", "value": text}
