"""The journal on local files: segment files that one thread appends to and any thread reads."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock, Thread

import structlog

from agenttrace_server.errors import Overloaded
from agenttrace_server.journal.local import bookmark
from agenttrace_server.journal.local.bookmark import Bookmark
from agenttrace_server.journal.local.copying import copy_pieces, find_damages
from agenttrace_server.journal.local.disk import Disk
from agenttrace_server.journal.local.folder import open_log
from agenttrace_server.journal.local.intake import Answer, Intake, Waiting, tell
from agenttrace_server.journal.local.lock import FolderLock
from agenttrace_server.journal.local.log import Limits
from agenttrace_server.journal.local.reader import read_entries, received_ns_at
from agenttrace_server.journal.local.record import pack
from agenttrace_server.journal.protocol import CorruptRecord, Damage, Entry, JournalStats, RawRecord
from agenttrace_server.telemetry import Metrics

_logger = structlog.get_logger(__name__)


class LocalJournal:
    """See `Journal` for what is promised. One process at a time; an exclusive lock holds that."""

    def __init__(
        self,
        folder: Path,
        limits: Limits,
        metrics: Metrics,
        *,
        disk: Disk | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Open the folder, made if need be, and cut a torn tail.

        Raises: BadSetting: another process holds the folder. OSError: it cannot be read or written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._bookmark_path = folder / "bookmark"
        self._bookmark_lock = Lock()
        self._metrics = metrics
        self._lock = FolderLock(folder)
        try:
            self._log = open_log(folder, bookmark.load(self._bookmark_path), limits, disk or Disk(), clock)
        except OSError:
            self._lock.release()
            raise
        self._intake = Intake()
        self._writer = Thread(target=self._write_groups, name="journal-writer", daemon=True)
        self._writer.start()
        self._is_closed = False

    async def append(self, record: RawRecord) -> int:
        """Return the record's offset once it is on the disk. Raises: Overloaded."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[int] = loop.create_future()
        self._intake.put(Waiting(pack(record), loop, future))
        return await future

    def read(self, offset: int, max_bytes: int) -> Sequence[Entry]:
        """Return synced entries of one segment from `offset` on. Raises: CorruptRecord."""
        while True:
            place = self._log.holding(offset)
            if place is None:
                return ()
            segment, begin, end = place
            try:
                return read_entries(segment.path, segment.first_offset, begin, end, max_bytes)
            except FileNotFoundError:
                if self._log.holding(offset) == place:
                    raise CorruptRecord(
                        f"{segment.path} is missing", field=str(segment.path), offset=begin, resume_offset=end
                    ) from None

    def wait(self, offset: int, timeout_s: float) -> bool:
        """Block until something is synced at or after `offset`."""
        return self._log.wait(offset, timeout_s)

    def received_ns(self, offset: int) -> int | None:
        """Return when the record at `offset` was received, reading nothing but its head."""
        place = self._log.holding(offset)
        return None if place is None else received_ns_at(place[0].path, place[1] - place[0].first_offset)

    def commit(self, offset: int) -> None:
        """Let go of everything before `offset`. Raises: CorruptData: the store is ahead of this journal."""
        self._log.commit(offset)
        self._save_bookmark()

    def stats(self) -> JournalStats:
        """Return sizes and positions."""
        return JournalStats(self._log.committed, self._log.end_offset, self._log.size_bytes, self._log.count)

    def damages(self) -> Sequence[Damage]:
        """Return what does not pass its checksum."""
        return find_damages(self._log.pieces())

    def copy(self, folder: Path, offset: int) -> None:
        """Write what is synced at or behind `offset`, and where to go on."""
        copy_pieces([piece for piece in self._log.pieces() if piece[1] > offset], folder, offset)

    def close(self) -> None:
        """Write what waits, stop the writer, let go of the files and the folder."""
        if self._is_closed:
            return
        self._is_closed = True
        self._intake.close()
        self._writer.join()
        self._log.close()
        self._save_bookmark()
        self._lock.release()

    def _save_bookmark(self) -> None:
        with self._bookmark_lock:
            try:
                bookmark.save(self._bookmark_path, Bookmark(self._log.committed, self._log.end_offset))
            except OSError as error:
                _logger.warning("journal bookmark not saved", error=str(error))

    def _write_groups(self) -> None:
        while group := self._intake.take():
            tell(group, self._answers_to(group))

    def _answers_to(self, group: Sequence[Waiting]) -> list[Answer]:
        try:
            return self._log.write([waiting.packed for waiting in group])
        except Exception as error:  # our own bug: the senders try again, the loop lives on
            self._metrics.worker_errors.labels(worker="journal").inc()
            _logger.exception("journal writer failed, records are refused")
            self._log.leave_segment()
            return [Overloaded(f"the journal failed: {error}", retry_after_s=5) for _ in group]
