"""Find what overlaps a time, among spans that are kept by their start."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from typing import Protocol

from agenttrace.model import SpanId


class Timed(Protocol):
    """What has a start and an end, and an id to be found by."""

    start_ns: int
    end_ns: int | None

    @property
    def order(self) -> tuple[int, SpanId]: ...


class Timeline:
    """Spans by start. Those that overlap a time are found by it, and by the longest of them."""

    __slots__ = ("entries", "longest_ns")

    def __init__(self) -> None:
        self.entries: list[tuple[int, SpanId]] = []
        self.longest_ns = 0

    def add(self, call: Timed) -> None:
        """Put a call in."""
        insort(self.entries, call.order)
        self.longest_ns = max(self.longest_ns, (call.end_ns or 0) - call.start_ns)

    def remove(self, call: Timed) -> None:
        """Take a call out."""
        del self.entries[bisect_left(self.entries, call.order)]

    def starting(self, first_ns: int, last_ns: int, passed: dict[int, int]) -> Iterator[tuple[int, SpanId]]:
        """Return the calls that start in this time, each with its position; those in `passed` are left out."""
        position = _next(passed, bisect_left(self.entries, (first_ns, SpanId(""))))
        while position < len(self.entries) and self.entries[position][0] <= last_ns:
            yield position, self.entries[position][1]
            position = _next(passed, position + 1)


def _next(passed: dict[int, int], position: int) -> int:
    """Return the first position from here that was not passed, and make the way there short for the next."""
    way = []
    while position in passed:
        way.append(position)
        position = passed[position]
    for earlier in way:
        passed[earlier] = position
    return position
