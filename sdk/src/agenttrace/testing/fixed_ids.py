"""Trace and span ids that are the same in every run."""

from __future__ import annotations

import random
import threading

from opentelemetry.sdk.trace.id_generator import IdGenerator


class FixedIdGenerator(IdGenerator):
    """Ids from a generator of its own: the seed decides them, the global random state is neither read nor changed."""

    def __init__(self, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose

    def generate_span_id(self) -> int:
        return self._bits(64)

    def generate_trace_id(self) -> int:
        return self._bits(128)

    def is_trace_id_random(self) -> bool:
        """Say that trace ids may be sampled by their low bits, as real ones may."""
        return True

    def _bits(self, count: int) -> int:
        with self._lock:
            return self._random.getrandbits(count) or 1
