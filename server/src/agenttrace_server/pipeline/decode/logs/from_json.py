"""Read a logs request in its JSON form."""

from __future__ import annotations

from collections.abc import Iterator

from agenttrace.model import BadId, ProjectName, SpanId, TraceId, span_id_from_text, trace_id_from_text
from agenttrace_server.pipeline.decode.json_fields import (
    JsonObject,
    enum_of,
    text_of,
    uint64_of,
)
from agenttrace_server.pipeline.decode.json_values import attributes_of, value_of
from agenttrace_server.pipeline.decode.logs.sent import SentLog
from agenttrace_server.pipeline.decode.place import REFUSALS, bad, beneath
from agenttrace_server.pipeline.decode.to_span import time_of
from agenttrace_server.pipeline.decode.walk import Names, Origin, walked

_NAMES = Names("resourceLogs", "scopeLogs", "logRecords")
_LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")
_SEVERITIES = {
    "SEVERITY_NUMBER_UNSPECIFIED": 0,
    **{f"SEVERITY_NUMBER_{level}": 4 * at + 1 for at, level in enumerate(_LEVELS)},
    **{f"SEVERITY_NUMBER_{level}{n}": 4 * at + n for at, level in enumerate(_LEVELS) for n in (2, 3, 4)},
}


def logs_of(request: JsonObject, project: ProjectName, max_nesting: int) -> Iterator[SentLog]:
    """Yield every record in order. Raises: BadPayload, PayloadTooLarge: with the path of the field."""
    return walked(request, _NAMES, project, max_nesting, lambda log, origin: [_log(log, origin, max_nesting)])


def _log(sent: JsonObject, origin: Origin, max_nesting: int) -> SentLog:
    take = sent.get
    try:
        body = value_of(take("body"), max_nesting)
    except REFUSALS as refusal:
        raise beneath("body", refusal) from None
    return SentLog(
        project=origin.project,
        time_ns=_time(take("timeUnixNano"), "timeUnixNano"),
        observed_ns=_time(take("observedTimeUnixNano"), "observedTimeUnixNano"),
        severity=enum_of(take("severityNumber"), "severityNumber", _SEVERITIES),
        severity_text=text_of(take("severityText"), "severityText"),
        event_name=text_of(take("eventName"), "eventName"),
        body=body,
        attributes=attributes_of(take("attributes"), max_nesting),
        resource=origin.resource,
        scope=origin.scope,
        trace_id=_trace_id(text_of(take("traceId"), "traceId")),
        span_id=_span_id(text_of(take("spanId"), "spanId")),
    )


def _time(value: object, field: str) -> int:
    return time_of(uint64_of(value, field), field)


def _trace_id(text: str) -> TraceId | None:
    if not text.strip("0"):
        return None
    try:
        return trace_id_from_text(text)
    except BadId as error:
        raise bad("traceId", error.reason) from None


def _span_id(text: str) -> SpanId | None:
    if not text.strip("0"):
        return None
    try:
        return span_id_from_text(text)
    except BadId as error:
        raise bad("spanId", error.reason) from None
