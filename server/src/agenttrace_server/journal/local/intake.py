"""Hold the appends that wait for the writer, and give each caller its answer on its own event loop."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Condition

from agenttrace_server.errors import Overloaded
from agenttrace_server.journal.local.record import Packed

MAX_WAITING_BYTES = 128 * 1024 * 1024
MAX_GROUP_BYTES = 16 * 1024 * 1024

Answer = int | Overloaded
"""The offset of a record that is on the disk, or why it is not."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One append: what to write, and whom to tell."""

    packed: Packed
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[int]


class Intake:
    """A queue from many event loops to one writer thread, bounded in bytes."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._queue: deque[Waiting] = deque()
        self._bytes = 0
        self._closed = False

    def put(self, waiting: Waiting) -> None:
        """Raises: Overloaded: closed, or too much waits already."""
        with self._changed:
            if self._closed:
                raise Overloaded("the journal is closed", retry_after_s=5)
            if self._queue and self._bytes + waiting.packed.size > MAX_WAITING_BYTES:
                raise Overloaded("too many bytes wait for the disk")
            self._queue.append(waiting)
            self._bytes += waiting.packed.size
            self._changed.notify()

    def take(self) -> list[Waiting]:
        """Block until something waits, then return all of it up to a group's size; empty once closed and drained."""
        with self._changed:
            while not self._queue and not self._closed:
                self._changed.wait()
            group: list[Waiting] = []
            size = 0
            while self._queue and (not group or size + self._queue[0].packed.size <= MAX_GROUP_BYTES):
                waiting = self._queue.popleft()
                size += waiting.packed.size
                group.append(waiting)
            self._bytes -= size
            return group

    def close(self) -> None:
        """Refuse what comes from now on; what waits is still taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def tell(group: Sequence[Waiting], answers: Sequence[Answer]) -> None:
    """Give every caller its answer: one wake-up for each event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[int], Answer]]] = {}
    for waiting, answer in zip(group, answers, strict=True):
        by_loop.setdefault(waiting.loop, []).append((waiting.future, answer))
    for loop, pairs in by_loop.items():
        try:
            loop.call_soon_threadsafe(_resolve, pairs)
        except RuntimeError:
            continue  # the loop was closed: nobody waits for this answer any more


def _resolve(pairs: Sequence[tuple[asyncio.Future[int], Answer]]) -> None:
    for future, answer in pairs:
        if future.done():
            continue
        if isinstance(answer, Overloaded):
            future.set_exception(answer)
        else:
            future.set_result(answer)
