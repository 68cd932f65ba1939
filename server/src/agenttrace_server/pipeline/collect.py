"""Read the next batch from the journal: until it is big enough, or has waited long enough for company."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

from agenttrace_server.journal.protocol import CorruptRecord, Entry, Journal, RawRecord, Signal
from agenttrace_server.pipeline.batch import Opened
from agenttrace_server.pipeline.workers import WorkAhead

READ_BYTES = 1024 * 1024
"""What is handed to one worker at once, about; a record is never divided."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a batch is full. `max_spans` counts log records and points too, and may be exceeded by the last record's."""

    max_spans: int
    max_wait_s: float
    max_bytes: int = 32 * 1024 * 1024


class Collector:
    """Reads ahead of what was taken, so that every worker has something to do. Used by one thread."""

    def __init__(self, journal: Journal, work: WorkAhead, limits: Limits, offset: int) -> None:
        self._journal = journal
        self._work = work
        self._limits = limits
        self._read_to = offset
        self._taken: deque[Opened] = deque()
        """What the last batch had no place for."""

    def collect(self) -> list[Opened]:
        """Return the next entries that went through the stages; empty where the journal ends.

        A stretch of the journal that cannot be read any more is a batch of its own: one dead letter, and reading goes
        on behind it.
        """
        limits = self._limits
        batch: list[Opened] = []
        spans = size = 0
        deadline = time.monotonic() + limits.max_wait_s
        while spans < limits.max_spans and size < limits.max_bytes:
            lost = self._read_ahead()
            if not self._taken and self._work.waiting:
                if batch and not self._work.is_ready:
                    return batch  # the store has something to do, so nobody waits for the workers
                self._taken.extend(self._work.take())
            if self._taken:
                opened = self._taken.popleft()
                batch.append(opened)
                spans += len(opened.spans) + len(opened.logs) + len(opened.points)
                size += len(opened.entry.record.body)
                continue
            if lost is not None:
                return batch or [self._pass(lost)]
            left = deadline - time.monotonic()
            if not batch or left <= 0 or not self._journal.wait(self._read_to, left):
                return batch
        return batch

    def _read_ahead(self) -> CorruptRecord | None:
        """Give the workers what they have room for; return what cannot be read, where that comes next."""
        while self._work.has_room:
            try:
                entries = self._journal.read(self._read_to, READ_BYTES)
            except CorruptRecord as lost:
                return lost
            if not entries:
                return None
            self._work.submit(entries)
            self._read_to = entries[-1].next_offset
        return None

    def _pass(self, lost: CorruptRecord) -> Opened:
        self._read_to = lost.resume_offset
        return _lost(lost)


def _lost(record: CorruptRecord) -> Opened:
    unreadable = RawRecord("default", received_ns=0, signal=Signal.TRACES, content_type="", body=b"")
    return Opened(Entry(record.offset, record.resume_offset, unreadable), reason=f"journal: {record.message}")
