"""Work in the thread that asks: where there is one processor, and in tests."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from agenttrace_server.journal.protocol import Entry
from agenttrace_server.pipeline.batch import Decode, Opened, Stages, open_entry


class InProcess:
    """A `WorkAhead` that works when it is asked for what is ready."""

    def __init__(self, decode: Decode, stages: Stages) -> None:
        self._decode = decode
        self._stages = stages
        self._entries: deque[Sequence[Entry]] = deque()

    @property
    def waiting(self) -> int:
        return len(self._entries)

    @property
    def is_ready(self) -> bool:
        return bool(self._entries)

    @property
    def has_room(self) -> bool:
        return not self._entries

    def submit(self, entries: Sequence[Entry]) -> None:
        self._entries.append(entries)

    def take(self) -> list[Opened]:
        return [self.open(entry) for entry in self._entries.popleft()]

    def open(self, entry: Entry) -> Opened:
        """Take one entry through the stages."""
        return open_entry(entry, self._decode, self._stages)

    def rest(self) -> None:
        """Nothing is held."""

    def close(self) -> None:
        self._entries.clear()
