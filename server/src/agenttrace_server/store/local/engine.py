"""Run DuckDB inside the process: the tables of the hot parts, questions over them and the segments, sorted files."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import arro3.core as arrow
import duckdb

from agenttrace_server.errors import CorruptData
from agenttrace_server.store.local.hot import Dead, HotPart
from agenttrace_server.store.local.rows import COLUMNS, LAYOUT, NAMES, SINCE_LAYOUT_2, Row
from agenttrace_server.store.local.shelf import Segment, View

ROW_GROUP_ROWS = 2_048
_FORMAT = f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP_ROWS})"
_IDLE_CURSORS = 8
_ALL_COLUMNS = ", ".join(NAMES)
_COLUMNS_OF_LAYOUT_1 = ", ".join(f"NULL AS {name}" if name in SINCE_LAYOUT_2 else name for name in NAMES)
_NOTHING = f"SELECT {_ALL_COLUMNS}, false AS told FROM hot_layout"  # noqa: S608 - our own column names
_ALIVE = "version NOT IN (SELECT version FROM dead WHERE as_of <= {version:d})"


class Engine:
    """One in-memory DuckDB. Cursors of it run side by side; a cursor is used by one thread at a time."""

    def __init__(
        self, folder: Path, scratch: Path, memory_mb: int, threads: int, scratch_bytes: int | None = None
    ) -> None:
        spill = {} if scratch_bytes is None else {"max_temp_directory_size": f"{scratch_bytes}B"}
        self.folder = folder
        self._root = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": f"{memory_mb}MB",
                "threads": str(threads),
                "temp_directory": str(scratch),
                **spill,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        self._idle: list[duckdb.DuckDBPyConnection] = []
        self._idle_lock = threading.Lock()
        self._draining = threading.Lock()
        self._buried = 0
        self._root.execute("SET GLOBAL parquet_metadata_cache = true")
        self._root.execute(f"CREATE TABLE hot_layout ({_layout()})")
        self._root.execute("CREATE TABLE dead (version BIGINT, as_of BIGINT)")

    def close(self) -> None:
        """Let go of everything that is held in memory."""
        with self._idle_lock:
            for cursor in self._idle:
                cursor.close()
            self._idle.clear()
        self._root.close()

    @contextmanager
    def snapshot(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor; all that is asked in the block is answered from one moment.

        Raises: CorruptData: a segment cannot be read.
        """
        try:
            with self._transaction() as cursor:
                yield cursor
        except (duckdb.IOException, duckdb.InvalidInputException) as failure:
            raise CorruptData(f"a segment cannot be read: {failure}") from failure

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return all rows of one question."""
        with self.snapshot() as cursor:
            return cursor.execute(sql, list(parameters)).fetchall()

    def create_table(self, part: HotPart) -> None:
        """Make the empty table of a hot part."""
        with self._transaction() as cursor:
            cursor.execute(f"CREATE TABLE {part.table} ({_layout()})")

    def drop_table(self, part: HotPart) -> None:
        """Give back the memory of a hot part."""
        with self._transaction() as cursor:
            cursor.execute(f"DROP TABLE {part.table}")

    def drain(self, parts: Sequence[HotPart], lock: threading.RLock) -> None:
        """Bring the tables of the hot parts up to date. `lock` is the shelf's, taken only to see what is new."""
        with self._draining:
            for part in reversed(parts):
                with lock:
                    rows, replaced, dead = part.pending, part.replaced, part.buried_next()
                    part.pending, part.replaced = {}, []
                if rows or replaced or dead:
                    self._apply(part, list(rows.values()), replaced, dead)

    def bury(self, dead: Sequence[Dead]) -> None:
        """Hide versions from now on."""
        if dead:
            with self._transaction() as cursor:
                self._bury(cursor, dead)

    def exhume(self, versions: Sequence[int]) -> None:
        """Forget versions that are in no file any more."""
        if versions:
            with self._transaction() as cursor:
                cursor.execute("DELETE FROM dead WHERE version IN (SELECT unnest(?))", [list(versions)])
            self._buried -= len(versions)

    def source(
        self,
        view: View,
        segments: Sequence[Segment],
        *,
        with_hot: bool,
        told: Mapping[int, Sequence[int] | None] | None = None,
    ) -> str:
        """Return the FROM of a question: these segments, and the hot parts, without what is dead.

        `told`: of segments, by number, the rows that are wanted, or None for all; then a column `told` is true of them.
        """
        pieces = self._of_segments(segments) if told is None else self._of_told(segments, told)
        if with_hot:
            also = "" if told is None else ", false AS told"
            pieces += [f"SELECT {_ALL_COLUMNS}{also} FROM {part.table}" for part in view.parts]  # noqa: S608
        everything = " UNION ALL ".join(pieces) or _NOTHING
        if not self._buried:
            return f"({everything})"
        alive = _ALIVE.format(version=view.version)
        return f"(SELECT * FROM ({everything}) WHERE {alive})"  # noqa: S608

    def copy_sorted(
        self, source: str, order: str, path: Path, tables: Mapping[str, arrow.Table], without: Collection[int]
    ) -> None:
        """Write what the source gives, without some numbers, sorted, as a file; it may name these tables."""
        kept = "WHERE number NOT IN (SELECT unnest(?::BIGINT[]))" if without else ""
        with self._transaction() as cursor:
            for name, table in tables.items():
                cursor.register(name, table)
            cursor.execute(
                f"COPY (SELECT * FROM {source} {kept} ORDER BY {order}) TO {quoted(path)} {_FORMAT}",  # noqa: S608
                [list(without)] if without else [],
            )
            for name in tables:
                cursor.unregister(name)

    def write_segment(self, part: HotPart, merged: Sequence[Segment], path: Path) -> list[Row]:
        """Write the part and these segments, sorted, as one file; return the dead that were left out: version, refs.

        What died after the part was frozen is kept: the version that replaces it is not durable yet.
        """
        everything = " UNION ALL ".join([f"SELECT {_ALL_COLUMNS} FROM {part.table}", *self._of_segments(merged)])  # noqa: S608
        until = part.last_version
        with self._transaction() as cursor:
            left_out: list[Row] = []
            if self._buried:
                found = cursor.execute(
                    f"SELECT version, refs FROM ({everything})"  # noqa: S608
                    f" SEMI JOIN (SELECT version FROM dead WHERE as_of <= {until:d}) USING (version)"
                )
                left_out = found.fetchall()
            cursor.execute(
                f"COPY (SELECT * FROM ({everything}) WHERE {_ALIVE.format(version=until)}"  # noqa: S608
                f" ORDER BY trace_id, start_ns, seq) TO {quoted(path)} {_FORMAT}"
            )
        return left_out

    def write_hot(self, view: View, project: str, path: Path) -> bool:
        """Write the rows of a project that are in no segment as a file; False where there are none."""
        everything = " UNION ALL ".join(f"SELECT {_ALL_COLUMNS} FROM {part.table}" for part in view.parts)  # noqa: S608
        with self._transaction() as cursor:
            cursor.execute(
                f"COPY (SELECT * FROM ({everything}) WHERE project = $1) TO {quoted(path)} {_FORMAT}",  # noqa: S608
                [project],
            )
            written = cursor.fetchone()
        return bool(written and written[0])

    def dead_versions(self, version: int) -> list[int]:
        """Return the versions that do not count for whoever sees this version."""
        return [row[0] for row in self.query("SELECT version FROM dead WHERE as_of <= ?", (version,))]

    def rewrite(self, segments: Sequence[Segment], without: Sequence[int], path: Path) -> list[Row]:
        """Write the rows of segments, but for these versions, as one sorted file; return what was left out.

        That is (version, refs) of each.
        """
        everything = " UNION ALL ".join(self._of_segments(segments))
        with self._transaction() as cursor:
            cursor.execute("CREATE TEMP TABLE left_out AS SELECT unnest(?::BIGINT[]) AS version", [list(without)])
            found = cursor.execute(f"SELECT version, refs FROM ({everything}) SEMI JOIN left_out USING (version)")  # noqa: S608
            left_out = found.fetchall()
            cursor.execute(
                f"COPY (SELECT * FROM ({everything}) ANTI JOIN left_out USING (version)"  # noqa: S608
                f" ORDER BY trace_id, start_ns, seq) TO {quoted(path)} {_FORMAT}"
            )
            cursor.execute("DROP TABLE left_out")
        return left_out

    def measure(self, number: int, path: Path) -> Segment:
        """Return what the catalog keeps of a segment's file."""
        figures = "count(*), min(start_ns), max(start_ns), sum(content_bytes)"
        ((rows, earliest, latest, content),) = self.query(f"SELECT {figures} FROM read_parquet({quoted(path)})")  # noqa: S608
        size_bytes = path.stat().st_size
        return Segment(number, path.name, rows, size_bytes, earliest or 0, latest or 0, LAYOUT, int(content or 0))

    @contextmanager
    def _transaction(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self._idle_lock:
            cursor = self._idle.pop() if self._idle else self._root.cursor()
        try:
            cursor.execute("BEGIN")
            yield cursor
            cursor.execute("COMMIT")
        except BaseException:
            cursor.close()
            raise
        with self._idle_lock:
            if len(self._idle) < _IDLE_CURSORS:
                self._idle.append(cursor)
                return
        cursor.close()

    def _apply(self, part: HotPart, rows: list[Row], replaced: list[int], dead: Sequence[Dead]) -> None:
        with self._transaction() as cursor:
            if replaced:
                cursor.execute(f"DELETE FROM {part.table} WHERE version IN (SELECT unnest(?))", [replaced])  # noqa: S608
            if rows:
                cursor.register("arriving", _batch_of(rows))
                cursor.execute(f"INSERT INTO {part.table} SELECT * FROM arriving")  # noqa: S608
                cursor.unregister("arriving")
            if dead:
                self._bury(cursor, dead)

    def _bury(self, cursor: duckdb.DuckDBPyConnection, dead: Sequence[Dead]) -> None:
        versions, times = [entry.version for entry in dead], [entry.as_of for entry in dead]
        cursor.execute("INSERT INTO dead SELECT unnest(?), unnest(?)", [versions, times])
        self._buried += len(dead)

    def _of_segments(self, segments: Sequence[Segment], also: str = "", where: str = "") -> list[str]:
        selects: list[str] = []
        numbered = ", file_row_number = true" if where else ""
        for columns, is_older in ((_ALL_COLUMNS, False), (_COLUMNS_OF_LAYOUT_1, True)):
            files = [quoted(self.folder / one.file) for one in segments if (one.layout < LAYOUT) is is_older]
            if files:
                selects.append(f"SELECT {columns}{also} FROM read_parquet([{', '.join(files)}]{numbered}){where}")  # noqa: S608
        return selects

    def _of_told(self, segments: Sequence[Segment], told: Mapping[int, Sequence[int] | None]) -> list[str]:
        selects = self._of_segments([one for one in segments if one.number not in told], ", false AS told")
        whole = [one for one in segments if one.number in told and told[one.number] is None]
        selects += self._of_segments(whole, ", true AS told")
        for segment in segments:
            rows = told.get(segment.number)
            if rows:
                meant = f" WHERE file_row_number IN ({', '.join(map(str, rows))})"
                selects += self._of_segments([segment], ", true AS told", meant)
        return selects


def _layout() -> str:
    return ", ".join(f"{column.name} {'VARCHAR' if column.is_text else 'BIGINT'}" for column in COLUMNS)


def quoted(path: Path) -> str:
    """Return a path as SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


def _batch_of(rows: list[Row]) -> arrow.Table:
    types: dict[bool, Callable[[], arrow.DataType]] = {True: arrow.DataType.string, False: arrow.DataType.int64}
    values = zip(*rows, strict=True)
    return arrow.Table.from_pydict(
        {
            column.name: arrow.Array(list(held), types[column.is_text]())
            for column, held in zip(COLUMNS, values, strict=True)
        }
    )
