"""Find the recorded entry that a request of the running program is: each entry is used once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from agenttrace.recording.tape.keys import loose_hash
from agenttrace.replay.tape.entries import Entry, ExchangeEntry

E = TypeVar("E", bound=Entry)


class How(str, Enum):
    """How an entry was found, from the surest to the least sure."""

    IN_LANE = "exact in lane"
    ANYWHERE = "exact"
    LOOSE = "loose"
    POSITIONAL = "positional"


@dataclass(frozen=True, slots=True)
class Found:
    """An entry and how it was found."""

    entry: Entry
    how: How


class Matcher:
    """The entries that were not used yet. Any thread may ask."""

    def __init__(self, entries: Iterable[Entry], *, positional: bool = False) -> None:
        self._entries = tuple(entries)
        self._positional = positional
        self._lock = threading.Lock()
        self._in_lane = _Index(self._entries, lambda entry: (type(entry), entry.lane, entry.hash))
        self._anywhere = _Index(self._entries, lambda entry: (type(entry), entry.hash))
        self._loose: _Index | None = None

    def take(self, kind: type[Entry], lane: str, hash: str, loose: Callable[[], str] | None = None) -> Found | None:  # noqa: A002
        """Return an unused entry and use it: the same in this lane, the same anywhere, nearly the same, or the next.

        `loose` gives the loose hash of an exchange; it is only asked when it is needed.
        """
        with self._lock:
            found = (
                self._found(self._in_lane.first((kind, lane, hash)), How.IN_LANE)
                or self._found(self._anywhere.first((kind, hash)), How.ANYWHERE)
                or self._found(self._loosely(lane, loose), How.LOOSE)
                or self._found(self._next(kind, lane) if self._positional else None, How.POSITIONAL)
            )
            if found is not None:
                found.entry.used = True
            return found

    def expected(self, kind: type[Entry], lane: str) -> Entry | None:
        """Return what would come next in this lane, else the next of that kind anywhere; it stays unused."""
        with self._lock:
            in_lane = (entry for entry in self._entries if not entry.used and entry.lane == lane and entry.step)
            anywhere = (entry for entry in self._entries if not entry.used and type(entry) is kind)
            return self._next(kind, lane) or next(in_lane, None) or next(anywhere, None)

    def use_lane(self, path: str) -> list[Entry]:
        """Use all that happened in a lane and in those below it, and return it."""
        with self._lock:
            found = [e for e in self._entries if e.lane == path or e.lane.startswith(f"{path}/")]
            for entry in found:
                entry.used = True
        return found

    def unused(self) -> list[Entry]:
        """Return what the program never asked for."""
        with self._lock:
            return [entry for entry in self._entries if not entry.used]

    def _found(self, entry: Entry | None, how: How) -> Found | None:
        return None if entry is None else Found(entry, how)

    def _loosely(self, lane: str, loose: Callable[[], str] | None) -> Entry | None:
        if loose is None:
            return None
        if self._loose is None:
            exchanges = [entry for entry in self._entries if isinstance(entry, ExchangeEntry) and not entry.used]
            self._loose = _Index(exchanges, _loose_key)
        return self._loose.first(loose())

    def _next(self, kind: type[Entry], lane: str) -> Entry | None:
        return next((e for e in self._entries if not e.used and type(e) is kind and e.lane == lane), None)


def _loose_key(entry: Entry) -> Hashable:
    return loose_hash(entry.method, entry.url, entry.body) if isinstance(entry, ExchangeEntry) else entry.hash


class _Index:
    """Entries under a key, oldest first; used ones are dropped as they are met."""

    def __init__(self, entries: Iterable[Entry], key: Callable[[Entry], Hashable]) -> None:
        self._queues: dict[Hashable, deque[Entry]] = {}
        for entry in entries:
            self._queues.setdefault(key(entry), deque()).append(entry)

    def first(self, key: Hashable) -> Entry | None:
        queue = self._queues.get(key)
        while queue:
            if not queue[0].used:
                return queue[0]
            queue.popleft()
        return None
