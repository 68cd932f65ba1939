"""Hold one step that another tool has written down, on its way to OTLP."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agenttrace.model import SpanType, semconv
from agenttrace_server.imports.reading import MAX_TIME_NS, json_text

SCOPE = "agenttrace.import"
_ERROR_CODE = 2
_INT_64 = range(-(2**63), 2**63)
_MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at one moment of a step."""

    name: str
    time_ns: int
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedSpan:
    """One step. Ids are hexadecimal; an `end_ns` of None means that it still runs; None attributes are left out."""

    trace_id: str
    span_id: str
    parent_id: str | None
    name: str
    start_ns: int
    end_ns: int | None
    attributes: Mapping[str, Any]
    resource: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None
    """Why it failed; "" where nobody said; None where it did not."""
    events: tuple[Event, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    kind: int = 1
    scope: str = SCOPE

    @property
    def is_model_call(self) -> bool:
        """Whether its tokens count."""
        kind = self.attributes.get(semconv.SPAN_TYPE)
        return kind in (SpanType.LLM_CALL.value, SpanType.EMBEDDING.value)


def resource_spans(spans: Iterable[ImportedSpan]) -> dict[str, Any]:
    """Return an ExportTraceServiceRequest in OTLP's JSON."""
    groups: dict[tuple[str, str], tuple[ImportedSpan, list[dict[str, Any]]]] = {}
    for span in spans:
        key = (json_text(dict(sorted(span.resource.items()))), span.scope)
        groups.setdefault(key, (span, []))[1].append(_encoded(span))
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": _pairs(first.resource)},
                "scopeSpans": [{"scope": {"name": first.scope}, "spans": encoded}],
            }
            for first, encoded in groups.values()
        ]
    }


def _encoded(span: ImportedSpan) -> dict[str, Any]:
    found: dict[str, Any] = {
        "traceId": span.trace_id,
        "spanId": span.span_id,
        "name": span.name,
        "kind": span.kind,
        "startTimeUnixNano": str(span.start_ns),
        "endTimeUnixNano": str(0 if span.end_ns is None else min(max(span.end_ns, span.start_ns, 1), MAX_TIME_NS)),
        "attributes": _pairs(span.attributes),
    }
    if span.parent_id is not None:
        found["parentSpanId"] = span.parent_id
    if span.error is not None:
        found["status"] = {"code": _ERROR_CODE, "message": span.error}
    if span.events:
        found["events"] = [
            {"name": event.name, "timeUnixNano": str(event.time_ns), "attributes": _pairs(event.attributes)}
            for event in span.events
        ]
    if span.links:
        found["links"] = [{"traceId": trace, "spanId": identity} for trace, identity in span.links]
    return found


def _pairs(attributes: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"key": str(name), "value": _value(value, 0)}
        for name, value in attributes.items()
        if value is not None and name
    ]


def _value(value: Any, depth: int) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)} if value in _INT_64 else {"stringValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value} if abs(value) < float("inf") else {"stringValue": str(value)}
    if depth >= _MAX_DEPTH:
        return {"stringValue": json_text(value)}
    if isinstance(value, list | tuple):
        return {"arrayValue": {"values": [_value(item, depth + 1) for item in value]}}
    if isinstance(value, dict):
        inner = [{"key": str(name), "value": _value(item, depth + 1)} for name, item in value.items()]
        return {"kvlistValue": {"values": inner}}
    return {} if value is None else {"stringValue": value if isinstance(value, str) else json_text(value)}
