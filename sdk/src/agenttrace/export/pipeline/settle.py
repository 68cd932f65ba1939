"""Ask the workers to bring everything to safety, and wait for it with a deadline."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Settle:
    """A request that everything handed over before it is acknowledged by the server or safe in the spool."""

    asked_at: float
    """On the monotonic clock."""
    deadline: float
    """On the monotonic clock: what is not sent by then is to be spooled."""
    show_running: bool
    """Whether spans that are still open are to be sent as running, as they are now."""
    cut: threading.Event = field(default_factory=threading.Event)
    """Set once everything handed over before is in a batch."""
    settled: threading.Event = field(default_factory=threading.Event)
