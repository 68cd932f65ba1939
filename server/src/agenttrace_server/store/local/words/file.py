"""The index of one file: an SQLite file of words in order, each with the rows that have it."""

from __future__ import annotations

import sqlite3
import threading
import weakref
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import google_crc32c

from agenttrace_server.errors import CorruptData
from agenttrace_server.store.local.words import rowsets
from agenttrace_server.store.local.words.rowsets import RowSet
from agenttrace_server.store.local.words.stored import PIECE, key_of

FORMAT: Final = 3
"""An index of another format is thrown away and built anew."""
SUFFIX: Final = ".words"
MOST_WORDS: Final = 2_000
"""A beginning that more words of a file have says nothing about where to look."""
_PAGE_BYTES: Final = 4096
_CACHE_KB: Final = 128
_LAST: Final = "\U0010ffff"
_AT_ONCE: Final = 500
_BROKEN: Final = (sqlite3.Error, ValueError, zlib.error)

Words = Iterable[tuple[str, int, bytes]]
"""(word, how many rows have it, those rows as `rowsets.dump` wrote them), in order."""


def write(path: Path, source: str, size_bytes: int, rows: int, words: Words, most_bytes: int) -> None:
    """Write the index of a file that has this name, size and number of rows. The caller syncs it.

    Raises: sqlite3.OperationalError: it would take more than `most_bytes`.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(
            f"PRAGMA page_size = {_PAGE_BYTES}; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            f"PRAGMA max_page_count = {max(1, most_bytes // _PAGE_BYTES)};"
            "CREATE TABLE words (word TEXT PRIMARY KEY, count INTEGER NOT NULL, rows BLOB NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE about (format INTEGER, source TEXT, size_bytes INTEGER, rows INTEGER, checksum INTEGER,"
            " first_piece INTEGER, last_piece INTEGER);"
            "BEGIN"
        )
        checksum = _Checksum()
        connection.executemany("INSERT INTO words VALUES (?, ?, ?)", checksum.over(words))
        number = f"CAST(substr(word, {len(PIECE) + 1}) AS INTEGER)"
        pieces = f"FROM words WHERE word > '{PIECE}' AND word < '{chr(ord(PIECE) + 1)}'"
        connection.execute(
            f"INSERT INTO about SELECT ?, ?, ?, ?, ?, coalesce(min({number}), 0), coalesce(max({number}), -1) {pieces}",
            (FORMAT, source, size_bytes, rows, checksum.value),
        )
        connection.execute("COMMIT")
    finally:
        connection.close()


class WordFile:
    """An index that is open. Raises: CorruptData: it is not one, or another file's."""

    def __init__(self, path: Path, source: str, size_bytes: int) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection = _opened(path)
        weakref.finalize(self, self._connection.close)
        asked = "SELECT format, source, size_bytes, rows, checksum, first_piece, last_piece FROM about"
        try:
            self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            found = self._connection.execute(asked).fetchone()
        except sqlite3.Error as failure:
            raise _corrupt(path, str(failure)) from failure
        if found is not None and found[0] != FORMAT:
            raise _corrupt(path, f"is of format {found[0]}, and this server's is {FORMAT}")
        if found is None or found[1:3] != (source, size_bytes):
            raise _corrupt(path, f"is not the index of {source}")
        self.rows: int = found[3]
        self._checksum: int = found[4]
        self._pieces = range(found[5], found[6] + 1)

    def rows_with(self, word: str, *, is_prefix: bool = False) -> RowSet | None:
        """Return the rows that have the word, or one that begins so; None where too many words do to say."""
        key = key_of(word)
        if not is_prefix:
            found = self._ask("SELECT rows FROM words WHERE word = ?", (key,))
        else:
            limits = (key, key + _LAST, MOST_WORDS + 1)
            found = self._ask("SELECT rows FROM words WHERE word >= ? AND word < ? LIMIT ?", limits)
            if len(found) > MOST_WORDS:
                return None
        return self._union(found)

    def rows_of_pieces(self, numbers: Sequence[int] | None) -> RowSet:
        """Return the rows that refer to one of these pieces of content; None: to any."""
        if numbers is None:
            return self._union(self._ask("SELECT rows FROM words WHERE word = ?", (PIECE,)))
        keys = [f"{PIECE}{number}" for number in numbers if number in self._pieces]
        rows = 0
        for begin in range(0, len(keys), _AT_ONCE):
            chunk = keys[begin : begin + _AT_ONCE]
            marks = ", ".join("?" * len(chunk))
            rows |= self._union(self._ask(f"SELECT rows FROM words WHERE word IN ({marks})", chunk))  # noqa: S608
        return rows

    def check(self, rows: int) -> str | None:
        """Read all of it; return what is wrong, in words, or None."""
        checksum = _Checksum()
        try:
            with self._lock:
                for _, count, raw in checksum.over(self._connection.execute("SELECT word, count, rows FROM words")):
                    held = rowsets.load(raw)
                    if held.bit_count() != count or held.bit_length() > rows:
                        return "names rows that its file does not have"
        except _BROKEN as failure:
            return f"cannot be read: {failure}"
        if self.rows != rows:
            return f"is of {self.rows} rows, not {rows}"
        return None if checksum.value == self._checksum else "is not what was written"

    def _ask(self, sql: str, values: Sequence[object]) -> list[tuple[bytes]]:
        try:
            with self._lock:
                return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as failure:
            raise _corrupt(self.path, str(failure)) from failure

    def _union(self, found: Iterable[tuple[bytes]]) -> RowSet:
        rows = 0
        try:
            for (raw,) in found:
                rows |= rowsets.load(raw)
        except _BROKEN as failure:
            raise _corrupt(self.path, str(failure)) from failure
        return rows


class _Checksum:
    def __init__(self) -> None:
        self.value = 0

    def over(self, words: Words) -> Iterator[tuple[str, int, bytes]]:
        """Give the words on, and count them in."""
        for word, count, rows in words:
            self.value = google_crc32c.extend(self.value, b"%s\0%d\0%s" % (word.encode(), count, rows))
            yield word, count, rows


def _opened(path: Path) -> sqlite3.Connection:
    try:
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
    except sqlite3.Error as failure:
        raise _corrupt(path, str(failure)) from failure


def _corrupt(path: Path, said: str) -> CorruptData:
    return CorruptData(f"the index {path.name} {said}", field=path.name)
