"""Write to a SQLite file and ask it, one thread at a time, each write one synced transaction."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from agenttrace_server.store.local.catalog.schema import Layout, disk_refused, give_back, open_file
from agenttrace_server.store.local.room import Room, database_growth

_AT_ONCE: Final = 100
"""Rows that are deleted in one transaction."""


class SignalFile:
    """One SQLite file with one connection."""

    def __init__(self, path: Path, layout: Layout, room: Room) -> None:
        """Raises: CorruptData: a newer server wrote it, or it is no SQLite file."""
        self._path, self._room = path, room
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

    def delete_before(self, table: str, key: str, time_ns: int) -> None:
        """Delete the rows of a table with an earlier `time_ns`, in small transactions."""
        sql = f"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE time_ns < ? LIMIT {_AT_ONCE})"  # noqa: S608
        is_more = True
        while is_more:
            with self._room.freeing(), self.transaction(_AT_ONCE) as connection:
                is_more = connection.execute(sql, (time_ns,)).rowcount == _AT_ONCE

    def time_of_share(self, table: str, share: float) -> int | None:
        """Return the `time_ns` before which this share of the rows lies; None where there are none."""
        ((count,),) = self.ask(f"SELECT count(*) FROM {table}")  # noqa: S608
        place = min(count - 1, int(count * share) + 1)
        found = self.ask(f"SELECT time_ns FROM {table} ORDER BY time_ns LIMIT 1 OFFSET ?", (place,)) if count else []  # noqa: S608
        return found[0][0] + (place == count - 1) if found else None

    def give_back(self) -> None:
        """Return free pages to the disk. Raises: sqlite3.OperationalError: it refuses."""
        with self._lock:
            give_back(self._connection)

    @contextmanager
    def transaction(self, rows: int, data_bytes: int = 0) -> Iterator[sqlite3.Connection]:
        """Give the connection inside a transaction that is committed at the end, or undone.

        Raises: Overloaded: the disk refuses, or the disk cap has no room for so much.
        """
        with self._room.reserved(database_growth(rows, data_bytes, self._path.stat().st_size)), self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except sqlite3.OperationalError as failure:
                raise disk_refused(failure) from failure
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
