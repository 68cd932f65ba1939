"""Name the answers about the data folder: sizes, checks, backups."""

from __future__ import annotations

from typing import TypedDict


class StorePart(TypedDict):
    """One kind of file."""

    name: str
    files: int
    size_bytes: int
    rows: int | None


class StoreStats(TypedDict):
    """What each part takes on disk, what counts no more, and how it grows."""

    parts: list[StorePart]
    size_bytes: int
    spans: int
    traces: int
    sealed_rows: int
    dead_rows: int
    bytes_per_span: float | None
    bytes_per_span_without_content: float | None
    oldest_at: str | None
    newest_at: str | None
    spans_of_last_day: int
    growth_bytes_per_day: int
    cap_bytes: int | None
    retain_days: float | None
    dropped_traces: int
    dropped_spans: int
    dropped_until: str | None


class Compacted(TypedDict):
    """What a compaction did; `postponed` says why something that is due was left."""

    segments_before: int
    segments_after: int
    dropped_rows: int
    freed_bytes: int
    postponed: str | None


class StoreFinding(TypedDict):
    """Something that is not as it should be, and what to do."""

    where: str
    problem: str
    remedy: str


class Verified(TypedDict):
    """What was looked at, and what is wrong with it."""

    is_sound: bool
    findings: list[StoreFinding]
    looked_at: dict[str, int]


class Backup(TypedDict):
    """Where a copy is, and up to which journal offset its files hold everything."""

    folder: str
    files: int
    size_bytes: int
    offset: int
