"""Turn what upkeep answers into what the API shows."""

from __future__ import annotations

from dataclasses import asdict

from agenttrace_server.api.rendering.values import rfc3339
from agenttrace_server.api.schemas.system.upkeep import (
    BackupOut,
    CompactedOut,
    StoreFindingOut,
    StorePartOut,
    StoreStatsOut,
    VerifiedOut,
)
from agenttrace_server.store.api.upkeep import Compacted, Verified
from agenttrace_server.upkeep import Backup, Report


def stats(report: Report) -> StoreStatsOut:
    """Show sizes."""
    store = report.store
    return StoreStatsOut(
        parts=[StorePartOut(**asdict(part)) for part in report.parts],
        size_bytes=report.size_bytes,
        spans=store.spans,
        traces=store.traces,
        sealed_rows=store.sealed_rows,
        dead_rows=store.dead_rows,
        bytes_per_span=report.bytes_per_span,
        bytes_per_span_without_content=report.bytes_per_span_without_content,
        oldest_at=_moment(store.oldest_ns),
        newest_at=_moment(store.newest_ns),
        spans_of_last_day=report.spans_of_last_day,
        growth_bytes_per_day=report.growth_bytes_per_day,
        cap_bytes=report.cap_bytes,
        retain_days=report.retain_days,
        dropped_traces=store.dropped.traces,
        dropped_spans=store.dropped.spans,
        dropped_until=_moment(store.dropped.until_ns),
    )


def compacted(done: Compacted) -> CompactedOut:
    """Show what a compaction did."""
    return CompactedOut(**asdict(done))


def verified(found: Verified) -> VerifiedOut:
    """Show what is wrong."""
    findings = [StoreFindingOut(**asdict(finding)) for finding in found.findings]
    return VerifiedOut(is_sound=found.is_sound, findings=findings, looked_at=found.looked_at)


def backup(made: Backup) -> BackupOut:
    """Show where a copy is."""
    return BackupOut(folder=str(made.folder), files=made.files, size_bytes=made.size_bytes, offset=made.offset)


def _moment(time_ns: int | None) -> str | None:
    return None if time_ns is None else rfc3339(time_ns)
