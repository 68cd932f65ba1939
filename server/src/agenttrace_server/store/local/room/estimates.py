"""Say how much the folder may grow by something that is about to be written: never less than it will."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from agenttrace_server.store.local.content import ContentFile
from agenttrace_server.store.local.hot import HotPart
from agenttrace_server.store.local.shelf import Segment

_PAGE: Final = 4_096
_PAGES_A_ROW: Final = 8
"""A row and its places in the indexes, each on a page of its own."""
_BYTES_A_TRACE: Final = 6_000
_BYTES_A_CELL: Final = 6_000
_LEAST: Final = 256 * 1024
_FILE: Final = 64 * 1024
_BYTES_A_ROW_GROUP: Final = 24 * 1024
_ROW_GROUP_ROWS: Final = 2_048


def file_growth(raw_bytes: int, rows: int) -> int:
    """Return the most that a Parquet file takes which holds so much before compression."""
    return raw_bytes * 11 // 10 + _BYTES_A_ROW_GROUP * (rows // _ROW_GROUP_ROWS + 1) + _FILE


def rewrite_growth(files: Iterable[Segment | ContentFile]) -> int:
    """Return the most that one file takes which holds what these hold."""
    listed = list(files)
    return file_growth(sum(file.size_bytes for file in listed), sum(file.rows for file in listed)) if listed else 0


def database_growth(rows: int, data_bytes: int, file_bytes: int) -> int:
    """Return the most that a transaction adds to a SQLite file and the log beside it: new bytes twice, pages once."""
    return 2 * data_bytes + min(rows * _PAGES_A_ROW * _PAGE, file_bytes + data_bytes) + _LEAST


def seal_growth(part: HotPart, catalog_bytes: int) -> int:
    """Return the most that the seal of a part adds, where it takes no older file along."""
    rows = len(part.traces) + len(part.sessions) + len(part.cells) + len(part.pieces) // 8 + len(part.dead) // 64
    data_bytes = len(part.traces) * _BYTES_A_TRACE + (len(part.sessions) + len(part.cells)) * _BYTES_A_CELL
    data_bytes += 200 * len(part.pieces) + 32 * len(part.dead)
    files = file_growth(part.size_bytes - part.piece_bytes, part.rows)
    files += file_growth(part.piece_bytes, len(part.pieces)) if part.pieces else 0
    return files + database_growth(rows, data_bytes, catalog_bytes)
