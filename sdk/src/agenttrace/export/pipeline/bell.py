"""Wake a worker thread from anywhere, even from a signal handler that interrupts another ring."""

from __future__ import annotations

from queue import Empty, SimpleQueue


class Bell:
    """Any number of rings before the sleeper wakes count as one. `SimpleQueue` is the one reentrant queue of Python."""

    def __init__(self) -> None:
        self._rung = False
        self._rings: SimpleQueue[None] = SimpleQueue()

    def ring(self) -> None:
        if not self._rung:
            self._rung = True
            self._rings.put(None)

    def wait(self, timeout_s: float | None) -> bool:
        """Return whether it rang within `timeout_s` (None: wait until it does).

        Who looks for work after this returns misses nothing that was put there before the ring.
        """
        try:
            self._rings.get(timeout=timeout_s)
        except Empty:
            return False
        self._rung = False
        return True
