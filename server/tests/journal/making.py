"""Records, journals and failing disks for the tests of the journal."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agenttrace_server.errors import Overloaded
from agenttrace_server.journal.local import Limits, LocalJournal
from agenttrace_server.journal.local.disk import Disk
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.telemetry import Metrics

LIMITS = Limits(max_bytes=64_000_000, segment_bytes=16_000_000, retain_s=3600)


def record(body: bytes = b"body", **fields: Any) -> RawRecord:
    return RawRecord(
        **{
            "project": "default",
            "received_ns": 1_700_000_000_000_000_000,
            "signal": Signal.TRACES,
            "content_type": "application/x-protobuf",
            "body": body,
            **fields,
        }
    )


@contextmanager
def opened(folder: Path, limits: Limits = LIMITS, **options: Any) -> Iterator[LocalJournal]:
    journal = LocalJournal(folder, limits, Metrics(), **options)
    try:
        yield journal
    finally:
        journal.close()


def append(journal: LocalJournal, *records: RawRecord) -> list[int]:
    """Append all at once, as so many senders would."""

    async def all_at_once() -> list[int]:
        return await asyncio.gather(*(journal.append(each) for each in records))

    return asyncio.run(all_at_once())


def append_each(journal: LocalJournal, *records: RawRecord) -> list[int]:
    """Append one after the other, each with a sync of its own."""
    return [append(journal, each)[0] for each in records]


def answers(journal: LocalJournal, *records: RawRecord) -> list[int | BaseException]:
    async def all_at_once() -> list[int | BaseException]:
        return await asyncio.gather(*(journal.append(each) for each in records), return_exceptions=True)

    return asyncio.run(all_at_once())


def read_all(journal: LocalJournal, offset: int = 0, max_bytes: int = 1_000_000) -> list[RawRecord]:
    read: list[RawRecord] = []
    while entries := journal.read(offset, max_bytes):
        read += [entry.record for entry in entries]
        offset = entries[-1].next_offset
    return read


def is_overloaded(answer: object) -> bool:
    return isinstance(answer, Overloaded)


class FailingDisk(Disk):
    """A disk whose next write or sync fails, as often as it is told."""

    def __init__(self) -> None:
        self.failing_writes: list[int] = []
        self.failing_syncs: list[int] = []

    def write(self, file: int, buffers: Sequence[bytes]) -> None:
        if self.failing_writes:
            os.write(file, b"".join(buffers)[:20])
            raise _error(self.failing_writes.pop(0))
        super().write(file, buffers)

    def sync(self, file: int) -> None:
        if self.failing_syncs:
            raise _error(self.failing_syncs.pop(0))
        super().sync(file)


class SmallDisk(Disk):
    """A disk that holds so many bytes of segments, and is full after that."""

    def __init__(self, folder: Path, capacity: int) -> None:
        self.folder = folder
        self.capacity = capacity

    def write(self, file: int, buffers: Sequence[bytes]) -> None:
        used = sum(path.stat().st_size for path in self.folder.glob("*.log"))
        data = b"".join(buffers)
        fits = max(0, self.capacity - used)
        super().write(file, [data[:fits]])
        if fits < len(data):
            raise _error(errno.ENOSPC)


def _error(number: int) -> OSError:
    return OSError(number, os.strerror(number))
