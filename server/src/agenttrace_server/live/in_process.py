"""Carry changes from the pipeline's thread to the event loop of the same process."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Sequence

from agenttrace_server.live.protocol import Change, LiveEnded
from agenttrace_server.store.api.records import StoredSpan, TraceSummary

SPANS_KEPT = 5_000
"""A watcher is told of 1,000 spans a message; more than a few messages' worth only holds memory."""


class InProcessBus:
    """A `LiveBus` that holds at most `queue_size` changes for each watcher, and the latest at most `SPANS_KEPT` spans.

    One change is always kept, however large; watchers share them, so many slow ones hold no more than one.
    """

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
    """One watcher: filled from the pipeline's thread, emptied in the watcher's loop. `put` never leaves it empty."""

    def __init__(self, bus: InProcessBus, loop: asyncio.AbstractEventLoop, start: int, size: int) -> None:
        self._bus = bus
        self._loop = loop
        self._start = start
        self._size = size
        self._changes: deque[Change] = deque()
        self._spans = 0
        self._lock = threading.Lock()
        self._ended = False
        self._something = asyncio.Event()

    @property
    def start(self) -> int:
        return self._start

    def put(self, change: Change) -> None:
        """Add a change, pushing out the oldest when full."""
        with self._lock:
            self._changes.append(change)
            self._spans += len(change.spans)
            while len(self._changes) > self._size or (self._spans > SPANS_KEPT and len(self._changes) > 1):
                self._spans -= len(self._changes.popleft().spans)
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
        with self._lock:
            change = self._changes.popleft()
            self._spans -= len(change.spans)
        return change

    def close(self) -> None:
        self._bus.remove(self)

    def _wake(self) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._something.set)
