"""Answer for the journal and the store of one data folder together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from agenttrace.model import ProjectName, TraceId
from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import Journal
from agenttrace_server.replays import Replays
from agenttrace_server.store.api import GroupBy, SpanFilter, Store
from agenttrace_server.store.api.upkeep import Compacted, Finding, Part, StoreUsage, Verified
from agenttrace_server.upkeep.backup import BACKUPS, Backup, write_backup

_HOUR_NS: Final = 3600 * 1_000_000_000
_DAY_HOURS: Final = 24
_MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Report:
    """What the data folder takes and how that grows."""

    store: StoreUsage
    parts: tuple[Part, ...]
    """Those of the store, the journal, and uploaded recordings."""
    size_bytes: int
    bytes_per_span: float | None
    """Of all parts but the journal; None where there are no spans."""
    bytes_per_span_without_content: float | None
    spans_of_last_day: int
    growth_bytes_per_day: int
    """What a day like the last adds to the store."""
    cap_bytes: int | None
    retain_days: float | None


@dataclass(frozen=True, slots=True)
class Installation:
    """Everything here may take long: call it off the event loop."""

    settings: Settings
    journal: Journal
    store: Store
    replays: Replays

    def report(self, now_ns: int) -> Report:
        """Return sizes."""
        usage = self.store.upkeep.usage()
        journal = self.journal.stats()
        recordings = Part("recordings", *self.replays.recordings.size())
        parts = (*usage.parts, Part("journal", journal.segments, journal.size_bytes), recordings)
        content = sum(part.size_bytes for part in usage.parts if part.name == "content")
        per_span = usage.size_bytes / usage.spans if usage.spans else None
        without = (usage.size_bytes - content) / usage.spans if usage.spans else None
        lately = self._spans_since(now_ns // _HOUR_NS * _HOUR_NS - _DAY_HOURS * _HOUR_NS)
        cap_mb = self.settings.disk_cap_mb
        return Report(
            store=usage,
            parts=parts,
            size_bytes=sum(part.size_bytes for part in parts),
            bytes_per_span=per_span,
            bytes_per_span_without_content=without,
            spans_of_last_day=lately,
            growth_bytes_per_day=round(lately * (per_span or 0)),
            cap_bytes=None if cap_mb is None else cap_mb * _MEBIBYTE,
            retain_days=self.settings.retain_days,
        )

    def verify(self, *, full: bool) -> Verified:
        """Check journal and store; everything that is acknowledged is made durable first."""
        found = self.store.upkeep.verify(full=full)
        looked_at = {**found.looked_at, "journal bytes": self.journal.stats().size_bytes}
        return replace(found, findings=(*found.findings, *self._journal_findings()), looked_at=looked_at)

    def compact(self, *, everything: bool) -> Compacted:
        """Rewrite what is worth it."""
        return self.store.upkeep.compact(everything=everything)

    def backup(self, now_ns: int) -> Backup:
        """Write a copy of this moment into the folder `backups` of the data folder."""
        return write_backup(
            self.settings.home / BACKUPS, self.settings.home, self.store, self.journal, self.replays, now_ns
        )

    def sweep(self, now_ns: int) -> int:
        """Remove recordings and replays of traces that are gone; return of how many."""
        return self.replays.sweep(self._has_trace, now_ns)

    def disk_bytes(self) -> int:
        """What everything takes."""
        return self.store.upkeep.disk_bytes() + self.journal.stats().size_bytes + self.recorded_bytes()

    def recorded_bytes(self) -> int:
        """What uploaded recordings take."""
        return self.replays.recordings.size()[1]

    def _has_trace(self, project: str, trace_id: str) -> bool:
        return self.store.get_trace(TraceId(trace_id), ProjectName(project)) is not None

    def _spans_since(self, since_ns: int) -> int:
        return sum(row.totals.spans for row in self.store.stats(SpanFilter(since_ns=since_ns), GroupBy.NOTHING))

    def _journal_findings(self) -> Sequence[Finding]:
        remedy = "these records cannot be read again; what of them is in the store is not harmed"
        return [
            Finding(damage.file, f"does not read from offset {damage.offset} to {damage.resume_offset}", remedy)
            for damage in self.journal.damages()
        ]
