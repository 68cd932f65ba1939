"""Small real parts for the runner: a journal in memory, stores that fail on command, a bus that remembers."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import Entry, JournalStats, RawRecord
from agenttrace_server.live.protocol import Subscription
from agenttrace_server.pipeline.batch import Stages
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.price import PriceBook
from agenttrace_server.pipeline.stages import stages_for
from agenttrace_server.pipeline.workers import InProcess
from agenttrace_server.store.api import DeadLetter, StoredSpan, TraceDelta, TraceSummary, Written
from agenttrace_server.store.memory import MemoryStore

STAGES = stages_for(PriceBook(), Settings())


def work_here(stages: Stages | None = None) -> InProcess:
    """Return who takes records through the stages, in the thread of the runner."""
    return InProcess(decode, STAGES if stages is None else stages)


class MemoryJournal:
    """A journal whose offsets count the bytes of the bodies, as long as the process lives."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._entries: list[Entry] = []
        self._end = 0
        self.committed = 0

    def put(self, record: RawRecord) -> int:
        """Append without an event loop; returns the offset behind the record."""
        with self._changed:
            entry = Entry(self._end, self._end + max(1, len(record.body)), record)
            self._entries.append(entry)
            self._end = entry.next_offset
            self._changed.notify_all()
            return entry.next_offset

    async def append(self, record: RawRecord) -> int:
        self.put(record)
        return self._entries[-1].offset

    def read(self, offset: int, max_bytes: int) -> Sequence[Entry]:
        with self._changed:
            found: list[Entry] = []
            size = 0
            for entry in self._entries:
                if entry.offset < offset:
                    continue
                size += len(entry.record.body)
                if found and size > max_bytes:
                    break
                found.append(entry)
            return found

    def wait(self, offset: int, timeout_s: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._end > offset, timeout_s)

    def commit(self, offset: int) -> None:
        self.committed = max(self.committed, offset)

    def stats(self) -> JournalStats:
        with self._changed:
            return JournalStats(self.committed, self._end, self._end, 1)

    def received_ns(self, offset: int) -> int | None:
        return next((entry.record.received_ns for entry in self.read(offset, 1)), None)

    def close(self) -> None:
        """Nothing to let go of."""


class FailingStore(MemoryStore):
    """Refuses the next writes, as a full disk does, and remembers the order of what was asked of it."""

    def __init__(self, failures: int = 0) -> None:
        super().__init__()
        self.failures = failures
        self.asked: list[tuple[str, int]] = []

    def write(self, deltas: Sequence[TraceDelta], offset: int) -> Written:
        self.asked.append(("write", offset))
        if self.failures > 0:
            self.failures -= 1
            raise OSError(28, "no space left on device")
        return super().write(deltas, offset)

    def write_dead_letters(self, letters: Sequence[DeadLetter], offset: int) -> None:
        self.asked.append(("write_dead_letters", offset))
        super().write_dead_letters(letters, offset)


class ForgetfulStore(MemoryStore):
    """Says that nothing is durable before it was flushed, as a store does that seals in the background."""

    def __init__(self) -> None:
        super().__init__()
        self._flushed = 0

    def durable_offset(self) -> int:
        return self._flushed

    def flush(self) -> None:
        self._flushed = super().durable_offset()


class RememberingBus:
    """Keeps what was published; can be broken."""

    def __init__(self, *, broken: bool = False) -> None:
        self._broken = broken
        self.spans: list[StoredSpan] = []
        self.attempts = 0

    def publish(self, spans: Sequence[StoredSpan], traces: Sequence[TraceSummary]) -> None:
        self.attempts += 1
        if self._broken:
            raise RuntimeError("nobody listens")
        self.spans.extend(spans)

    def subscribe(self) -> Subscription:
        raise RuntimeError("nobody subscribes to this one")

    def close(self) -> None:
        """Nothing to let go of."""
