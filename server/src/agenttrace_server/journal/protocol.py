"""Say what a journal promises: bytes that were acknowledged are never lost, and come back in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from agenttrace_server.errors import CorruptData


class Signal(str, Enum):
    """Which of OpenTelemetry's signals a record carries."""

    TRACES = "traces"
    LOGS = "logs"
    METRICS = "metrics"


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One request as it came, decompressed. Bytes only: nobody has looked inside for meaning yet."""

    project: str
    received_ns: int
    signal: Signal
    content_type: str
    """application/x-protobuf or application/json."""
    body: bytes
    sender: str = ""
    """The sending process's random id, or empty."""
    batch: int = 0
    """The sender's own number of this batch, or 0."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record and where it stands. `next_offset` is what to commit once it is applied."""

    offset: int
    next_offset: int
    record: RawRecord


class CorruptRecord(CorruptData):
    """Acknowledged bytes at `offset` cannot be read any more; `resume_offset` is where reading can go on.

    Whoever reads says so where people look (a dead letter), then resumes. `field` is the file.
    """

    def __init__(self, message: str, *, field: str, offset: int, resume_offset: int) -> None:
        super().__init__(message, field=field)
        self.offset = offset
        self.resume_offset = resume_offset


@dataclass(frozen=True, slots=True)
class JournalStats:
    """Sizes for /health and /metrics. `end_offset - committed_offset` bytes have not been applied."""

    committed_offset: int
    end_offset: int
    size_bytes: int
    segments: int


@dataclass(frozen=True, slots=True)
class Damage:
    """Acknowledged bytes that no longer read: from `offset` up to `resume_offset`."""

    file: str
    offset: int
    resume_offset: int


class Journal(Protocol):
    """An append-only log of raw records. Offsets grow and never repeat, also after pruning."""

    async def append(self, record: RawRecord) -> int:
        """Return the record's offset once it is on the disk (or replicated): the acknowledgement.

        Many callers at once share one sync. Raises: Overloaded: the bound is reached or the disk is full;
        then nothing of the record is kept.
        """
        ...

    def read(self, offset: int, max_bytes: int) -> Sequence[Entry]:
        """Return synced entries from `offset` on, in order, at least one if any is there. Empty at the end.

        Where `offset` has been pruned the first entry that is kept comes first.
        Raises: CorruptRecord: what was acknowledged at `offset` is damaged; entries before it were returned.
        """
        ...

    def wait(self, offset: int, timeout_s: float) -> bool:
        """Block this thread until something is synced at or after `offset`; False when the time is up."""
        ...

    def received_ns(self, offset: int) -> int | None:
        """Return when the record at `offset` was received; None where none is or it cannot be read."""
        ...

    def commit(self, offset: int) -> None:
        """Everything before `offset` is durable in the store: it may be pruned when its time comes.

        Raises: CorruptData: `offset` lies behind the end; the store and this journal do not belong together.
        """
        ...

    def stats(self) -> JournalStats:
        """Return sizes and positions."""
        ...

    def damages(self) -> Sequence[Damage]:
        """Read everything that is kept and return what does not pass its checksum."""
        ...

    def copy(self, folder: Path, offset: int) -> None:
        """Write a journal into an empty folder that goes on from `offset`: it has what is synced behind it."""
        ...

    def close(self) -> None:
        """Sync, stop the writer and let go of the files. Appends after this raise Overloaded."""
        ...
