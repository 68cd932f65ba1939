"""Keep saved views in memory."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from agenttrace_server.store.api.signals import SavedView


class MemoryViews:
    """Keeps the contract `SavedViews` as long as the process lives."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], SavedView] = {}

    def all_of(self, project: str) -> Sequence[SavedView]:
        with self._lock:
            found = [view for view in self._kept.values() if view.project == project]
        return sorted(found, key=lambda view: view.name)

    def put(self, view: SavedView) -> None:
        with self._lock:
            self._kept[view.project, view.name] = view

    def remove(self, project: str, name: str) -> bool:
        with self._lock:
            return self._kept.pop((project, name), None) is not None
