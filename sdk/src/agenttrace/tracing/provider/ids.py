"""Make trace and span ids from the operating system's randomness, so that seeding `random` or forking repeats none."""

from __future__ import annotations

import os

from opentelemetry.sdk.trace.id_generator import IdGenerator

_SPAN_ID_BYTES = 8
_TRACE_ID_BYTES = 16


class ReplaceableIds(IdGenerator):
    """The ids of our provider, which lives as long as the process: random, unless a test put a source of its own in."""

    def __init__(self) -> None:
        self.source: IdGenerator | None = None
        self.next_trace_id: int | None = None
        """The id of the next trace, where that is known before: of the run that is being recorded."""

    def generate_span_id(self) -> int:
        """Return 8 bytes as a number that is not zero."""
        if self.source is not None:
            return self.source.generate_span_id()
        return int.from_bytes(os.urandom(_SPAN_ID_BYTES), "big") or self.generate_span_id()

    def generate_trace_id(self) -> int:
        """Return 16 bytes as a number that is not zero."""
        if self.source is not None:
            return self.source.generate_trace_id()
        known, self.next_trace_id = self.next_trace_id, None
        if known is not None:
            return known
        return int.from_bytes(os.urandom(_TRACE_ID_BYTES), "big") or self.generate_trace_id()

    def is_trace_id_random(self) -> bool:
        """Whether W3C's random flag may be set."""
        return self.source is None or self.source.is_trace_id_random()
