"""Turn the bytes of one journal record into columns of spans."""

from __future__ import annotations

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from agenttrace_server.errors import BadPayload, PayloadTooLarge
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.decode import otlp_json, otlp_protobuf
from agenttrace_server.pipeline.decode.columns import SpanColumns
from agenttrace_server.pipeline.decode.json_text import JSON_TYPE, parse_object
from agenttrace_server.pipeline.decode.otlp_protobuf import parse
from agenttrace_server.pipeline.decode.to_span import NESTING_LIMIT, project_named


def decode(record: RawRecord) -> SpanColumns:
    """Return the record's spans in the order they were sent; logs and metrics have none.

    A span's project is its resource's `agenttrace.project`, else the record's. Protobuf and JSON of the same request
    give equal columns. What `check` let through decodes.
    Raises: BadPayload: the bytes are not what they claim to be; `field` is the path.
    """
    if record.signal is not Signal.TRACES:
        return SpanColumns()
    project = project_named(record.project)
    columns = SpanColumns()
    try:
        if record.content_type == JSON_TYPE:
            request = parse_object(record.body, "resource_spans")
            otlp_json.read_spans(request, project, NESTING_LIMIT, columns)
        else:
            message = parse(ExportTraceServiceRequest, record.body)
            otlp_protobuf.read_spans(message, project, NESTING_LIMIT, columns)
    except PayloadTooLarge as error:
        raise BadPayload(error.message, field=error.field) from None
    return columns
