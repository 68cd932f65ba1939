"""Open a journal folder: recover the last segment, cut its torn tail, and report damage out loud."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import structlog

from agenttrace_server.journal.local.bookmark import Bookmark
from agenttrace_server.journal.local.disk import Disk
from agenttrace_server.journal.local.log import Limits, SegmentLog
from agenttrace_server.journal.local.recover import Recovered, recover
from agenttrace_server.journal.local.segments import Segments

_logger = structlog.get_logger(__name__)


def open_log(folder: Path, bookmark: Bookmark, limits: Limits, disk: Disk, clock: Callable[[], float]) -> SegmentLog:
    """Return the log, ready to write after the last record that can be trusted.

    Damage to acknowledged records does not stop the server: it is logged as an error here, and `read` raises
    CorruptRecord at its place. Only the tail that nobody was told about is cut.
    """
    segments = Segments(folder)
    if not len(segments):
        segments.add(max(bookmark.committed, bookmark.synced), clock())
        disk.close(disk.begin(segments.last.path))
    last = segments.last
    recovered = recover(last.path, last.first_offset)
    _report(recovered)
    end = recovered.end_offset
    if end >= bookmark.synced:
        _cut_tail(last.path, last.first_offset, end)
    else:
        _logger.error(
            "journal lost acknowledged records at its end", file=str(last.path), offset=end, until=bookmark.synced
        )
        end = bookmark.synced
        segments.add(end, clock())
        disk.close(disk.begin(segments.last.path))
    committed = min(max(bookmark.committed, segments.first.first_offset), end)
    log = SegmentLog(segments, end, committed, limits, disk, clock)
    log.commit(committed)
    return log


def _cut_tail(path: Path, first_offset: int, end_offset: int) -> None:
    """Cut what was never acknowledged, and sync what is kept: a killed server may have left it in memory only."""
    kept = end_offset - first_offset
    file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        torn = os.fstat(file).st_size - kept
        if torn:
            _logger.warning("journal tail cut", file=str(path), bytes=torn, offset=end_offset)
            os.ftruncate(file, kept)
        os.fsync(file)
    finally:
        os.close(file)


def _report(recovered: Recovered) -> None:
    for damage in recovered.damages:
        _logger.error("journal record damaged", file=str(damage.path), offset=damage.offset, until=damage.resume_offset)
