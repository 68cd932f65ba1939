"""Give one recorded answer again, at once or with its times."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

from agenttrace.recording.http.errors import is_cancellation
from agenttrace.recording.tape.exchange import Failure, Headers
from agenttrace.recording.tape.open_exchange import EOF, LEFT
from agenttrace.replay.divergence import Diverged, ReplayDivergence
from agenttrace.replay.playing.order import Order
from agenttrace.replay.report import FidelityReport
from agenttrace.replay.tape.entries import Entry, ExchangeEntry

_NS_PER_S = 1_000_000_000


class Playback:
    """One answer. What the recorded run never got to see is the end of the replay."""

    def __init__(
        self, entry: ExchangeEntry, order: Order, report: FidelityReport, *, in_real_time: bool, turn_of: Entry
    ) -> None:
        """`turn_of`: the recorded entry that this answer, edited or not, stands for in the order."""
        self._entry = entry
        self._turn_of = turn_of
        self._order = order
        self._report = report
        self._in_real_time = in_real_time
        self._began_s = time.monotonic()
        self._ended = entry.end_ns is not None and entry.outcome is not None
        self.status: int | None = entry.status
        self.headers: Headers = entry.headers
        failure = entry.failure
        self._is_cancelled = failure is not None and is_cancellation(failure)
        self.failure: Failure | None = None if self._is_cancelled else failure

    def wait(self) -> None:
        """Return when the head may come; a failure without an answer comes in its order."""
        self._sleep_until(self._entry.head_ns)
        if self.status is None:
            self._check_end()
            self._order.wait(self._turn_of)
            self._order.done(self._turn_of)

    async def wait_async(self) -> None:
        """Return when the head may come; a failure without an answer comes in its order."""
        await asyncio.sleep(self._seconds_until(self._entry.head_ns))
        if self.status is None:
            await self._cancelled_again()
            self._check_end()
            await self._order.wait_async(self._turn_of)
            self._order.done(self._turn_of)

    def chunks(self) -> Iterator[bytes]:
        """Yield the body; before its last piece, those answers end that had ended before."""
        last = len(self._entry.chunks) - 1
        try:
            for number, (at_ns, data) in enumerate(self._entry.chunks):
                self._sleep_until(at_ns)
                if number == last:
                    self._order.wait(self._turn_of)
                yield data
            self._check_end()
        finally:
            self.done()

    async def chunks_async(self) -> AsyncIterator[bytes]:
        """Yield the body; before its last piece, those answers end that had ended before."""
        last = len(self._entry.chunks) - 1
        try:
            for number, (at_ns, data) in enumerate(self._entry.chunks):
                await asyncio.sleep(self._seconds_until(at_ns))
                if number == last:
                    await self._order.wait_async(self._turn_of)
                yield data
            await self._cancelled_again()
            self._check_end()
        finally:
            self.done()

    def done(self) -> None:
        """Let the answers go on that came after this one."""
        self._order.done(self._turn_of)

    def _sleep_until(self, at_ns: int) -> None:
        seconds = self._seconds_until(at_ns)
        if seconds > 0:
            time.sleep(seconds)

    def _seconds_until(self, at_ns: int) -> float:
        if not self._in_real_time:
            return 0.0
        return max(0.0, self._began_s + at_ns / _NS_PER_S - time.monotonic())

    async def _cancelled_again(self) -> None:
        """Wait to be cancelled as the recorded run was, whatever had made it do so."""
        if self._is_cancelled:
            await asyncio.Event().wait()

    def _check_end(self) -> None:
        if self._ended and (self._entry.outcome == EOF or self.failure is not None):
            return
        if self._entry.outcome == LEFT:
            reason = "the recorded program had let go of this answer here"
        elif self._is_cancelled:
            reason = "the recorded program was interrupted here"
        else:
            reason = "the recording ends here: the run ended before this was answered"
            self._report.ended = f"step {self._entry.step}: {reason}"
        diverged = Diverged(what=self._entry.title, lane=self._entry.lane, reason=reason, step=self._entry.step)
        self._report.diverged.append(diverged)
        raise ReplayDivergence(diverged)
