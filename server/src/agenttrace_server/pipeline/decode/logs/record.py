"""Turn one journal record of logs into log records."""

from __future__ import annotations

from collections.abc import Iterator

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from agenttrace.model import ProjectName
from agenttrace_server.errors import BadPayload, PayloadTooLarge
from agenttrace_server.journal.protocol import RawRecord
from agenttrace_server.pipeline.decode.json_text import JSON_TYPE, parse_object
from agenttrace_server.pipeline.decode.logs import from_json, protobuf
from agenttrace_server.pipeline.decode.logs.sent import SentLog, records_from
from agenttrace_server.pipeline.decode.otlp_protobuf import parse
from agenttrace_server.pipeline.decode.to_span import NESTING_LIMIT, project_named
from agenttrace_server.store.api.signals import LogRecord


def decode_logs(record: RawRecord) -> tuple[LogRecord, ...]:
    """Return the record's log records in the order they were sent.

    Protobuf and JSON of the same request give equal records. What `check` let through decodes.
    Raises: BadPayload: the bytes are not what they claim to be; `field` is the path.
    """
    try:
        sent = _sent(record.content_type, record.body, project_named(record.project))
        return records_from(sent, record.received_ns)
    except PayloadTooLarge as error:
        raise BadPayload(error.message, field=error.field) from None


def _sent(content_type: str, body: bytes, project: ProjectName) -> Iterator[SentLog]:
    if content_type == JSON_TYPE:
        return from_json.logs_of(parse_object(body, "resource_logs"), project, NESTING_LIMIT)
    return protobuf.logs_of(parse(ExportLogsServiceRequest, body), project, NESTING_LIMIT)
