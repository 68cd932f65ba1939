"""Write groups of records to the segments, and keep the promises when the disk does not play along."""

from __future__ import annotations

import errno
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Condition

import structlog

from agenttrace_server.errors import CorruptData, Overloaded
from agenttrace_server.journal.local.disk import Disk
from agenttrace_server.journal.local.intake import Answer
from agenttrace_server.journal.local.record import Packed, place
from agenttrace_server.journal.local.segments import Segment, Segments

_logger = structlog.get_logger(__name__)
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the journal may hold, and for how long it keeps what is applied."""

    max_bytes: int
    segment_bytes: int
    retain_s: float


class SegmentLog:
    """The written part of the journal. One thread calls `write`; everything else may be called from any."""

    def __init__(
        self,
        segments: Segments,
        end_offset: int,
        committed: int,
        limits: Limits,
        disk: Disk,
        clock: Callable[[], float],
    ) -> None:
        self._segments = segments
        self._limits = limits
        self._disk = disk
        self._clock = clock
        self._changed = Condition()
        self._end = end_offset
        self._committed = committed
        self._file: int | None = None

    # any thread

    @property
    def end_offset(self) -> int:
        """Before it everything is on the disk."""
        return self._end

    @property
    def committed(self) -> int:
        """Before it everything is in the store."""
        return self._committed

    @property
    def size_bytes(self) -> int:
        """Bytes that are kept."""
        with self._changed:
            return self._end - self._segments.first.first_offset

    @property
    def count(self) -> int:
        """Segments that are kept."""
        return len(self._segments)

    def holding(self, offset: int) -> tuple[Segment, int, int] | None:
        """Return the segment to read at `offset`, the offset to begin at and where it ends; None at the end."""
        with self._changed:
            begin = max(offset, self._segments.first.first_offset)
            if begin >= self._end:
                return None
            segment, end = self._segments.holding(begin, self._end)
            return segment, begin, end

    def pieces(self) -> list[tuple[Segment, int]]:
        """Return every segment that is kept with the offset where what is synced of it ends."""
        with self._changed:
            kept = list(self._segments)
            ends = [*(following.first_offset for following in kept[1:]), self._end]
        return list(zip(kept, ends, strict=True))

    def wait(self, offset: int, timeout_s: float) -> bool:
        """Block until something lies at or after `offset`."""
        with self._changed:
            return self._changed.wait_for(lambda: self._end > offset, timeout_s)

    def commit(self, offset: int) -> None:
        """Move the committed offset forward and delete what is applied and past its time.

        Raises: CorruptData: more is committed than was ever written here.
        """
        if offset > self._end:
            raise CorruptData(
                f"cannot commit {offset}, this journal ends at {self._end}: it belongs to another store",
                field=str(self._segments.last.path),
            )
        with self._changed:
            self._committed = max(self._committed, offset)
            past = self._clock() - self._limits.retain_s
            while self._segments.drop_first(self._committed, past):
                pass

    def close(self) -> None:
        """Let go of the file; the writer's thread has ended."""
        self._close_file()

    # the writer's thread

    def write(self, group: Sequence[Packed]) -> list[Answer]:
        """Write and sync a group; return for each record its offset, or why nothing of it is kept."""
        answers = self._write_once(group)
        while _is_full(answers) and self._drop_applied():
            answers = self._write_once(group)
        return answers

    def leave_segment(self) -> None:
        """Write what comes next to a new segment: what the last write left in this one is not known."""
        self._close_file()

    def _write_once(self, group: Sequence[Packed]) -> list[Answer]:
        room = self._room_for(sum(packed.size for packed in group))
        end = self._end
        buffers: list[bytes] = []
        answers: list[Answer] = []
        for packed in group:
            if end - self._end + packed.size > room:
                answers.append(Overloaded("the journal has reached journal_max_bytes", retry_after_s=2))
                continue
            answers.append(end)
            buffers += place(packed, end)
            end += packed.size
        error = self._put(buffers) if buffers else None
        if error is not None:
            _logger.error("journal cannot write, records are refused", error=str(error), end_offset=self._end)
            return [_refusal(error) for _ in group]
        with self._changed:
            self._end = end
            self._segments.touch(self._clock())
            self._changed.notify_all()
        return answers

    def _room_for(self, size: int) -> int:
        while self.size_bytes + size > self._limits.max_bytes and self._drop_applied():
            pass
        return self._limits.max_bytes - self.size_bytes

    def _put(self, buffers: Sequence[bytes]) -> OSError | None:
        """Write and sync, or undo. After a failed sync the kernel may have thrown the pages away: that file is left."""
        try:
            file = self._active_file()
            self._disk.write(file, buffers)
        except OSError as error:
            self._undo(keep_file=True)
            return error
        try:
            self._disk.sync(file)
        except OSError as error:
            self._undo(keep_file=False)
            return error
        return None

    def _undo(self, *, keep_file: bool) -> None:
        """Cut off what was not acknowledged; where that fails, or the file is not trusted, go on in a new one."""
        if self._file is None:
            return
        try:
            self._disk.truncate(self._file, self._end - self._segments.last.first_offset)
        except OSError:
            keep_file = False
        if not keep_file:
            self._close_file()

    def _active_file(self) -> int:
        is_long_enough = self._end - self._segments.last.first_offset >= self._limits.segment_bytes
        if self._file is None or is_long_enough:
            return self._begin_segment(self._end)
        return self._file

    def _begin_segment(self, offset: int) -> int:
        """Make the file first, then tell the readers: a failure leaves everything as it was."""
        file = self._disk.begin(self._segments.path_of(offset))
        self._close_file()
        self._file = file
        with self._changed:
            self._segments.add(offset, self._clock())
        return file

    def _close_file(self) -> None:
        if self._file is not None:
            self._disk.close(self._file)
            self._file = None

    def _drop_applied(self) -> bool:
        """Delete the oldest applied segment whatever its age; say whether there was one."""
        with self._changed:
            is_all_applied = self._committed >= self._end > self._segments.last.first_offset
        if len(self._segments) == 1 and is_all_applied:
            try:
                self._begin_segment(self._end)
            except OSError as error:
                _logger.error("journal cannot begin a segment", error=str(error))
                return False
        with self._changed:
            return self._segments.drop_first(self._committed, math.inf)


def _refusal(error: OSError) -> Overloaded:
    reason = "the disk is full" if error.errno in _NO_SPACE else "the disk does not take what is written"
    refusal = Overloaded(f"{reason}: {error.strerror}", retry_after_s=5)
    refusal.__cause__ = error
    return refusal


def _is_full(answers: Sequence[Answer]) -> bool:
    first = answers[0]
    cause = first.__cause__ if isinstance(first, Overloaded) else None
    return isinstance(cause, OSError) and cause.errno in _NO_SPACE
