"""Say what every store promises to whoever looks after it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from agenttrace_server.store.api.upkeep.records import Compacted, Dropped, StoreUsage, Verified


class Upkeep(Protocol):
    """Neither writers nor readers wait for any of this except for moments.

    Safe to call from several threads.
    """

    @property
    def failure(self) -> str | None:
        """Why what was written cannot be made durable just now; None while it can."""
        ...

    def usage(self) -> StoreUsage:
        """Return what is kept and what it takes."""
        ...

    def dropped(self) -> Dropped:
        """Return what was ever dropped to keep to a bound of age or size."""
        ...

    def disk_bytes(self) -> int:
        """Return what all files take; cheaper than `usage`."""
        ...

    def compact(self, *, everything: bool) -> Compacted:
        """Rewrite files in which much counts no more, and join small ones; with `everything`, wherever it saves a byte.

        Where the disk has no room for the new file beside the old ones, nothing is done and `postponed` says so.
        """
        ...

    def verify(self, *, full: bool) -> Verified:
        """Read every file and compare it with the catalog; count sums again, for a sample of traces or for all."""
        ...

    def backup(self, folder: Path) -> int:
        """Write a copy of one moment into an empty folder and return its journal offset; writing goes on meanwhile.

        Raises: UnsupportedByStore: there are no files.
        """
        ...

    def drop_before(self, time_ns: int, project: str | None = None, keep: frozenset[str] = frozenset()) -> Dropped:
        """Delete the traces last heard of before this, of one project or of all but `keep`. Durable on return."""
        ...

    def drop_oldest(self, size_bytes: int) -> Dropped:
        """Delete the oldest traces and log records until the files take so many bytes less, or nothing can go.

        Durable on return, and the space is given back.
        """
        ...
