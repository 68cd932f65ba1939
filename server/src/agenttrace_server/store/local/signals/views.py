"""Keep saved views in a SQLite file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson

from agenttrace_server.store.api.signals import SavedView
from agenttrace_server.store.local.catalog.schema import Layout
from agenttrace_server.store.local.room import Room
from agenttrace_server.store.local.signals.files import SignalFile

_LAYOUT: Layout = (
    """
CREATE TABLE views (
    project TEXT NOT NULL, name TEXT NOT NULL, question TEXT NOT NULL, time_range TEXT NOT NULL,
    columns TEXT NOT NULL, saved_ns INTEGER NOT NULL, PRIMARY KEY (project, name)
) WITHOUT ROWID;
""",
)


class ViewFile:
    """Keeps the contract `SavedViews`."""

    def __init__(self, path: Path, room: Room) -> None:
        """Raises: CorruptData: a newer server wrote the file, or it is broken."""
        self._room = room
        self._file = SignalFile(path, _LAYOUT, room)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def all_of(self, project: str) -> Sequence[SavedView]:
        rows = self._file.ask(
            "SELECT project, name, question, time_range, columns, saved_ns FROM views WHERE project = ? ORDER BY name",
            (project,),
        )
        return [
            SavedView(kept, name, question, time_range, tuple(orjson.loads(columns)), saved_ns)
            for kept, name, question, time_range, columns, saved_ns in rows
        ]

    def put(self, view: SavedView) -> None:
        columns = orjson.dumps(view.columns).decode()
        row = (view.project, view.name, view.question, view.time_range, columns, view.saved_ns)
        with self._file.transaction(1, len(view.question) + len(columns)) as connection:
            connection.execute("INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?, ?, ?)", row)

    def remove(self, project: str, name: str) -> bool:
        with self._room.freeing(), self._file.transaction(1) as connection:
            gone = connection.execute("DELETE FROM views WHERE project = ? AND name = ?", (project, name))
        return gone.rowcount > 0
