"""Keep unsent batches in a folder, one file each, oldest first, within bounds of bytes and age."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agenttrace.export.batch import Batch
from agenttrace.export.guard import Say
from agenttrace.export.settings import MEBIBYTE
from agenttrace.export.spool.disk import TMP_PREFIX, lock, make_private, unlock, write_whole
from agenttrace.export.spool.file import CorruptSpoolFile, from_bytes, to_bytes
from agenttrace.export.stats import Counters

_SUFFIX = ".batch"
_SECOND_NS = 1_000_000_000
_STALE_TMP_S = 3600
KEPT_ASIDE = 64
"""Files in each of `rejected/` and `corrupt/` at most; the oldest make room."""
KEPT_ASIDE_BYTES = 16 * MEBIBYTE

_CANNOT_WRITE = "spool cannot be written"
_FULL = "spool full"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of the folder, as far as its name and size tell."""

    path: Path
    created_ns: int
    spans: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A spooled batch that this process alone may send now: `discard` it once sent, else `release` it."""

    batch: Batch
    path: Path
    descriptor: int

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        unlock(self.descriptor)
        os.close(self.descriptor)


class Spool:
    """The folder, shared by every process of this user. Safe to use from several threads and processes at once."""

    def __init__(
        self,
        folder: Path,
        *,
        max_bytes: int,
        max_age_s: float,
        counters: Counters,
        say: Say,
        now_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._max_age_ns = int(max_age_s * _SECOND_NS)
        self._counters = counters
        self._say = say
        self._now_ns = now_ns
        self.may_hold_work = True
        """Whether looking for a batch to send may find one. True at first: an earlier process may have left some."""

    def write(self, batch: Batch, *, hurry: bool = False) -> bool:
        """Keep `batch`; where it does not fit, drop the oldest. Return False, counted, where the disk refuses.

        In a hurry the file survives the end of this process, but not for certain a loss of power.
        """
        problem = self._problem_with_keeping(batch, hurry=hurry)
        return True if problem is None else self._lost(batch, problem)

    def try_to_keep(self, batch: Batch) -> bool:
        """Keep `batch` in a hurry; where that fails nothing is said or counted, as the caller still has it."""
        return self._problem_with_keeping(batch, hurry=True) is None

    def _problem_with_keeping(self, batch: Batch, *, hurry: bool) -> str | None:
        raw = to_bytes(batch)
        if len(raw) > self._max_bytes:
            return f"a batch of {len(raw)} bytes exceeds spool_max_bytes={self._max_bytes}"
        try:
            make_private(self._folder)
            self._make_room(len(raw))
            write_whole(self._folder / _name_of(batch), raw, sync=not hurry)
        except OSError as error:
            return f"{self._folder}: {error}"
        self.may_hold_work = True
        self._counters.add(spooled=batch.spans)
        self._say.over(_CANNOT_WRITE, "the spool can be written again")
        return None

    def claim_oldest(self, may_send: Callable[[str], bool]) -> Claim | None:
        """Return the oldest batch whose endpoint `may_send` and that no other process is sending, or None."""
        self.may_hold_work = False  # before looking: what another thread writes meanwhile sets it again
        _drop_stale_tmp(self._folder)
        for entry in self._young_entries():
            claim = self._claim(entry.path)
            if claim is None:
                continue
            if may_send(claim.batch.endpoint):
                self.may_hold_work = True
                return claim
            claim.release()
        return None

    def reject(self, batch: Batch, reason: str) -> None:
        """Keep a copy of what a server refused, for whoever looks into it."""
        folder, raw = self._folder / "rejected", to_bytes(batch, reason)
        if len(raw) > KEPT_ASIDE_BYTES:
            return
        try:
            make_private(self._folder)
            make_private(folder)
            _thin_out(folder, KEPT_ASIDE - 1, KEPT_ASIDE_BYTES - len(raw))
            write_whole(folder / _name_of(batch), raw)
        except OSError as error:
            self._say.once("aside rejected", logging.WARNING, f"cannot keep a copy in {folder}: {error}")

    def _claim(self, path: Path) -> Claim | None:
        try:
            descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except OSError:
            return None  # another process has sent it meanwhile
        if not lock(descriptor) or os.fstat(descriptor).st_nlink == 0:
            os.close(descriptor)
            return None
        try:
            return Claim(from_bytes(path.read_bytes()), path, descriptor)
        except (CorruptSpoolFile, OSError) as error:
            self._set_aside(path, error)
        unlock(descriptor)
        os.close(descriptor)
        return None

    def _set_aside(self, path: Path, error: Exception) -> None:
        self._say.once(f"corrupt {path.name}", logging.WARNING, f"spool file {path.name} moved to corrupt/: {error}")
        folder = self._folder / "corrupt"
        try:
            make_private(folder)
            _thin_out(folder, KEPT_ASIDE - 1, KEPT_ASIDE_BYTES)
            path.replace(folder / path.name)
        except OSError as cannot_move:
            self._say.once("aside corrupt", logging.WARNING, f"cannot move {path}: {cannot_move}")

    def _entries(self) -> list[_Entry]:
        """Return the spooled files, oldest first."""
        try:
            with os.scandir(self._folder) as found:
                entries = [entry for item in found if (entry := _entry_of(item)) is not None]
        except OSError:
            return []  # not there yet, or not a folder that we may read: `write` says so
        return sorted(entries, key=lambda entry: (entry.created_ns, entry.path.name))

    def _make_room(self, needed_bytes: int) -> None:
        entries = self._young_entries()
        excess = sum(entry.size_bytes for entry in entries) + needed_bytes - self._max_bytes
        for entry in entries:
            if excess <= 0:
                return
            self._say.once(
                _FULL, logging.ERROR, f"the spool is full (spool_max_bytes={self._max_bytes}): oldest spans are dropped"
            )
            self._drop(entry)
            excess -= entry.size_bytes

    def _young_entries(self) -> list[_Entry]:
        """Return the spooled files, oldest first, after dropping those that are too old."""
        entries, oldest_ns = self._entries(), self._now_ns() - self._max_age_ns
        for entry in entries:
            if entry.created_ns < oldest_ns:
                self._drop(entry)
        return [entry for entry in entries if entry.created_ns >= oldest_ns]

    def _drop(self, entry: _Entry) -> None:
        try:
            entry.path.unlink()
        except OSError:
            return  # another process was quicker, and counted it
        self._counters.add(dropped=entry.spans)

    def _lost(self, batch: Batch, why: str) -> bool:
        self._say.once(_CANNOT_WRITE, logging.ERROR, f"spans are lost, they can be neither sent nor spooled: {why}")
        self._counters.add(dropped=batch.spans)
        return False


def _name_of(batch: Batch) -> str:
    return f"{batch.created_ns:020d}-{batch.sender}-{batch.number}-{batch.spans}{_SUFFIX}"


def _entry_of(item: os.DirEntry[str]) -> _Entry | None:
    if not item.name.endswith(_SUFFIX):
        return None
    try:
        size_bytes, modified_ns = item.stat().st_size, item.stat().st_mtime_ns
    except OSError:
        return None
    created, _, rest = item.name.removesuffix(_SUFFIX).partition("-")
    spans = rest.rpartition("-")[2]
    return _Entry(
        path=Path(item.path),
        created_ns=int(created) if created.isdecimal() else modified_ns,
        spans=int(spans) if spans.isdecimal() else 0,
        size_bytes=size_bytes,
    )


def _thin_out(folder: Path, max_files: int, max_bytes: int) -> None:
    files = sorted((path.stat().st_mtime_ns, path.stat().st_size, path) for path in folder.iterdir() if path.is_file())
    total = sum(size for _, size, _ in files)
    for position, (_, size, path) in enumerate(files):
        if len(files) - position <= max_files and total <= max_bytes:
            return
        path.unlink(missing_ok=True)
        total -= size


def _drop_stale_tmp(folder: Path) -> None:
    """Remove what a process that died while writing has left."""
    for path in folder.glob(f"{TMP_PREFIX}*"):
        try:
            if time.time() - path.stat().st_mtime > _STALE_TMP_S:
                path.unlink()
        except OSError:
            continue
