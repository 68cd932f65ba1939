"""The recorded OTLP requests of many SDKs, as JSON and written again as protobuf."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

SPANS = Path(__file__).parent / "fixtures" / "spans"
REQUESTS = sorted(path for path in SPANS.glob("*.json") if path.name != "TRUTH.json")
_IDS = ("traceId", "spanId", "parentSpanId")


def as_protobuf(body: bytes) -> bytes:
    """Write an OTLP/JSON traces request as protobuf, by protobuf's own JSON reader."""
    document = {"resourceSpans": json.loads(body)["resourceSpans"]}
    _ids_to_base64(document)
    message = json_format.ParseDict(document, ExportTraceServiceRequest(), ignore_unknown_fields=True)
    return message.SerializeToString()


def count_spans(body: bytes) -> int:
    """Count the spans of an OTLP/JSON traces request."""
    return sum(
        len(scoped.get("spans", ()))
        for group in json.loads(body)["resourceSpans"]
        for scoped in group.get("scopeSpans", ())
    )


def _ids_to_base64(value: Any) -> None:
    """OTLP/JSON writes ids as hexadecimal digits where protobuf's JSON mapping wants base64."""
    if isinstance(value, list):
        for item in value:
            _ids_to_base64(item)
    if isinstance(value, dict):
        for key, item in value.items():
            if key in _IDS and isinstance(item, str):
                value[key] = base64.b64encode(bytes.fromhex(item)).decode()
            else:
                _ids_to_base64(item)
