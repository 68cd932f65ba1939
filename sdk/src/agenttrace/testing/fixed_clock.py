"""A clock that stands still until the test moves it."""

from __future__ import annotations

import threading

START_NS = 1_767_225_600_000_000_000
"""2026-01-01T00:00:00Z."""


class FixedClock:
    """Call it for the time in nanoseconds since the epoch. Safe to use from many threads."""

    def __init__(self, start_ns: int = START_NS) -> None:
        self._lock = threading.Lock()
        self._now_ns = start_ns

    def __call__(self) -> int:
        with self._lock:
            return self._now_ns

    def advance(self, seconds: float) -> int:
        """Move forward and return the new time. Raises: ValueError: `seconds` is negative."""
        if seconds < 0:
            raise ValueError(f"seconds: a clock cannot go back, got {seconds}")
        with self._lock:
            self._now_ns += round(seconds * 1_000_000_000)
            return self._now_ns
