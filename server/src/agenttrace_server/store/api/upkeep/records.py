"""Name what upkeep answers: sizes by part, what a compaction did, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of file and what all of it takes on disk. `rows` is None where the kind has none."""

    name: str
    files: int
    size_bytes: int
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was deleted to keep to a bound."""

    traces: int = 0
    spans: int = 0
    until_ns: int | None = None
    """Every trace that was last heard of before this is gone."""

    def plus(self, other: Dropped) -> Dropped:
        """Return both together."""
        untils = [until for until in (self.until_ns, other.until_ns) if until is not None]
        return Dropped(self.traces + other.traces, self.spans + other.spans, max(untils, default=None))


@dataclass(frozen=True, slots=True)
class StoreUsage:
    """What a store takes, and what of that counts no more."""

    parts: tuple[Part, ...] = ()
    spans: int = 0
    traces: int = 0
    sealed_rows: int = 0
    """Rows in files, with those that count no more."""
    dead_rows: int = 0
    """Rows in files that count no more: older versions and deleted spans. A compaction gives their space back."""
    oldest_ns: int | None = None
    """Start of the oldest trace."""
    newest_ns: int | None = None
    """Last sign of life of the newest trace."""
    dropped: Dropped = field(default_factory=Dropped)
    """What was ever dropped to keep to a bound of age or size."""

    @property
    def size_bytes(self) -> int:
        """All parts together."""
        return sum(part.size_bytes for part in self.parts)


@dataclass(frozen=True, slots=True)
class Compacted:
    """What a compaction rewrote. `postponed` says why something that was due was left."""

    segments_before: int = 0
    segments_after: int = 0
    dropped_rows: int = 0
    freed_bytes: int = 0
    postponed: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, where, and what to do."""

    where: str
    """A file's name, or the table or sum."""
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and what is wrong with it: nothing, if all is well."""

    findings: tuple[Finding, ...] = ()
    looked_at: dict[str, int] = field(default_factory=dict)
    """How many of each: files, rows, pieces of content, traces, sessions, sums, journal bytes."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings
