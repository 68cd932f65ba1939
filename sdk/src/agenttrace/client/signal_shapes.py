"""Fix the answers of the REST API about logs, for whoever reads them in Python."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict


class Log(TypedDict):
    """One log record: an item of GET /api/v1/logs, and of `logs` in a span's detail."""

    uid: str
    project: str
    time: str
    severity: int
    severity_text: str
    event_name: str
    body: Any
    attributes: dict[str, Any]
    resource: dict[str, Any]
    scope_name: str
    scope_version: str
    trace_id: str | None
    span_id: str | None
    session_id: str | None
    run_id: str | None
