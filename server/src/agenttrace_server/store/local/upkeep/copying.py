"""Copy one moment of the store: immutable files as links, databases through SQLite, while writing goes on."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.sealer import Sealer
from agenttrace_server.store.local.shelf import Shelf
from agenttrace_server.store.local.upkeep.usage import databases
from agenttrace_server.store.local.words import Indexer


def copy_store(source: Path, target: Path, catalog: Catalog, sealer: Sealer, shelf: Shelf, words: Indexer) -> int:
    """Write the copy and return its journal offset. Raises: OSError: the target cannot be written."""
    sealer.flush()
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with sealer.sealing, shelf.reading() as view:  # nothing is published meanwhile: all is of one moment
        for name in [one.file for one in view.segments] + [one.file for one in view.contents]:
            link_or_copy(source / name, target / name)
        indexes = target / words.folder.name
        indexes.mkdir()
        for file in view.files:
            with suppress(FileNotFoundError):  # there is none, or it has just been thrown away
                link_or_copy(words.path_of(file), indexes / words.path_of(file).name)
        for database in databases(source):
            _copy_database(database, target / database.name)
        return catalog.number("offset")


def link_or_copy(source: Path, target: Path) -> None:
    """Give an immutable file a second name; on another disk, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as found, closing(sqlite3.connect(target)) as copy:
        found.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, which says all
