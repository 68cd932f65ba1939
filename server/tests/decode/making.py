"""Short ways to make OTLP requests for the tests of `decode`."""

from __future__ import annotations

import json
from typing import Any

from agenttrace.model import Span
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.decode import decode

JSON = "application/json"
PROTOBUF = "application/x-protobuf"
TRACE_ID = "5b8efff798038103d269b633813fc60c"
SPAN_ID = "eee19b7ec3c1b174"
START_NS = 1_795_189_910_443_000_000
END_NS = START_NS + 1_500_000_000


def span(**fields: Any) -> dict[str, Any]:
    """A small span that is in order, with fields of OTLP/JSON put over it."""
    return {
        "traceId": TRACE_ID,
        "spanId": SPAN_ID,
        "name": "step",
        "startTimeUnixNano": str(START_NS),
        "endTimeUnixNano": str(END_NS),
        **fields,
    }


def attribute(key: str, **value: Any) -> dict[str, Any]:
    return {"key": key, "value": value}


def request(*spans: dict[str, Any], resource: list[dict[str, Any]] | None = None) -> bytes:
    group = {"resource": {"attributes": resource or []}, "scopeSpans": [{"scope": {}, "spans": list(spans)}]}
    return json.dumps({"resourceSpans": [group]}).encode()


def record(body: bytes, content_type: str = JSON, project: str = "default") -> RawRecord:
    return RawRecord(project, 1, Signal.TRACES, content_type, body)


def decoded(*spans: dict[str, Any], resource: list[dict[str, Any]] | None = None) -> tuple[Span, ...]:
    return tuple(decode(record(request(*spans, resource=resource))).spans())


def nested_value(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {"intValue": "1"}
    for _ in range(levels):
        value = {"arrayValue": {"values": [value]}}
    return value
