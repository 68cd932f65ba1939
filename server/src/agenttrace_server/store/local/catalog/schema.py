"""Make and open the SQLite files of the store, and refuse what a newer server wrote."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from agenttrace_server.errors import CorruptData, Overloaded
from agenttrace_server.store.api.language.texts import fold
from agenttrace_server.store.local.catalog.entries import record_text

_INCREMENTAL: Final = 2
"""SQLite's number for files that shrink in steps."""
_LONGEST_LOG: Final = 1024 * 1024
"""Bytes to which the log beside a file is cut when all of it is in the file."""
_PAGES_AT_ONCE: Final = 256
_WORTH_A_REWRITE: Final = 4
"""A file is rewritten when this part of it is free: one page in four."""

Layout = tuple[str, ...]
"""The statements that make a file, one step a schema version: an older file takes the steps that it has not."""

_CONTENT = """
CREATE TABLE content (
    number INTEGER PRIMARY KEY, project TEXT NOT NULL, hash BLOB NOT NULL, size_bytes INTEGER NOT NULL
);
CREATE UNIQUE INDEX content_by_hash ON content (hash, project);
CREATE TABLE content_files (
    number INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, rows INTEGER NOT NULL, size_bytes INTEGER NOT NULL,
    content_bytes INTEGER NOT NULL, min_number INTEGER NOT NULL, max_number INTEGER NOT NULL
);
CREATE TABLE suspects (number INTEGER PRIMARY KEY);
"""

_CATALOG_1 = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE segments (
    number INTEGER PRIMARY KEY, file TEXT NOT NULL UNIQUE, rows INTEGER NOT NULL, size_bytes INTEGER NOT NULL,
    min_start_ns INTEGER NOT NULL, max_start_ns INTEGER NOT NULL
);
CREATE TABLE dead (version INTEGER PRIMARY KEY, as_of INTEGER NOT NULL);
CREATE TABLE traces (
    project TEXT NOT NULL, trace_id TEXT NOT NULL, start_ns INTEGER NOT NULL, last_seen_ns INTEGER NOT NULL,
    duration_ns INTEGER NOT NULL, status TEXT NOT NULL, errors INTEGER NOT NULL, session_id TEXT, user_id TEXT,
    framework TEXT, name_lower TEXT NOT NULL, agents TEXT NOT NULL, models TEXT NOT NULL, tags TEXT NOT NULL,
    cost_nano_usd INTEGER NOT NULL, tokens INTEGER NOT NULL, spans INTEGER NOT NULL, record BLOB NOT NULL,
    PRIMARY KEY (project, trace_id)
);
CREATE INDEX traces_by_id ON traces (trace_id);
CREATE INDEX traces_by_start ON traces (start_ns, trace_id, project);
CREATE INDEX traces_by_project ON traces (project, start_ns, trace_id);
CREATE INDEX traces_by_session ON traces (project, session_id) WHERE session_id IS NOT NULL;
CREATE INDEX traces_counted ON traces (project, last_seen_ns, spans);
CREATE TABLE sessions (
    project TEXT NOT NULL, session_id TEXT NOT NULL, start_ns INTEGER NOT NULL, last_seen_ns INTEGER NOT NULL,
    status TEXT NOT NULL, user_id TEXT, framework TEXT, name_lower TEXT NOT NULL, summary BLOB NOT NULL,
    PRIMARY KEY (project, session_id)
);
CREATE INDEX sessions_by_id ON sessions (session_id);
CREATE INDEX sessions_by_activity ON sessions (last_seen_ns, session_id, project);
CREATE INDEX sessions_by_project ON sessions (project, last_seen_ns, session_id);
CREATE TABLE rollups (key TEXT PRIMARY KEY, hour_ns INTEGER NOT NULL, project TEXT NOT NULL, cell BLOB NOT NULL);
CREATE INDEX rollups_by_hour ON rollups (hour_ns, project);
"""
_CATALOG_2 = f"""
ALTER TABLE segments ADD COLUMN layout INTEGER NOT NULL DEFAULT 1;
ALTER TABLE segments ADD COLUMN content_bytes INTEGER NOT NULL DEFAULT 0;
{_CONTENT}"""

_CATALOG_3 = "CREATE TABLE checksums (file TEXT PRIMARY KEY, crc32c INTEGER NOT NULL) WITHOUT ROWID;"

_CATALOG_4 = """
ALTER TABLE sessions ADD COLUMN fold BLOB;
DROP INDEX traces_by_session;
CREATE INDEX traces_by_session ON traces (project, session_id, start_ns, trace_id) WHERE session_id IS NOT NULL;
"""
"""Of a row without `fold`, which an older server wrote, the traces are added up when the session changes next."""

CATALOG: Layout = (_CATALOG_1, _CATALOG_2, _CATALOG_3, _CATALOG_4)

LETTERS: Layout = (
    """
