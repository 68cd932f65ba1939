"""Turn one journal record of metrics into points, series by series."""

from __future__ import annotations

from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from agenttrace.model import DEFAULT_PROJECT
from agenttrace_server.errors import BadPayload, PayloadTooLarge
from agenttrace_server.journal.protocol import RawRecord
from agenttrace_server.pipeline.decode.json_fields import JsonObject
from agenttrace_server.pipeline.decode.json_text import JSON_TYPE, parse_object
from agenttrace_server.pipeline.decode.metrics.request import batches_of
from agenttrace_server.pipeline.decode.otlp_protobuf import parse
from agenttrace_server.pipeline.decode.to_span import NESTING_LIMIT, project_named
from agenttrace_server.store.api.signals import MetricBatch


def decode_metrics(record: RawRecord) -> tuple[MetricBatch, ...]:
    """Return the record's points. What `check` let through decodes.

    Raises: BadPayload: the bytes are not what they claim to be; `field` is the path.
    """
    try:
        if record.content_type == JSON_TYPE:
            request = parse_object(record.body, "resource_metrics")
        else:
            request = _as_json(parse(ExportMetricsServiceRequest, record.body))
        return tuple(batches_of(request, project_named(record.project), NESTING_LIMIT))
    except PayloadTooLarge as error:
        raise BadPayload(error.message, field=error.field) from None


def check_metrics(request: JsonObject | ExportMetricsServiceRequest, max_nesting: int) -> int:
    """Return how many points there are. Raises: BadPayload, PayloadTooLarge: with the path of the field."""
    given = _as_json(request) if isinstance(request, ExportMetricsServiceRequest) else request
    return sum(len(batch.points) for batch in batches_of(given, DEFAULT_PROJECT, max_nesting))


def _as_json(message: ExportMetricsServiceRequest) -> JsonObject:
    """Write a request as OTLP/JSON, so that both encodings are read in one place: metrics are few."""
    written: JsonObject = MessageToDict(message)
    return written
