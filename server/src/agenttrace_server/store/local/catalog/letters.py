"""Keep dead letters in a SQLite file of their own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

from agenttrace_server.store.api import DeadLetter
from agenttrace_server.store.api.paging import Key
from agenttrace_server.store.local.catalog.schema import LETTERS, disk_refused, open_file


class Letters:
    """Durable on return: each call is one synced transaction. A letter is known by its offset and kept once.

    Raises: Overloaded: the disk refuses; then nothing of the call is kept.
    """

    def __init__(self, path: Path) -> None:
        self._connection = open_file(path, LETTERS)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def keep_letters(self, letters: Sequence[DeadLetter]) -> None:
        """Keep those that are not kept yet."""
        columns = '"offset", project, received_ns, signal, content_type, reason, size_bytes'
        rows = [
            (one.offset, one.project, one.received_ns, one.signal, one.content_type, one.reason, one.size_bytes)
            for one in letters
        ]
        self._insert(f"dead_letters ({columns})", rows)

    def letters(self, after: Key | None, limit: int) -> list[DeadLetter]:
        """Return letters behind this place, newest first."""
        with self._lock:
            rows = self._connection.execute(
                'SELECT "offset", project, received_ns, signal, content_type, reason, size_bytes FROM dead_letters'
                ' WHERE ? IS NULL OR "offset" < ? ORDER BY "offset" DESC LIMIT ?',
                (after and after[0], after and after[0], limit),
            ).fetchall()
        return [DeadLetter(*row) for row in rows]

    def count(self) -> int:
        """Return how many there are."""
        with self._lock:
            (letters,) = self._connection.execute("SELECT count(*) FROM dead_letters").fetchone()
        return int(letters)

    def _insert(self, target: str, rows: Sequence[tuple[object, ...]]) -> None:
        if not rows:
            return
        marks = ", ".join("?" * len(rows[0]))
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany(f"INSERT OR IGNORE INTO {target} VALUES ({marks})", rows)  # noqa: S608
                self._connection.execute("COMMIT")
            except sqlite3.OperationalError as failure:
                raise disk_refused(failure) from failure
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
