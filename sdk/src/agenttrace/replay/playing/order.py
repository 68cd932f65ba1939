"""Let concurrent answers come to their end in the order of the recorded run."""

from __future__ import annotations

import asyncio
import threading
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from agenttrace.replay.report import FidelityReport
from agenttrace.replay.tape.entries import Entry

_LOOK_AGAIN_S = 0.001


class Order:
    """Knows which answers had come before which. An answer waits for those that were under way beside it.

    A program that goes another way may never ask for them: the wait has a limit, and who was waited for in vain is
    not waited for again.
    """

    def __init__(self, entries: Iterable[Entry], grace_s: float, report: FidelityReport) -> None:
        ended = [(entry.end_ns, number, entry) for number, entry in enumerate(entries) if entry.end_ns is not None]
        self._by_end = [entry for _, _, entry in sorted(ended, key=lambda each: each[:2])]
        self._ends = [entry.end_ns or 0 for entry in self._by_end]
        self._pending = {id(entry) for entry in self._by_end}
        self._grace_s = grace_s
        self._report = report
        self._lock = threading.Lock()

    def wait(self, entry: Entry) -> None:
        """Return when it is this entry's turn to end; at once where waiting would stop the event loop."""
        deadline = time.monotonic() + self._grace_s
        while not _in_event_loop() and not self._may_end(entry, deadline):
            time.sleep(_LOOK_AGAIN_S)

    async def wait_async(self, entry: Entry) -> None:
        """Return when it is this entry's turn to end."""
        deadline = time.monotonic() + self._grace_s
        while not self._may_end(entry, deadline):  # noqa: ASYNC110 - threads end answers too, and set no Event of a loop
            await asyncio.sleep(_LOOK_AGAIN_S)

    def done(self, entry: Entry) -> None:
        """The entry has ended: whoever waits for it may go on."""
        with self._lock:
            self._pending.discard(id(entry))

    def _may_end(self, entry: Entry, deadline: float) -> bool:
        if entry.end_ns is None:
            return True
        with self._lock:
            first = bisect_right(self._ends, entry.start_ns)
            before = self._by_end[first : bisect_left(self._ends, entry.end_ns)]
            missing = [each for each in before if id(each) in self._pending and each is not entry]
            if not missing:
                return True
            if time.monotonic() < deadline:
                return False
            self._pending -= {id(each) for each in missing}
        self._report.note(f"the order was not kept: {entry.title} waited in vain for {missing[0].title}")
        return True


def _in_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
