"""Write to a SQLite file and ask it, one thread at a time, each write one synced transaction."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from agenttrace_server.store.local.catalog.schema import Layout, disk_refused, open_file


class SignalFile:
    """One SQLite file with one connection."""

    def __init__(self, path: Path, layout: Layout) -> None:
        """Raises: CorruptData: a newer server wrote it, or it is no SQLite file."""
        self._connection = open_file(path, layout)
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def ask(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Return all rows of one question."""
        with self._lock:
            return self._connection.execute(sql, parameters).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the connection inside a transaction that is committed at the end, or undone.

        Raises: Overloaded: the disk refuses.
        """
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except sqlite3.OperationalError as failure:
                raise disk_refused(failure) from failure
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
