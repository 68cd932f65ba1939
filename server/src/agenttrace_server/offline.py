"""Open a data folder that no server has open, for upkeep: journal and store, and no ports."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agenttrace_server.api.routes.keeping import answers as rendering
from agenttrace_server.config import Settings
from agenttrace_server.journal.registry import open_journal
from agenttrace_server.replays import open_replays
from agenttrace_server.store.registry import open_store
from agenttrace_server.telemetry import configure_logging
from agenttrace_server.upkeep import Installation, restore


@dataclass(frozen=True, slots=True)
class Offline:
    """Answers as the API would, without one."""

    installation: Installation

    def store_stats(self) -> dict[str, Any]:
        """GET /api/v1/store/stats."""
        return rendering.stats(self.installation.report(time.time_ns())).model_dump()

    def compact_store(self, *, everything: bool) -> dict[str, Any]:
        """POST /api/v1/store/compact."""
        return rendering.compacted(self.installation.compact(everything=everything)).model_dump()

    def verify_store(self, *, full: bool) -> dict[str, Any]:
        """POST /api/v1/store/verify."""
        return rendering.verified(self.installation.verify(full=full)).model_dump()

    def backup_store(self) -> dict[str, Any]:
        """POST /api/v1/store/backup."""
        return rendering.backup(self.installation.backup(time.time_ns())).model_dump()


@contextmanager
def opened(settings: Settings) -> Iterator[Offline]:
    """Hold the folder for the block. Raises: BadSetting: a server runs on it. CorruptData: it cannot be opened."""
    configure_logging("error", as_json=settings.log_json)
    with ExitStack() as at_the_end:
        journal = open_journal(settings)
        at_the_end.callback(journal.close)
        store = open_store(settings)
        at_the_end.callback(store.close)
        replays = open_replays(settings)
        at_the_end.callback(replays.close)
        yield Offline(Installation(settings, journal, store, replays))


def restored(source: Path, settings: Settings) -> dict[str, Any]:
    """Put a backup in place, open it and look through it. Raises: BadSetting, CorruptData: says why not."""
    made = rendering.backup(restore(source, settings.home)).model_dump()
    with opened(settings) as offline:
        return {**made, "verified": offline.verify_store(full=False)}
