"""Read entries out of one segment file."""

from __future__ import annotations

import os
from pathlib import Path

from agenttrace_server.journal.local.record import PREFIX_SIZE, SMALLEST, received_ns_of, size_of, unpack
from agenttrace_server.journal.local.recover import next_record
from agenttrace_server.journal.protocol import CorruptRecord, Entry


def read_entries(path: Path, first_offset: int, offset: int, end_offset: int, max_bytes: int) -> list[Entry]:
    """Return entries from `offset` on, at least one, none at or after `end_offset`.

    Raises: CorruptRecord: the entry at `offset` does not read. FileNotFoundError: the segment was pruned meanwhile.
    """
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        raw = _read_block(file, offset - first_offset, end_offset - offset, max_bytes)
    finally:
        os.close(file)
    entries: list[Entry] = []
    at = 0
    while at < len(raw):
        found = unpack(raw, at, offset + at)
        if found is None:
            break
        entries.append(Entry(offset + at, offset + at + found.size, found.record))
        at += found.size
    if not entries:
        resume_offset = next_record(path, first_offset, offset, end_offset)
        raise CorruptRecord(
            f"bytes {offset - first_offset} to {resume_offset - first_offset} of {path} fail their checksum",
            field=str(path),
            offset=offset,
            resume_offset=resume_offset,
        )
    return entries


def received_ns_at(path: Path, position: int) -> int | None:
    """Return when the record at this position was received, or None where none can be read."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        return received_ns_of(os.pread(file, SMALLEST, position))
    finally:
        os.close(file)


def _read_block(file: int, position: int, available: int, max_bytes: int) -> bytes:
    """Read about `max_bytes`, or the whole of the first record where that is longer."""
    first_size = size_of(os.pread(file, PREFIX_SIZE, position)) or PREFIX_SIZE
    wanted = min(available, max(max_bytes, first_size))
    raw = os.pread(file, wanted, position)
    while len(raw) < wanted:
        more = os.pread(file, wanted - len(raw), position + len(raw))
        if not more:
            break
        raw += more
    return raw
