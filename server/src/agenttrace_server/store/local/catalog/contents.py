"""Keep which pieces of content there are and in which files, in the catalog's transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agenttrace.model import ProjectName
from agenttrace_server.store.local.content import ContentFile, HeldPiece, PieceKey

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class ContentNews:
    """What one seal changes about content."""

    file: ContentFile | None
    merged: tuple[ContentFile, ...]
    """Files whose pieces are in the new one: they go."""
    pieces: tuple[HeldPiece, ...]
    suspects: frozenset[int]
    """Pieces that a row which goes referred to; perhaps nobody else does."""
    next_number: int


def content_files(connection: sqlite3.Connection) -> tuple[ContentFile, ...]:
    """Return the published files, oldest first."""
    found = connection.execute(
        "SELECT number, file, rows, size_bytes, content_bytes, min_number, max_number FROM content_files"
        " ORDER BY number"
    )
    return tuple(ContentFile(*row) for row in found)


def publish_contents(connection: sqlite3.Connection, news: ContentNews) -> None:
    """Write a seal's outcome; the caller commits."""
    replace_files(connection, [] if news.file is None else [news.file], news.merged)
    connection.executemany(
        "INSERT INTO content (number, project, hash, size_bytes) VALUES (?, ?, ?, ?)",
        [(piece.number, *piece.key, len(piece.raw)) for piece in news.pieces],
    )
    suspect(connection, news.suspects)
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('content', ?)", (news.next_number,))


def replace_files(connection: sqlite3.Connection, files: Iterable[ContentFile], gone: Iterable[ContentFile]) -> None:
    """Put files in the place of others."""
    connection.executemany("DELETE FROM content_files WHERE number = ?", [(file.number,) for file in gone])
    connection.executemany(
        "INSERT INTO content_files (number, file, rows, size_bytes, content_bytes, min_number, max_number)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(f.number, f.file, f.rows, f.size_bytes, f.content_bytes, f.min_number, f.max_number) for f in files],
    )


def suspect(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Remember pieces that perhaps nobody refers to any more."""
    connection.executemany("INSERT OR IGNORE INTO suspects (number) VALUES (?)", [(number,) for number in numbers])


def suspects(connection: sqlite3.Connection) -> list[int]:
    """Return what `suspect` remembered, in order."""
    return [number for (number,) in connection.execute("SELECT number FROM suspects ORDER BY number")]


def known_number(connection: sqlite3.Connection, key: PieceKey) -> int | None:
    """Return the number of a piece that is in a file."""
    project, digest = key
    found = connection.execute("SELECT number FROM content WHERE hash = ? AND project = ?", (digest, project))
    row = found.fetchone()
    return None if row is None else int(row[0])


def projects_with(connection: sqlite3.Connection, digest: bytes) -> list[str]:
    """Return the projects that have a piece in a file."""
    return [project for (project,) in connection.execute("SELECT project FROM content WHERE hash = ?", (digest,))]


def keys_of(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, PieceKey]:
    """Return the projects and hashes of pieces that are in files."""
    found: dict[int, PieceKey] = {}
    for begin in range(0, len(numbers), _CHUNK):
        chunk = numbers[begin : begin + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        rows = connection.execute(f"SELECT number, project, hash FROM content WHERE number IN ({marks})", chunk)  # noqa: S608
        found.update({number: (ProjectName(project), digest) for number, project, digest in rows})
    return found


def sizes_of(connection: sqlite3.Connection, numbers: Sequence[int]) -> int:
    """Return the bytes of these pieces together, before compression."""
    total = 0
    for begin in range(0, len(numbers), _CHUNK):
        chunk = numbers[begin : begin + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        asked = connection.execute(f"SELECT sum(size_bytes) FROM content WHERE number IN ({marks})", chunk)  # noqa: S608
        total += asked.fetchone()[0] or 0
    return total


def forget_pieces(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Take pieces out; the caller takes them out of the files in the same transaction."""
    connection.executemany("DELETE FROM content WHERE number = ?", [(number,) for number in numbers])
