"""Fix how sizes, checks and backups look in the API."""

from __future__ import annotations

from pydantic import Field

from agenttrace_server.api.schemas.wire import Timestamp, Wire


class CompactIn(Wire):
    """Body of POST /api/v1/store/compact; may be left out."""

    everything: bool = Field(default=False, description="wherever it saves a byte, not only where it is worth it")


class VerifyIn(Wire):
    """Body of POST /api/v1/store/verify; may be left out."""

    full: bool = Field(default=False, description="fold every trace anew, not only a sample")


class StorePartOut(Wire):
    """One kind of file."""

    name: str
    files: int
    size_bytes: int
    rows: int | None


class StoreStatsOut(Wire):
    """GET /api/v1/store/stats."""

    parts: list[StorePartOut]
    size_bytes: int
    spans: int
    traces: int
    sealed_rows: int
    dead_rows: int = Field(description="in files, and counting no more")
    bytes_per_span: float | None = Field(description="of all but the journal")
    bytes_per_span_without_content: float | None
    oldest_at: Timestamp | None
    newest_at: Timestamp | None
    spans_of_last_day: int
    growth_bytes_per_day: int
    cap_bytes: int | None
    retain_days: float | None
    dropped_traces: int = Field(description="ever deleted to keep to a bound of age or size")
    dropped_spans: int
    dropped_until: Timestamp | None


class CompactedOut(Wire):
    """POST /api/v1/store/compact."""

    segments_before: int
    segments_after: int
    dropped_rows: int
    freed_bytes: int
    postponed: str | None = Field(description="why something that is due was left")


class StoreFindingOut(Wire):
    """Something that is not as it should be."""

    where: str
    problem: str
    remedy: str


class VerifiedOut(Wire):
    """POST /api/v1/store/verify."""

    is_sound: bool
    findings: list[StoreFindingOut]
    looked_at: dict[str, int]


class BackupOut(Wire):
    """POST /api/v1/store/backup."""

    folder: str
    files: int
    size_bytes: int
    offset: int
