"""Remove content that no span refers to any more: from the catalog, and from the files by writing them anew."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.catalog.checksums import note_files
from agenttrace_server.store.local.catalog.contents import (
    forget_pieces,
    keys_of,
    replace_files,
    suspects,
)
from agenttrace_server.store.local.content.contents import Contents
from agenttrace_server.store.local.content.files import write_pieces
from agenttrace_server.store.local.content.held import ContentFile
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.room import Room, database_growth, rewrite_growth
from agenttrace_server.store.local.shelf import Segment, Shelf, View

ENOUGH: Final = 10_000
"""So many suspects are looked at without being asked; a delete looks at its own at once."""


class Sweeper:
    """A piece is kept while any row that counts refers to it: rows are asked, nothing is counted up and down."""

    def __init__(
        self,
        shelf: Shelf,
        catalog: Catalog,
        engine: Engine,
        contents: Contents,
        writing: threading.RLock,
        room: Room,
        next_file: Callable[[], int],
    ) -> None:
        self._shelf, self._catalog, self._engine, self._contents = shelf, catalog, engine, contents
        self._writing, self._room = writing, room
        self._next_file = next_file

    def sweep(self, least: int = 1) -> bool:
        """Look at the suspects, where there are that many. No seal may run meanwhile.

        False where the disk cap has no room to write a file anew: its pieces stay and are suspected further.
        Raises: Overloaded, OSError, duckdb.Error: the disk refuses; then the suspects stay.
        """
        with self._catalog.reading() as connection:
            asked = suspects(connection)
        if len(asked) < max(1, least):
            return True
        with self._writing, self._shelf.reading() as view:
            self._engine.drain(view.parts, self._shelf.lock)
            gone = sorted(set(asked) - referred_to(self._engine, view, asked))
            left = self._remove_all(view.contents, gone)
            with self._catalog.transaction() as connection:
                done = [(number,) for number in asked if number not in left]
                connection.executemany("DELETE FROM suspects WHERE number = ?", done)
                connection.execute("COMMIT")
        self._shelf.tidy()
        return not left

    def _remove_all(self, files: tuple[ContentFile, ...], gone: list[int]) -> set[int]:
        """Take the pieces out, one file at a time; return those that had to stay."""
        left: set[int] = set()
        for file in files:
            here = [number for number in gone if file.min_number <= number <= file.max_number]
            if not here:
                continue
            needed = 0 if len(here) >= file.rows else rewrite_growth([file])
            with self._room.perhaps(needed + database_growth(len(here), 0, self._catalog.size_bytes)) as is_room:
                if is_room:
                    self._remove(file, here)
                else:
                    left.update(here)
        return left

    def _remove(self, touched: ContentFile, gone: list[int]) -> None:
        anew = write_pieces(self._engine, self._engine.folder, self._next_file(), [], [touched], gone)
        kept = [anew] if anew.rows else []
        try:
            sync_files(self._engine.folder, [anew])
            with self._catalog.transaction() as connection:
                keys = keys_of(connection, gone)
                replace_files(connection, kept, [touched])
                note_files(connection, self._engine.folder, [file.file for file in kept], [touched.file])
                forget_pieces(connection, gone)
                with self._shelf.lock:
                    connection.execute("COMMIT")
                    files = tuple(file for file in self._shelf.contents if file != touched)
                    away = [partial(remove_file, self._engine.folder, touched)]
                    self._shelf.replace_contents((*files, *kept), away)
        except BaseException:
            remove_file(self._engine.folder, anew)
            raise
        if not kept:
            remove_file(self._engine.folder, anew)
        self._contents.forget(keys.values())


def referred_to(engine: Engine, view: View, numbers: Iterable[int]) -> set[int]:
    """Return those of the pieces that rows which count refer to."""
    source = engine.source(view, view.segments, with_hot=True)
    sql = (
        "SELECT DISTINCT number FROM (SELECT unnest(string_split(refs, ' '))::BIGINT AS number"  # noqa: S608
        f" FROM {source} WHERE refs IS NOT NULL AND refs <> '') WHERE number IN (SELECT unnest(?::BIGINT[]))"
    )
    return {number for (number,) in engine.query(sql, [list(numbers)])}


def remove_file(folder: Path, file: ContentFile) -> None:
    """Remove a file that is not published any more."""
    with suppress(OSError):  # an orphan is removed at the next start
        (folder / file.file).unlink()


def sync_files(folder: Path, files: Iterable[ContentFile | Segment]) -> None:
    """Make files durable."""
    for path in (*(folder / file.file for file in files), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
