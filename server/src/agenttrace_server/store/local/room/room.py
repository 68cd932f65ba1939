"""Keep the disk cap: whoever writes to the folder reserves the room first, and what has none is not written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from agenttrace_server.errors import Overloaded

_SCRATCH: Final = 32
"""One part in so many is for what DuckDB spills while it sorts."""
_SPARE: Final = 6
"""One part in so many is for freeing: to drop traces, something has to be written."""
_TRIES: Final = 3
"""Others may take what was freed."""
_LEAST_SCRATCH: Final = 1024 * 1024


class Room:
    """Measured bytes and promised ones together never pass the bound. Without a bound everything has room."""

    def __init__(self, folder: Path, bound: int | None, measure: Callable[[Path], int]) -> None:
        self._folder, self._measure = folder, measure
        self._bound = bound
        self._promised = 0
        self._lock = threading.Lock()
        self._free: Callable[[int], object] = lambda missing: None
        self._thread = threading.local()

    @property
    def scratch_bytes(self) -> int | None:
        """What DuckDB may spill; None: as much as it likes."""
        return None if self._bound is None else max(_LEAST_SCRATCH, self._bound // _SCRATCH)

    @property
    def spare(self) -> int | None:
        """What is set aside for freeing; None: there is no bound."""
        return None if self._bound is None else self._bound // _SPARE

    @property
    def most(self) -> int | None:
        """What may be taken by who does not free."""
        return None if self.spare is None else self._hardest - self.spare

    def freed_by(self, free: Callable[[int], object]) -> None:
        """Have this called with the bytes that are missing, by the thread that needs them."""
        self._free = free

    @contextmanager
    def freeing(self) -> Iterator[None]:
        """Let this thread use what is set aside, for what it does makes room."""
        was = self._is_freeing
        self._thread.is_freeing = True
        try:
            yield
        finally:
            self._thread.is_freeing = was

    @contextmanager
    def reserved(self, size_bytes: int) -> Iterator[None]:
        """Keep so many bytes for the block. Drops the oldest where need be. Raises: Overloaded: there is no room."""
        missing = self._take(size_bytes)
        for _ in range(_TRIES):
            if not missing or self._is_freeing:
                break
            with self.freeing():
                self._free(missing)
            missing = self._take(size_bytes)
        if missing:
            raise Overloaded(
                f"the disk cap leaves no room: {missing} bytes are missing to write {size_bytes}", retry_after_s=5
            )
        try:
            yield
        finally:
            self._give_back(size_bytes)

    @contextmanager
    def perhaps(self, size_bytes: int) -> Iterator[bool]:
        """Keep so many bytes for the block if they are there; whether they are."""
        is_there = not self._take(size_bytes)
        try:
            yield is_there
        finally:
            if is_there:
                self._give_back(size_bytes)

    @property
    def _hardest(self) -> int:
        return (self._bound or 0) - (self.scratch_bytes or 0)

    @property
    def _is_freeing(self) -> bool:
        return getattr(self._thread, "is_freeing", False)

    def _take(self, size_bytes: int) -> int:
        """Promise the bytes, or return how many are missing."""
        if self._bound is None:
            return 0
        most = self._hardest if self._is_freeing else self.most or 0
        with self._lock:
            missing = self._measure(self._folder) + self._promised + size_bytes - most
            if missing > 0:
                return missing
            self._promised += size_bytes
            return 0

    def _give_back(self, size_bytes: int) -> None:
        if self._bound is not None:
            with self._lock:
                self._promised -= size_bytes
