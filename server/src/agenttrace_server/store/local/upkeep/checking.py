"""Check every file of the store: there, as it was written, sorted, and what the catalog says of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from agenttrace_server.errors import CorruptData
from agenttrace_server.store.api.upkeep import Finding
from agenttrace_server.store.local.catalog.checksums import crc32c_of
from agenttrace_server.store.local.content import ContentFile
from agenttrace_server.store.local.engine import Engine, quoted
from agenttrace_server.store.local.shelf import Segment
from agenttrace_server.store.local.upkeep.usage import databases

RESTORE: Final = "restore the data folder from a backup: agenttrace store restore"
_REWRITE: Final = "nothing is lost; if it stays, tell us"


def check_file(folder: Path, file: Segment | ContentFile, checksum: int | None) -> Iterator[Finding]:
    """Compare a file's bytes with what the catalog keeps of them."""
    path = folder / file.file
    try:
        size = path.stat().st_size
        found = crc32c_of(path)
    except OSError as failure:
        yield Finding(file.file, f"cannot be read: {(failure.strerror or str(failure)).lower()}", RESTORE)
        return
    if size != file.size_bytes:
        yield Finding(file.file, f"has {size} bytes, not {file.size_bytes}", RESTORE)
    elif checksum is not None and found != checksum:
        yield Finding(file.file, f"has checksum {found:08x}, not {checksum:08x}: its bytes have changed", RESTORE)


def check_segment(engine: Engine, segment: Segment) -> Iterator[Finding]:
    """Read a whole segment: rows, times and order are as the catalog and every reader expect."""
    try:
        rows, earliest, latest, unsorted = _read_through(engine, segment)
    except CorruptData as failure:
        yield Finding(segment.file, failure.message.partition("\n")[0], RESTORE)
        return
    if rows != segment.rows:
        yield Finding(segment.file, f"has {rows} rows, not {segment.rows}", RESTORE)
    if (earliest, latest) != (segment.min_start_ns, segment.max_start_ns):
        yield Finding(segment.file, "begins or ends at another time than the catalog says", RESTORE)
    if unsorted:
        yield Finding(segment.file, f"has {unsorted} rows out of order", _REWRITE)


def check_databases(folder: Path) -> Iterator[Finding]:
    """Let SQLite look through its files."""
    for database in databases(folder):
        try:
            with closing(sqlite3.connect(database)) as connection:
                said = [text for (text,) in connection.execute("PRAGMA integrity_check(5)")]
        except sqlite3.DatabaseError as failure:
            said = [str(failure)]
        if said != ["ok"]:
            yield Finding(database.name, f"is damaged: {'; '.join(said)}", RESTORE)


def _read_through(engine: Engine, segment: Segment) -> tuple[int, int, int, int]:
    source = f"read_parquet({quoted(engine.folder / segment.file)}, file_row_number = true)"
    in_order = "(trace_id, start_ns, seq)"
    sql = (
        f"SELECT count(*), coalesce(min(start_ns), 0), coalesce(max(start_ns), 0), count(*) FILTER (late) FROM ("  # noqa: S608
        f"SELECT start_ns, {in_order} < lag({in_order}) OVER (ORDER BY file_row_number) AS late FROM {source})"
    )
    (found,) = engine.query(sql)
    # every column of every row, so that no damaged page stays unseen where there is no checksum
    engine.query(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {source}")  # noqa: S608
    return (found[0], found[1], found[2], found[3])
