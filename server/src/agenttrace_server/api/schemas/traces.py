"""Fix how projects, sessions and traces look in the API."""

from __future__ import annotations

from pydantic import Field

from agenttrace_server.api.schemas.wire import (
    SpanIdText,
    StatusWord,
    Timestamp,
    TotalsOut,
    TraceIdText,
    Wire,
)


class ProjectOut(Wire):
    """GET /api/v1/projects"""

    name: str
    traces: int
    spans: int
    last_seen: Timestamp


class TraceOut(TotalsOut):
    """One trace on one line: an item of GET /api/v1/traces and the answer of GET /api/v1/traces/{id}."""

    id: TraceIdText
    project: str
    session_id: str | None
    session_name: str | None
    user_id: str | None
    name: str
    status: StatusWord
    started_at: Timestamp
    ended_at: Timestamp | None
    last_seen_at: Timestamp
    duration_us: int = Field(description="to the end, or to the latest sign of life while it runs")
    root_span_id: SpanIdText | None = Field(description="null while the root has not arrived")
    framework: str | None
    agents: list[str]
    models: list[str]
    tags: list[str]
    input_preview: str | None
    output_preview: str | None
    error_message: str | None


class TraceDetailOut(TraceOut):
    """GET /api/v1/traces/{id}: with what its message bodies and other large values take, before compression."""

    content_bytes: int = Field(description="each body once")
    content_bytes_unshared: int = Field(description="what it would have been with each body wherever it is said")


class SessionOut(TotalsOut):
    """One session: an item of GET /api/v1/sessions and the answer of GET /api/v1/sessions/{id}."""

    id: str
    project: str
    name: str | None
    user_id: str | None
    framework: str | None
    status: StatusWord
    started_at: Timestamp
    ended_at: Timestamp | None
    last_seen_at: Timestamp
    duration_us: int
    total_traces: int
    agents: list[str]
    tags: list[str]


class DeletedOut(Wire):
    """The answer of DELETE: how many spans went."""

    deleted_spans: int
