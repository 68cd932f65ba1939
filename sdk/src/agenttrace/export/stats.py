"""Count what became of the spans, so that `agenttrace doctor` can say whether any were lost."""

from __future__ import annotations

import threading
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportStats:
    """What one process has done with its spans so far. All but the times and texts are counts of spans."""

    queued: int = 0
    """In memory now: waiting, or in a batch that is not yet acknowledged."""
    sent: int = 0
    """Acknowledged by the server; a start record and its end record count as two."""
    spooled: int = 0
    """Written to the disk spool by this process, whether or not they were sent since."""
    dropped: int = 0
    """Lost for good: no room in memory, no room or no right to write on disk, or too old."""
    rejected: int = 0
    """Refused by the server as wrong; a bounded number of copies is kept in `spool/rejected/`."""
    unredacted: int = 0
    """Sent with their content withheld because the redactor raised."""
    retries: int = 0
    """Requests that were made again (not spans)."""
    last_error: str | None = None
    last_success_ns: int | None = None
    """When the server last acknowledged a batch, nanoseconds since the epoch."""
    sender: str = ""
    endpoint: str | None = None
    """Where spans go; None while it is not known, or when no server was found."""


class Counters:
    """The counts of one process, added to from any thread.

    The lock is reentrant because a signal handler may run inside it on the same thread.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self.sent = 0
        self.spooled = 0
        self.dropped = 0
        self.rejected = 0
        self.unredacted = 0
        self.retries = 0
        self.last_error: str | None = None
        self.last_success_ns: int | None = None

    def add(
        self,
        *,
        sent: int = 0,
        spooled: int = 0,
        dropped: int = 0,
        rejected: int = 0,
        unredacted: int = 0,
        retries: int = 0,
    ) -> None:
        with self._lock:
            self.sent += sent
            self.spooled += spooled
            self.dropped += dropped
            self.rejected += rejected
            self.unredacted += unredacted
            self.retries += retries
