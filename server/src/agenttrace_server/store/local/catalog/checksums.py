"""Keep the checksum of every published file, so that a flipped bit is found before somebody trusts what it says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import google_crc32c

_AT_ONCE: Final = 1 << 20


def crc32c_of(path: Path) -> int:
    """Return the CRC32C of a whole file. Raises: OSError: it cannot be read."""
    checksum = 0
    with path.open("rb") as file:
        while piece := file.read(_AT_ONCE):
            checksum = google_crc32c.extend(checksum, piece)
    return checksum


def note_files(connection: sqlite3.Connection, folder: Path, files: Iterable[str], gone: Iterable[str]) -> None:
    """Keep the checksums of these files and forget those of others; the caller commits."""
    connection.executemany("DELETE FROM checksums WHERE file = ?", [(name,) for name in gone])
    rows = [(name, crc32c_of(folder / name)) for name in files]
    connection.executemany("INSERT OR REPLACE INTO checksums (file, crc32c) VALUES (?, ?)", rows)


def checksums(connection: sqlite3.Connection) -> dict[str, int]:
    """Return what is known: files that an older server wrote have none."""
    return dict(connection.execute("SELECT file, crc32c FROM checksums").fetchall())
