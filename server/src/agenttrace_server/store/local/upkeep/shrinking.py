"""Make the store's folder smaller: the oldest traces and log records go, and what they took is given back."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

from agenttrace_server.store.api.upkeep import Dropped
from agenttrace_server.store.local.catalog import Catalog, disk_refused
from agenttrace_server.store.local.room import Room
from agenttrace_server.store.local.sealer import Sealer
from agenttrace_server.store.local.signals import LocalSignals
from agenttrace_server.store.local.upkeep.compacting import Compactor
from agenttrace_server.store.local.upkeep.dropping import Dropper
from agenttrace_server.store.local.upkeep.usage import tree_bytes

_TRIES: Final = 12
_LEAST_SHARE: Final = 1 / 16
"""Of what is kept: so much goes at once, so that not every seal has to wait for room."""


class Shrinker:
    """Beside writers and readers. Nothing is sealed meanwhile, or the thread that seals does it itself."""

    def __init__(
        self,
        folder: Path,
        catalog: Catalog,
        sealer: Sealer,
        dropper: Dropper,
        compactor: Compactor,
        signals: LocalSignals,
        room: Room,
    ) -> None:
        self._folder, self._catalog, self._sealer = folder, catalog, sealer
        self._dropper, self._compactor, self._signals, self._room = dropper, compactor, signals, room

    def shrink_to(self, target_bytes: int) -> Dropped:
        """Drop the oldest until no more is taken, or nothing is left that can go: what is not sealed stays.

        Raises: Overloaded: the disk refuses.
        """
        dropped = Dropped()
        with self._sealer.sealing, self._room.freeing():
            for _ in range(_TRIES):
                taken = tree_bytes(self._folder)
                if taken <= target_bytes:
                    break
                step, is_more = self._drop(max(_LEAST_SHARE, (taken - target_bytes) / taken))
                dropped = dropped.plus(step)
                self._give_back(everything=not step.traces)
                if not is_more and tree_bytes(self._folder) >= taken:
                    break
        return dropped

    def _drop(self, share: float) -> tuple[Dropped, bool]:
        """Return what went of the traces, and whether anything went."""
        dropped = self._dropper.drop_share(share)
        if dropped.until_ns is None:
            return dropped, self._signals.shrink(share)
        self._signals.forget_before(dropped.until_ns, dropped.until_ns)
        return dropped, True

    def _give_back(self, *, everything: bool) -> None:
        self._compactor.compact(everything=everything)
        self._sealer.sweep()
        try:
            self._catalog.give_back()
            self._signals.give_back()
        except sqlite3.OperationalError as failure:
            raise disk_refused(failure) from failure