CREATE TABLE dead_letters (
    "offset" INTEGER PRIMARY KEY, project TEXT NOT NULL, received_ns INTEGER NOT NULL, signal TEXT NOT NULL,
    content_type TEXT NOT NULL, reason TEXT NOT NULL, size_bytes INTEGER NOT NULL
);
""",
)


def open_file(path: Path, layout: Layout) -> sqlite3.Connection:
    """Open a file for writing, making it where it is missing and bringing an older one up to date.

    Raises: CorruptData: a newer server wrote it, or it is no SQLite file.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    try:
        found = _found_version(connection, path, layout)
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")  # of a file that is made now; see `give_back`
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA journal_size_limit = {_LONGEST_LOG}")
        _bring_up_to_date(connection, found, layout)
    except sqlite3.DatabaseError as failure:
        connection.close()
        raise CorruptData(f"cannot open {path.name}: {failure}") from failure
    except CorruptData:
        connection.close()
        raise
    return connection


def give_back(connection: sqlite3.Connection) -> None:
    """Return the pages that nothing lies in to the disk. A file that an older server made is rewritten once for it.

    Raises: sqlite3.OperationalError: the disk refuses.
    """
    (free,) = connection.execute("PRAGMA freelist_count").fetchone()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    (mode,) = connection.execute("PRAGMA auto_vacuum").fetchone()
    if mode == _INCREMENTAL:
        for _ in range(0, free, _PAGES_AT_ONCE):
            connection.execute(f"PRAGMA incremental_vacuum({_PAGES_AT_ONCE})").fetchall()
    elif free * _WORTH_A_REWRITE > pages:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def open_reader(path: Path) -> sqlite3.Connection:
    """Open another connection to a file, for questions only."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=30)
    connection.execute("PRAGMA query_only = 1")
    connection.create_function("fold", 1, _folded, deterministic=True)
    connection.create_function("record_text", 1, record_text, deterministic=True)
    return connection


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _found_version(connection: sqlite3.Connection, path: Path, layout: Layout) -> int:
    """Return the file's schema version; one that a newer server wrote is not touched."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > len(layout):
        raise CorruptData(
            f"{path.name} has schema version {found}, this server knows {len(layout)}: use a newer server"
        )
    return int(found)


def _bring_up_to_date(connection: sqlite3.Connection, found: int, layout: Layout) -> None:
    """Take the missing steps, each in a transaction with its version: a kill leaves the file before or behind one."""
    for version, step in enumerate(layout[found:], found + 1):
        connection.executescript(f"BEGIN; {step} PRAGMA user_version = {version}; COMMIT;")


def disk_refused(failure: Exception) -> Overloaded:
    """Return what to tell whoever wanted something written, in words of one line."""
    said = str(failure)
    reason = "no space left on device" if "No space left" in said or "is full" in said else said.partition("\n")[0]
    return Overloaded(f"the store cannot write to its disk: {reason}", retry_after_s=5)
