"""Fix how log records look in the API."""

from __future__ import annotations

from pydantic import Field

from agenttrace_server.api.schemas.wire import JsonValue, SpanIdText, Timestamp, TraceIdText, Wire


class LogOut(Wire):
    """One log record: an item of GET /api/v1/logs, and of `logs` in a span's detail."""

    uid: str = Field(description="made from all that was sent")
    project: str
    time: Timestamp
    severity: int = Field(description="OTLP's number: 9 info, 13 warn, 17 error, 21 fatal; 0 where there is none")
    severity_text: str
    event_name: str
    body: JsonValue
    attributes: dict[str, JsonValue]
    resource: dict[str, JsonValue]
    scope_name: str
    scope_version: str
    trace_id: TraceIdText | None
    span_id: SpanIdText | None
    session_id: str | None
    run_id: TraceIdText | None = Field(description="the trace that is made of this record where none was exported")
