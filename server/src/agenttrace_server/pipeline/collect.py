"""Read the next batch from the journal: until it is big enough, or has waited long enough for company."""

from __future__ import annotations

import time
from dataclasses import dataclass

from agenttrace_server.journal.protocol import CorruptRecord, Entry, Journal, RawRecord, Signal
from agenttrace_server.pipeline.batch import Decode, Opened, Stages, open_entry

READ_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """When a batch is full. `max_spans` counts log records and points too, and may be exceeded by the last record's."""

    max_spans: int
    max_wait_s: float
    max_bytes: int = 32 * 1024 * 1024


def collect(journal: Journal, offset: int, decode: Decode, stages: Stages, limits: Limits) -> list[Opened]:
    """Return entries from `offset` on that went through the stages; empty where the journal ends there.

    Each is taken all the way before the next is read, so that a batch is never in memory twice. A stretch of the
    journal that cannot be read any more is a batch of its own: one dead letter, and reading goes on behind it.
    """
    batch: list[Opened] = []
    spans = size = 0
    deadline = time.monotonic() + limits.max_wait_s
    while spans < limits.max_spans and size < limits.max_bytes:
        try:
            entries = journal.read(offset, READ_BYTES)
        except CorruptRecord as lost:
            return batch or [_lost(lost)]
        for entry in entries:
            opened = open_entry(entry, decode, stages)
            batch.append(opened)
            spans += len(opened.spans) + len(opened.logs) + len(opened.points)
            size += len(entry.record.body)
            offset = entry.next_offset
            if spans >= limits.max_spans or size >= limits.max_bytes:
                return batch
        left = deadline - time.monotonic()
        if not entries and (not batch or left <= 0 or not journal.wait(offset, left)):
            return batch
    return batch


def _lost(record: CorruptRecord) -> Opened:
    unreadable = RawRecord("default", received_ns=0, signal=Signal.TRACES, content_type="", body=b"")
    return Opened(Entry(record.offset, record.resume_offset, unreadable), reason=f"journal: {record.message}")
