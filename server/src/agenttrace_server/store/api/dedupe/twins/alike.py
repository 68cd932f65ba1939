"""Find which calls of one sign lie within each other's time."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator

from agenttrace_server.store.api.dedupe.rules import SLACK_NS
from agenttrace_server.store.api.dedupe.twins.heads import Head, HeadKey
from agenttrace_server.store.api.dedupe.twins.rules import is_held

_Entry = tuple[int, HeadKey]


class Alike:
    """Calls that tell the same, by their start: those without a response id, and those with one that begin a trace."""

    __slots__ = ("_heads", "_lone", "_longest_ns", "_named")

    def __init__(self) -> None:
        self._heads: dict[HeadKey, Head] = {}
        self._lone: list[_Entry] = []
        self._named: list[_Entry] = []
        self._longest_ns = 0

    def __bool__(self) -> bool:
        return bool(self._heads)

    def add(self, head: Head) -> None:
        """Put a call in."""
        self._heads[head.key] = head
        insort(self._row_of(head), (head.first_ns, head.key))
        self._longest_ns = max(self._longest_ns, head.last_ns - head.first_ns)

    def remove(self, head: Head) -> None:
        """Take a call out."""
        del self._heads[head.key]
        row = self._row_of(head)
        del row[bisect_left(row, (head.first_ns, head.key))]

    def near(self, head: Head) -> Iterator[Head]:
        """Return those that this one holds, or that hold it."""
        for row in (self._lone,) if head.response_id is not None else (self._lone, self._named):
            begin = bisect_left(row, (head.first_ns - SLACK_NS - self._longest_ns,))
            for at in range(begin, len(row)):
                first_ns, key = row[at]
                if first_ns > head.last_ns + SLACK_NS:
                    break
                other = self._heads[key]
                if is_held(other, head) or is_held(head, other):
                    yield other

    def _row_of(self, head: Head) -> list[_Entry]:
        return self._lone if head.response_id is None else self._named
