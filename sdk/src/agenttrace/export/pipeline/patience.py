"""Decide when to try a server again that failed, and when to stop holding batches in memory for it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(slots=True)
class Patience:
    """Exponential backoff with full jitter: a random wait of up to first x 2^n, at most the longest.

    Times are on the monotonic clock.
    """

    first_s: float
    longest_s: float
    budget_s: float
    random: Callable[[], float] = random.random
    failures: int = 0
    next_try: float = 0.0
    _failing_since: float = 0.0

    def failed(self, now: float, at_least_s: float | None = None) -> None:
        """Note a failure; the server may have asked for `at_least_s` of peace."""
        if self.failures == 0:
            self._failing_since = now
        longest_now_s = min(self.longest_s, self.first_s * 2.0 ** min(self.failures, 32))
        self.failures += 1
        self.next_try = now + max(longest_now_s * self.random(), at_least_s or 0.0)

    def succeeded(self) -> None:
        self.failures = 0
        self.next_try = 0.0

    def wait_s(self, now: float) -> float:
        """Return how long to leave the server in peace."""
        return max(0.0, self.next_try - now)

    def is_exhausted(self, now: float) -> bool:
        """Return whether the next try comes too late to hold batches in memory for it."""
        return self.wait_s(now) > 0 and self.next_try >= self._failing_since + self.budget_s
