"""Fix the answers of the REST API about the server itself, for whoever reads them in Python."""

from __future__ import annotations

from typing_extensions import TypedDict


class Health(TypedDict):
    """GET /health: 200 while status is ok or degraded, 503 when nothing can be accepted."""

    status: str
    reasons: list[str]
    version: str
    started_at: str
    uptime_s: float
    store: str
    journal_lag_bytes: int
    journal_lag_spans: int
    journal_lag_s: float
    refused_requests: int
    journal_size_bytes: int
    pipeline_state: str
    last_error: str | None
    dead_letters: int
    batch_gaps: int
    disk_bytes: int
    dropped_traces: int
    dropped_spans: int


class StoreInfo(TypedDict):
    """GET /api/v1/store: what is kept and what it takes on disk."""

    spans: int
    traces: int
    sessions: int
    hot_spans: int
    segments: int
    disk_bytes: int
    content_bytes: int
    content_bytes_unshared: int
    content_disk_bytes: int
    journal_bytes: int
    dead_letters: int
    logs: int
    metric_points: int
    data_dir: str


class Config(TypedDict):
    """GET /api/v1/config: where spans are taken, and what else a client must know."""

    version: str
    otlp_endpoint: str
    otlp_port: int
    root_path: str
    auth: str
    last_rejected: str | None
    last_rejected_at: str | None


class DeadLetter(TypedDict):
    """One item of GET /api/v1/dead-letters."""

    offset: int
    project: str
    received_at: str
    signal: str
    content_type: str
    reason: str
    size_bytes: int
