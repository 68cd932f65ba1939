"""Build the index of one file: read its rows, note which has which word, and write the words in order."""

from __future__ import annotations

import errno
import heapq
import os
import pickle
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, Any, Final

import duckdb

from agenttrace_server.store.local.words import rowsets
from agenttrace_server.store.local.words.file import Words, write
from agenttrace_server.store.local.words.stored import key_of, words_of_piece, words_of_row

_FILE: Final = "read_parquet($1)"
ROW_QUERY: Final = "SELECT name, status_message, status_code, attributes, content, {refs}, resource FROM {file}"
PIECE_QUERY: Final = f"SELECT number, text FROM {_FILE} ORDER BY number"  # noqa: S608
_AT_ONCE: Final = 2_048
MOST_NOTED: Final = 6_000_000
"""So many pairs of word and row are held in memory; then they are put aside in order, and merged at the end."""
_NOTED_PER_WORD: Final = 20
"""A word itself takes as much memory as so many of its rows."""


@dataclass(frozen=True, slots=True)
class Job:
    """A file that is to get an index. The caller gives a target of which nobody knows yet."""

    source: str
    target: str
    most_bytes: int
    """What the index and what is put aside on the way may take on disk."""
    first_piece: int | None = None
    """Of a file of content the number of its first piece, which is its row 0; None for a segment."""
    has_refs: bool = True
    """Whether the segment is one that knows of content."""


def build(job: Job, most_noted: int = MOST_NOTED) -> None:
    """Write and sync the index.

    Raises: duckdb.Error, sqlite3.Error, OSError: one of the two files cannot be read or written.
    """
    source, target = Path(job.source), Path(job.target)
    connection = duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "160MB"})
    try:
        connection.execute("SET enable_progress_bar = false")  # standard output belongs to whoever started this
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f"{target.name}-") as aside:
            noted = _Noted(Path(aside), most_noted, job.most_bytes)
            noted.note(_said(connection, job))
            left_bytes = job.most_bytes - noted.aside_bytes
            write(target, source.name, source.stat().st_size, noted.rows, noted.words(), left_bytes)
    finally:
        connection.close()
    for path in (target, target.parent):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _said(connection: duckdb.DuckDBPyConnection, job: Job) -> Iterator[tuple[int, set[str]]]:
    """Give every row with its words."""
    if job.first_piece is None:
        asked = ROW_QUERY.format(refs="refs" if job.has_refs else "NULL", file=_FILE)
        found = _rows(connection.execute(asked, [job.source]))
        yield from enumerate(words_of_row(*row) for row in found)
        return
    for number, text in _rows(connection.execute(PIECE_QUERY, [job.source])):
        yield number - job.first_piece, set() if text is None else words_of_piece(text)


def _rows(found: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while chunk := found.fetchmany(_AT_ONCE):
        yield from chunk


class _Rows(dict[str, Callable[[int], None]]):
    """Gives for a word what takes in a row, which is so quick because nothing is asked of a known word."""

    def __init__(self) -> None:
        self.of: dict[str, array[int]] = {}

    def __missing__(self, word: str) -> Callable[[int], None]:
        key = key_of(word)
        rows = self.of.get(key)
        if rows is None:
            rows = self.of[key] = array("I")
        if key is word or key == word:
            self[word] = rows.append
            return rows.append
        return partial(_append_once, rows)


def _append_once(rows: array[int], row: int) -> None:
    if not rows or rows[-1] != row:
        rows.append(row)


class _Noted:
    def __init__(self, aside: Path, most: int, most_bytes: int) -> None:
        self.rows = 0
        self.aside_bytes = 0
        self._most_bytes = most_bytes
        self._aside = aside
        self._most = most
        self._held = _Rows()
        self._runs: list[Path] = []

    def note(self, said: Iterable[tuple[int, set[str]]]) -> None:
        """Take in what every row says, in order."""
        noted = 0
        held = self._held
        for row, words in said:
            before = len(held)
            for append in map(held.__getitem__, words):
                append(row)
            noted += len(words) + _NOTED_PER_WORD * (len(held) - before)
            if noted > self._most:
                self._put_aside()
                held = self._held
                noted = 0
            self.rows = row + 1
        if self._runs:
            self._put_aside()

    def words(self) -> Words:
        """Give every word in order, with its rows; nothing more is put aside."""
        if not self._runs:
            held = self._held.of
            for word in sorted(held):
                rows = held.pop(word)
                yield word, len(rows), rowsets.dump(rows, self.rows)
            return
        merged = heapq.merge(*map(_read, self._runs), key=itemgetter(0))
        for word, parts in groupby(merged, key=itemgetter(0)):
            rows = array("I")
            for _, part in parts:
                rows.extend(part)
            yield word, len(rows), rowsets.dump(rows, self.rows)

    def _put_aside(self) -> None:
        path = self._aside / str(len(self._runs))
        with path.open("wb") as file:
            for word in sorted(self._held.of):
                pickle.dump((word, self._held.of[word]), file)
        self._held = _Rows()
        self._runs.append(path)
        self.aside_bytes += path.stat().st_size
        if self.aside_bytes > self._most_bytes // 2:
            raise OSError(errno.EDQUOT, "the index takes more than it may")


def _read(path: Path) -> Iterator[tuple[str, array[int]]]:
    with path.open("rb") as file:
        while (found := _next(file)) is not None:
            yield found


def _next(file: IO[bytes]) -> tuple[str, array[int]] | None:
    try:
        found: tuple[str, array[int]] = pickle.load(file)  # noqa: S301 - what this process has just written
    except EOFError:
        return None
    return found
