"""Render log records."""

from __future__ import annotations

from agenttrace_server.api.rendering.cut import Cutter
from agenttrace_server.api.rendering.values import rfc3339
from agenttrace_server.api.schemas import LogOut
from agenttrace_server.store.api.signals import LogRecord


def log_record(record: LogRecord, cutter: Cutter) -> LogOut:
    """One log record, long strings cut."""
    return LogOut(
        uid=record.uid,
        project=record.project,
        time=rfc3339(record.time_ns),
        severity=record.severity,
        severity_text=record.severity_text,
        event_name=record.event_name,
        body=cutter.value(record.body),
        attributes=cutter.mapping(record.attributes),
        resource=cutter.mapping(record.resource),
        scope_name=record.scope.name,
        scope_version=record.scope.version,
        trace_id=record.trace_id,
        span_id=record.span_id,
        session_id=record.session_id,
        run_id=record.run_id,
    )
