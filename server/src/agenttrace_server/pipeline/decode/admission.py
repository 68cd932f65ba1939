"""Decide whether a request may be acknowledged: what passes here is certain to decode later."""

from __future__ import annotations

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans

from agenttrace.model import DEFAULT_PROJECT, semconv
from agenttrace_server.journal.protocol import Signal
from agenttrace_server.pipeline.decode import logs, otlp_json, otlp_protobuf
from agenttrace_server.pipeline.decode.columns import SpanColumns
from agenttrace_server.pipeline.decode.json_text import JSON_TYPE, parse_object
from agenttrace_server.pipeline.decode.metrics import check_metrics
from agenttrace_server.pipeline.decode.otlp_protobuf import parse
from agenttrace_server.pipeline.decode.place import REFUSALS, bad, beneath
from agenttrace_server.pipeline.decode.to_span import NESTING_LIMIT, project_of

_TOP = {Signal.TRACES: "resourceSpans", Signal.LOGS: "resourceLogs", Signal.METRICS: "resourceMetrics"}
_SNAKE = {Signal.TRACES: "resource_spans", Signal.LOGS: "resource_logs", Signal.METRICS: "resource_metrics"}


def check(signal: Signal, content_type: str, body: bytes, max_nesting: int) -> int:
    """Return how many spans, log records or metrics the request holds; 0 means there is nothing to keep.

    Raises: BadPayload: not OTLP, or a field that cannot be; PayloadTooLarge: nested deeper than `max_nesting`.
    """
    if content_type == JSON_TYPE:
        return _check_json(signal, body, min(max_nesting, NESTING_LIMIT))
    if not body:
        return 0
    return _check_protobuf(signal, body, max_nesting)


def _check_json(signal: Signal, body: bytes, max_nesting: int) -> int:
    request = parse_object(body, _SNAKE[signal])
    if request and _TOP[signal] not in request:
        raise bad(_TOP[signal], "missing, and the request is not empty")
    if signal is Signal.LOGS:
        return sum(1 for _ in logs.from_json.logs_of(request, DEFAULT_PROJECT, max_nesting))
    if signal is Signal.METRICS:
        return check_metrics(request, max_nesting)
    columns = SpanColumns()
    otlp_json.read_spans(request, DEFAULT_PROJECT, max_nesting, columns)
    return len(columns)


def _check_protobuf(signal: Signal, body: bytes, max_nesting: int) -> int:
    if signal is Signal.LOGS:
        records = parse(ExportLogsServiceRequest, body)
        _refuse_nothing_known(len(records.resource_logs), signal)
        return sum(1 for _ in logs.protobuf.logs_of(records, DEFAULT_PROJECT, max_nesting))
    if signal is Signal.METRICS:
        metrics = parse(ExportMetricsServiceRequest, body)
        _refuse_nothing_known(len(metrics.resource_metrics), signal)
        return check_metrics(metrics, max_nesting)
    traces = parse(ExportTraceServiceRequest, body)
    _refuse_nothing_known(len(traces.resource_spans), signal)
    if max_nesting < otlp_protobuf.NESTING_LIMIT:
        columns = SpanColumns()
        otlp_protobuf.read_spans(traces, DEFAULT_PROJECT, max_nesting, columns)
        return len(columns)
    return _check_spans(traces)


def _refuse_nothing_known(groups: int, signal: Signal) -> None:
    """Refuse bytes that are protobuf but hold no field of ours: protobuf reads almost anything as unknown fields."""
    if groups == 0:
        raise bad(_TOP[signal], "missing, and the request is not empty")


def _check_spans(request: ExportTraceServiceRequest) -> int:
    """Look only at what can be wrong in a parsed request: a tenth of the work of decoding it."""
    count = 0
    for at, group in enumerate(request.resource_spans):
        try:
            count += _check_resource_spans(group)
        except REFUSALS as refusal:
            raise beneath(f"resourceSpans[{at}]", refusal) from None
    return count


def _check_resource_spans(group: ResourceSpans) -> int:
    for attribute in group.resource.attributes:
        if attribute.key == semconv.PROJECT:
            project_of({semconv.PROJECT: otlp_protobuf.value_of(attribute.value, NESTING_LIMIT)}, DEFAULT_PROJECT)
    for at, scoped in enumerate(group.scope_spans):
        for span_at, span in enumerate(scoped.spans):
            try:
                otlp_protobuf.check_span(span)
            except REFUSALS as refusal:
                raise beneath(f"scopeSpans[{at}].spans[{span_at}]", refusal) from None
    return sum(len(scoped.spans) for scoped in group.scope_spans)
