"""Cut an encoded request in two, for a server that finds it too large."""

from __future__ import annotations

from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from agenttrace.export.otlp.encode import Encoded


def halves(body: bytes) -> tuple[Encoded, Encoded] | None:
    """Return the first and the second half of the spans, or None where `body` holds fewer than two."""
    request = ExportTraceServiceRequest()
    try:
        request.ParseFromString(body)
    except DecodeError:
        return None
    total = sum(len(scope.spans) for group in request.resource_spans for scope in group.scope_spans)
    if total < 2:
        return None
    middle = total // 2
    return _part(request, 0, middle), _part(request, middle, total)


def _part(request: ExportTraceServiceRequest, first: int, end: int) -> Encoded:
    part = ExportTraceServiceRequest()
    part.CopyFrom(request)
    position = 0
    for group in part.resource_spans:
        for scope in group.scope_spans:
            count = len(scope.spans)
            kept = [span for index, span in enumerate(scope.spans, position) if first <= index < end]
            del scope.spans[:]
            scope.spans.extend(kept)
            position += count
    return Encoded(part.SerializeToString(), end - first)
