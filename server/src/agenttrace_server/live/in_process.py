"""Carry changes from the pipeline's thread to the event loop of the same process."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Sequence

from agenttrace_server.live.protocol import Change, LiveEnded
from agenttrace_server.store.api.records import StoredSpan, TraceSummary


class InProcessBus:
    """A `LiveBus` that holds at most `queue_size` changes for each watcher."""

    def __init__(self, queue_size: int) -> None:
        self._queue_size = queue_size
        self._lock = threading.Lock()
        self._number = 0
        self._closed = False
        self._watchers: tuple[_Queue, ...] = ()

    def publish(self, spans: Sequence[StoredSpan], traces: Sequence[TraceSummary]) -> None:
        """See `LiveBus.publish`."""
        with self._lock:
            self._number += 1
            change = Change(self._number, tuple(spans), tuple(traces))
            for watcher in self._watchers:
                watcher.put(change)

    def subscribe(self) -> _Queue:
        """See `LiveBus.subscribe`."""
        with self._lock:
            queue = _Queue(self, asyncio.get_running_loop(), self._number, self._queue_size)
            if self._closed:
                queue.end()
            self._watchers = (*self._watchers, queue)
        return queue

    def close(self) -> None:
        """See `LiveBus.close`."""
        with self._lock:
            self._closed = True
            for watcher in self._watchers:
                watcher.end()

    def remove(self, queue: _Queue) -> None:
        """Forget a watcher; one that is gone already is no error."""
        with self._lock:
            self._watchers = tuple(watcher for watcher in self._watchers if watcher is not queue)


class _Queue:
    """One watcher: filled under the bus's lock from any thread, emptied in the watcher's loop."""

    def __init__(self, bus: InProcessBus, loop: asyncio.AbstractEventLoop, start: int, size: int) -> None:
        self._bus = bus
        self._loop = loop
        self._start = start
        self._changes: deque[Change] = deque(maxlen=size)
        self._ended = False
        self._something = asyncio.Event()

    @property
    def start(self) -> int:
        return self._start

    def put(self, change: Change) -> None:
        """Add a change, pushing out the oldest when full."""
        self._changes.append(change)
        self._wake()

    def end(self) -> None:
        """Let `next` raise once what is queued has been taken."""
        self._ended = True
        self._wake()

    async def next(self) -> Change:
        while not self._changes:
            if self._ended:
                raise LiveEnded
            self._something.clear()
            if not self._changes and not self._ended:
                await self._something.wait()
        return self._changes.popleft()

    def close(self) -> None:
        self._bus.remove(self)

    def _wake(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._something.set)
