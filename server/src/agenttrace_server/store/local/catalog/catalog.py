"""Keep the catalog: one writer, any number of readers, each answer from one moment."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from agenttrace_server.store.local.catalog.contents import ContentNews, content_files, publish_contents
from agenttrace_server.store.local.catalog.entries import trace_record, trace_row
from agenttrace_server.store.local.catalog.schema import CATALOG, disk_refused, give_back, open_file, open_reader
from agenttrace_server.store.local.catalog.sessions import changes_of, refresh_sessions
from agenttrace_server.store.local.content import ContentFile
from agenttrace_server.store.local.hot import Dead, HotPart, SessionKey, TraceKey, TraceRecord
from agenttrace_server.store.local.rollups import Cell, CellKey, load_cell
from agenttrace_server.store.local.shelf import Segment

_CHUNK = 400
_TRACE_COLUMNS = 18


@dataclass(frozen=True, slots=True)
class Publication:
    """What one seal makes durable, all of it or nothing."""

    part: HotPart
    segment: Segment | None
    merged: tuple[Segment, ...]
    """Segments whose rows are in the new one: they go."""
    left_out: tuple[int, ...]
    """Dead versions that are in no file any more."""
    offset: int
    next_number: int
    contents: ContentNews


def asking_records(count: int) -> str:
    """Return the question for the records of so many traces. With `IN (VALUES …)` SQLite walks the whole table."""
    asked = ", ".join(["(?, ?)"] * count)
    return (
        f"WITH asked(project, trace_id) AS (VALUES {asked}) SELECT project, trace_id, record"  # noqa: S608
        " FROM asked CROSS JOIN traces USING (project, trace_id)"
    )


class Catalog:
    """The SQLite file in WAL mode: readers do not wait for the writer."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = open_file(path, CATALOG)
        self._writing = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._idle_lock = threading.Lock()

    def close(self) -> None:
        """Close every connection; the last one folds the log into the file."""
        with self._idle_lock:
            for connection in self._idle:
                connection.close()
            self._idle.clear()
        self._writer.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give the writing connection inside a transaction that the block commits, or that is undone.

        Raises: Overloaded: the disk refuses.
        """
        with self._writing:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
            except sqlite3.OperationalError as failure:
                raise disk_refused(failure) from failure
            finally:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; all that is asked in the block is answered from one moment, that of the first question."""
        with self._idle_lock:
            connection = self._idle.pop() if self._idle else open_reader(self._path)
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.execute("ROLLBACK")
            with self._idle_lock:
                self._idle.append(connection)

    @property
    def size_bytes(self) -> int:
        """What the file takes, without its log."""
        return self._path.stat().st_size

    def give_back(self) -> None:
        """Return free pages to the disk. Raises: sqlite3.OperationalError: it refuses."""
        with self._writing:
            give_back(self._writer)

    def number(self, name: str) -> int:
        """Return a number of the store itself, such as its offset; 0 where it was never set."""
        with self.reading() as connection:
            found = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return 0 if found is None else int(found[0])

    def latest_version(self) -> int:
        """Return the version from which to go on: none that is in a file is above it, nor any moment of a delete."""
        with self.reading() as connection:
            (as_of,) = connection.execute("SELECT coalesce(max(as_of), 0) FROM dead").fetchone()
        return max(self.number("version"), int(as_of))

    def segments(self) -> tuple[Segment, ...]:
        """Return the published segments, oldest first."""
        with self.reading() as connection:
            found = connection.execute(
                "SELECT number, file, rows, size_bytes, min_start_ns, max_start_ns, layout, content_bytes"
                " FROM segments ORDER BY number"
            )
            return tuple(Segment(*row) for row in found)

    def contents(self) -> tuple[ContentFile, ...]:
        """Return the published files of content, oldest first."""
        with self.reading() as connection:
            return content_files(connection)

    def dead(self) -> list[Dead]:
        """Return the versions in segments that do not count."""
        with self.reading() as connection:
            return [Dead(*row) for row in connection.execute("SELECT version, as_of FROM dead")]

    def records(self, keys: Sequence[TraceKey]) -> dict[TraceKey, TraceRecord]:
        """Return the records of those traces that the catalog has."""
        found: dict[TraceKey, TraceRecord] = {}
        with self.reading() as connection:
            for begin in range(0, len(keys), _CHUNK):
                chunk = keys[begin : begin + _CHUNK]
                rows = connection.execute(asking_records(len(chunk)), [part for key in chunk for part in key])
                for row in rows:
                    record = trace_record(*row)
                    found[record.key] = record
        return found

    def records_of_session(self, key: SessionKey) -> list[TraceRecord]:
        """Return the records of a session's traces."""
        with self.reading() as connection:
            return _records_of_session(connection, key)

    def publish(self, connection: sqlite3.Connection, news: Publication) -> None:
        """Write a seal's outcome; the caller commits."""
        self.replace_segments(connection, [] if news.segment is None else [news.segment], news.merged)
        buried = [(entry.version, entry.as_of) for entry in news.part.dead]
        connection.executemany("INSERT OR REPLACE INTO dead (version, as_of) VALUES (?, ?)", buried)
        connection.executemany("DELETE FROM dead WHERE version = ?", [(version,) for version in news.left_out])
        self.put_records(connection, (trace.record for trace in news.part.traces.values()))
        self.include_cells(connection, news.part.cells.items())
        traces = news.part.traces.values()
        refresh_sessions(connection, changes_of((trace.in_catalog, trace.summary) for trace in traces))
        publish_contents(connection, news.contents)
        self.put_numbers(connection, news)

    def replace_segments(
        self, connection: sqlite3.Connection, segments: Iterable[Segment], gone: Iterable[Segment]
    ) -> None:
        """Put segments in the place of others."""
        connection.executemany(
            "INSERT INTO segments (number, file, rows, size_bytes, min_start_ns, max_start_ns, layout, content_bytes)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            map(_segment_row, segments),
        )
        connection.executemany("DELETE FROM segments WHERE number = ?", [(old.number,) for old in gone])

    def put_records(self, connection: sqlite3.Connection, records: Iterable[TraceRecord]) -> None:
        """Write traces' rows over what they were."""
        marks = ", ".join("?" * _TRACE_COLUMNS)
        rows = (trace_row(record) for record in records)
        connection.executemany(f"INSERT OR REPLACE INTO traces VALUES ({marks})", rows)  # noqa: S608

    def include_cells(self, connection: sqlite3.Connection, cells: Iterable[tuple[CellKey, Cell]]) -> None:
        """Lay changes over the rollups."""
        for key, change in cells:
            text = orjson.dumps(key).decode()
            held = connection.execute("SELECT cell FROM rollups WHERE key = ?", (text,)).fetchone()
            cell = load_cell(held[0]) if held is not None else Cell()
            cell.include(change)
            if cell.totals.spans == 0:
                connection.execute("DELETE FROM rollups WHERE key = ?", (text,))
                continue
            row = (text, key[0], key[1], cell.dump())
            connection.execute("INSERT OR REPLACE INTO rollups (key, hour_ns, project, cell) VALUES (?, ?, ?, ?)", row)

    def put_numbers(self, connection: sqlite3.Connection, news: Publication) -> None:
        """Move the offset and the counters."""
        counters = {
            "offset": news.offset,
            "version": max(news.part.last_version, self.number("version")),
            "number": news.next_number,
        }
        connection.executemany("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", counters.items())


def _records_of_session(connection: sqlite3.Connection, key: SessionKey) -> list[TraceRecord]:
    rows = connection.execute("SELECT project, trace_id, record FROM traces WHERE project = ? AND session_id = ?", key)
    return [trace_record(*row) for row in rows]


def _segment_row(segment: Segment) -> tuple[object, ...]:
    return (
        segment.number,
        segment.file,
        segment.rows,
        segment.size_bytes,
        segment.min_start_ns,
        segment.max_start_ns,
        segment.layout,
        segment.content_bytes,
    )
