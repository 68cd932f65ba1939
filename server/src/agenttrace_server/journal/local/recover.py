"""Find out how far a segment can be trusted after the server was stopped in whatever way.

A crash can tear only what was written since the last sync, and nobody was told that it is safe. So bytes at the end
after which no record follows are a torn tail, and go. Bytes that do not read but have a readable record behind them are
damage: they may have been acknowledged, so they stay, are reported, and every other record goes on being read.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agenttrace_server.journal.local.record import MARK, SMALLEST, Buffer, Found, unpack


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a segment that no longer read: from `offset` up to `resume_offset`."""

    path: Path
    offset: int
    resume_offset: int


@dataclass(frozen=True, slots=True)
class Recovered:
    """Where a segment's readable part ends, and what is wrong before that."""

    end_offset: int
    damages: tuple[Damage, ...]


def recover(path: Path, first_offset: int) -> Recovered:
    """Read the whole segment and say where its torn tail begins; the file is not changed."""
    damages: list[Damage] = []
    end = first_offset
    with _view(path) as raw:
        for offset, found in _records(raw, first_offset):
            if offset > end:
                damages.append(Damage(path, end, offset))
            end = offset + found.size
    return Recovered(end, tuple(damages))


def next_record(path: Path, first_offset: int, offset: int, end_offset: int) -> int:
    """Return the offset of the first readable record after the bad one at `offset`, or `end_offset`."""
    with _view(path) as raw:
        for found_at, _ in _records(raw, first_offset, offset + 1):
            return min(found_at, end_offset)
    return end_offset


def _records(raw: Buffer, first: int, start: int | None = None) -> Iterator[tuple[int, Found]]:
    """Yield every record that passes its checksum, looking for the next mark after bytes that do not."""
    at = 0 if start is None else start - first
    while at <= len(raw) - SMALLEST:
        found = unpack(raw, at, first + at)
        if found is not None:
            yield first + at, found
            at += found.size
            continue
        at = raw.find(MARK, at + 1)
        if at < 0:
            return


@contextmanager
def _view(path: Path) -> Iterator[Buffer]:
    """Lend the file's bytes without reading them all at once; an empty file cannot be mapped."""
    with path.open("rb") as file:
        if not os.fstat(file.fileno()).st_size:
            yield b""
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            yield mapped
