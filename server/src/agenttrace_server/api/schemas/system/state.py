"""Fix how the server's own state and live news look in the API."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agenttrace_server.api.schemas.spans import SpanOut
from agenttrace_server.api.schemas.traces import TraceOut
from agenttrace_server.api.schemas.wire import Timestamp, Wire


class HealthOut(Wire):
    """GET /health: 200 while status is ok or degraded, 503 when nothing can be accepted."""

    status: Literal["ok", "degraded", "failing"]
    reasons: list[str]
    version: str
    started_at: Timestamp
    uptime_s: float
    store: str
    journal_lag_bytes: int = Field(description="acknowledged, and not yet to be found by a query")
    journal_lag_spans: int = Field(description="about how many spans that is")
    journal_lag_s: float = Field(description="how long the oldest of them has waited")
    refused_requests: int = Field(description="told to come again later (429 or 503), since the start")
    journal_size_bytes: int
    pipeline_state: str
    last_error: str | None
    dead_letters: int
    batch_gaps: int
    disk_bytes: int = Field(description="what journal and store take")
    dropped_traces: int = Field(description="ever deleted to keep to a bound of age or size")
    dropped_spans: int


class StoreInfoOut(Wire):
    """GET /api/v1/store: what is kept and what it takes on disk."""

    spans: int
    traces: int
    sessions: int
    hot_spans: int
    segments: int
    disk_bytes: int
    content_bytes: int = Field(description="message bodies and other large values, each once, before compression")
    content_bytes_unshared: int = Field(description="what that would have been with each wherever it is said")
    content_disk_bytes: int = Field(description="the same on disk, compressed; part of `disk_bytes`")
    journal_bytes: int
    dead_letters: int
    logs: int = Field(description="log records")
    metric_points: int
    data_dir: str


class ConfigOut(Wire):
    """GET /api/v1/config: what a first-run page must know. `otlp_endpoint` is as seen by the caller's host name."""

    version: str
    otlp_endpoint: str
    otlp_port: int
    root_path: str
    auth: Literal["none"]
    last_rejected: str | None
    last_rejected_at: Timestamp | None


class SamplesOut(Wire):
    """POST /api/v1/samples: where the sample traces appear in a moment."""

    project: str


class DeadLetterOut(Wire):
    """One item of GET /api/v1/dead-letters."""

    offset: int
    project: str
    received_at: Timestamp
    signal: str
    content_type: str
    reason: str
    size_bytes: int


class ChangeOut(Wire):
    """One live message of /api/v1/ws/spans and /api/v1/stream/spans.

    `number` counts up by one for a connection's filter-independent stream; a hole means that some were missed and the
    watcher should ask REST again. `hello` comes first and carries the current number; `missed` says how many were lost.
    """

    type: Literal["hello", "change", "missed"]
    number: int
    spans: list[SpanOut]
    traces: list[TraceOut]
    missed: int = 0
