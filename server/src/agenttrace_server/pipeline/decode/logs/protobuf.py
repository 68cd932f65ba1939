"""Read a logs request in its binary form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.logs.v1 import logs_pb2 as otlp

from agenttrace.model import BadId, Json, ProjectName, Scope, SpanId, TraceId, span_id_from_bytes, trace_id_from_bytes
from agenttrace_server.pipeline.decode.logs.sent import SentLog
from agenttrace_server.pipeline.decode.otlp_protobuf import value_of
from agenttrace_server.pipeline.decode.place import REFUSALS, bad, beneath
from agenttrace_server.pipeline.decode.to_span import project_of, time_of


def logs_of(request: ExportLogsServiceRequest, project: ProjectName, max_nesting: int) -> Iterator[SentLog]:
    """Yield every record in order. Raises: BadPayload, PayloadTooLarge: with the path of the field."""
    for at, group in enumerate(request.resource_logs):
        try:
            yield from _resource_logs(group, project, max_nesting)
        except REFUSALS as refusal:
            raise beneath(f"resourceLogs[{at}]", refusal) from None


def _resource_logs(group: otlp.ResourceLogs, project: ProjectName, max_nesting: int) -> Iterator[SentLog]:
    try:
        resource = _attributes(group.resource.attributes, max_nesting)
    except REFUSALS as refusal:
        raise beneath("resource", refusal) from None
    project = project_of(resource, project)
    for at, scoped in enumerate(group.scope_logs):
        scope = Scope(scoped.scope.name, scoped.scope.version)
        for log_at, sent in enumerate(scoped.log_records):
            try:
                yield _log(sent, project, resource, scope, max_nesting)
            except REFUSALS as refusal:
                raise beneath(f"scopeLogs[{at}].logRecords[{log_at}]", refusal) from None


def _log(
    sent: otlp.LogRecord, project: ProjectName, resource: dict[str, Json], scope: Scope, max_nesting: int
) -> SentLog:
    try:
        body = value_of(sent.body, max_nesting)
    except REFUSALS as refusal:
        raise beneath("body", refusal) from None
    return SentLog(
        project=project,
        time_ns=time_of(sent.time_unix_nano, "timeUnixNano"),
        observed_ns=time_of(sent.observed_time_unix_nano, "observedTimeUnixNano"),
        severity=sent.severity_number,
        severity_text=sent.severity_text,
        event_name=sent.event_name,
        body=body,
        attributes=_attributes(sent.attributes, max_nesting),
        resource=resource,
        scope=scope,
        trace_id=_trace_id(sent.trace_id),
        span_id=_span_id(sent.span_id),
    )


def _attributes(sent: Iterable[KeyValue], max_nesting: int) -> dict[str, Json]:
    read: dict[str, Json] = {}
    for at, pair in enumerate(sent):
        try:
            read[pair.key] = value_of(pair.value, max_nesting)
        except REFUSALS as refusal:
            raise beneath(f"attributes[{at}].value", refusal) from None
    return read


def _trace_id(raw: bytes) -> TraceId | None:
    if not raw.strip(b"\0"):
        return None
    try:
        return trace_id_from_bytes(raw)
    except BadId as error:
        raise bad("traceId", error.reason) from None


def _span_id(raw: bytes) -> SpanId | None:
    if not raw.strip(b"\0"):
        return None
    try:
        return span_id_from_bytes(raw)
    except BadId as error:
        raise bad("spanId", error.reason) from None
