"""Put the parts of one process's export together, start its two threads, and bring everything to safety at the end."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable

from opentelemetry.context import _SUPPRESS_INSTRUMENTATION_KEY, attach, set_value
from opentelemetry.sdk.trace import ReadableSpan, Span

from agenttrace.export.batch import Sender
from agenttrace.export.guard import Say, contained
from agenttrace.export.otlp import Encoder, Redact
from agenttrace.export.pipeline.courier import Courier
from agenttrace.export.pipeline.cutter import Cutter
from agenttrace.export.pipeline.destination import Destination
from agenttrace.export.pipeline.outbox import Outbox
from agenttrace.export.pipeline.settle import Settle
from agenttrace.export.pipeline.waiting import Waiting
from agenttrace.export.settings import ExportSettings
from agenttrace.export.spool import Spool
from agenttrace.export.stats import Counters, ExportStats

_RESERVE_SHARE = 0.2
_LONGEST_RESERVE_S = 1.0
"""Of the time to leave, this much is kept for writing to the spool what was not sent."""
_PAUSE_AFTER_MISHAP_S = 1.0
_WAIT_FOR_SAFETY_S = 0.25
"""The longest that the end of a span holds the agent up, in a process that may be killed at any moment."""


class Pipeline:
    """Everything that moves spans in one process. A forked child makes its own and leaves the parent's alone."""

    def __init__(self, settings: ExportSettings, redact: Redact | None, say: Say, destination: Destination) -> None:
        self._settings = settings
        self._say = say
        self._counters = Counters()
        self._sender = Sender()
        self._destination = destination
        self._waiting = Waiting(settings)
        self._outbox = Outbox(settings.queue_bytes)
        self._spool = Spool(
            settings.spool_folder,
            max_bytes=settings.spool_max_bytes,
            max_age_s=settings.spool_max_age_s,
            counters=self._counters,
            say=say,
        )
        encoder = Encoder(redact, settings.batch_bytes, self._counters, say)
        self._cutter = Cutter(settings, self._sender, self._waiting, encoder, self._outbox, self._spool)
        self._courier = Courier(
            settings, self._sender, self._outbox, self._spool, self._destination, self._counters, say
        )
        self._threads: tuple[threading.Thread, ...] = ()
        self._starting = threading.RLock()
        self._closed = threading.Event()
        self._may_be_killed = False
        self._leaves_by = math.inf
        """On the monotonic clock: a signal that comes while the process is leaving does not give it more time."""

    def opened(self, span: Span) -> None:
        if not self._closed.is_set():
            self._ensure_started()
            self._waiting.opened(span)

    def ended(self, span: ReadableSpan, span_id: int) -> None:
        if self._closed.is_set():
            self._counters.add(dropped=1)
            return
        self._ensure_started()
        if not self._waiting.ended(span, span_id):
            self._counters.add(dropped=1)
            self._say.once("queue full", logging.ERROR, "spans are lost: they end faster than they can be encoded")
        elif self._may_be_killed:
            self.settle(_WAIT_FOR_SAFETY_S)

    def settle(self, timeout_s: float) -> bool:
        """Return whether everything ended so far was acknowledged or spooled within `timeout_s`."""
        if not self._threads or self._closed.is_set():
            return True
        now = time.monotonic()
        request = Settle(now, now + timeout_s, show_running=False)
        self._waiting.ask(request)
        return request.settled.wait(timeout_s)

    def make_haste(self, for_s: float) -> None:
        """From now on, for `for_s`, keep every span on disk as soon as it has ended, until it is sent.

        Where that is for ever the process may be killed at any moment, so the agent waits a few milliseconds for it.
        """
        self._may_be_killed = self._may_be_killed or for_s == math.inf
        self._waiting.make_haste(for_s)

    def bring_to_safety(self, timeout_s: float) -> None:
        """Send what can be sent and spool the rest, open spans included as running; return within `timeout_s`."""
        if not self._threads or self._closed.is_set():
            return
        now = time.monotonic()
        deadline = min(now + timeout_s, self._leaves_by)
        reserve_s = min(_LONGEST_RESERVE_S, max(0.0, deadline - now) * _RESERVE_SHARE)
        request = Settle(now, deadline - reserve_s, show_running=True)
        self._waiting.ask(request)
        try:
            request.settled.wait(deadline - reserve_s - now)
        finally:  # also when Ctrl-C ends the waiting
            if not request.settled.is_set():
                self._spool_the_rest(request, deadline)

    def _spool_the_rest(self, request: Settle, deadline: float) -> None:
        request.cut.wait(max(0.0, deadline - time.monotonic()))
        for batch in self._outbox.take_all():  # the one being sent is among them: twice is fine, never is not
            if time.monotonic() < deadline:
                self._spool.write(batch, hurry=True)
            else:
                self._counters.add(dropped=batch.spans)

    def close(self, timeout_s: float) -> None:
        """Bring everything to safety and stop the threads, within `timeout_s`; later spans are dropped and counted."""
        self._leaves_by = time.monotonic() + timeout_s
        try:
            self.bring_to_safety(timeout_s)
        finally:
            self._stop()
        for thread in self._threads:
            thread.join(max(0.0, self._leaves_by - time.monotonic()))

    def _stop(self) -> None:
        self._closed.set()
        lost = self._in_memory()
        if lost:
            self._counters.add(dropped=lost)
        if self._counters.dropped:
            self._say.once("lost", logging.ERROR, f"{self._counters.dropped} spans were lost by this process")
        self._waiting.close()
        self._outbox.bell.ring()

    def stats(self) -> ExportStats:
        counters = self._counters
        return ExportStats(
            queued=self._in_memory(),
            sent=counters.sent,
            spooled=counters.spooled,
            dropped=counters.dropped,
            rejected=counters.rejected,
            unredacted=counters.unredacted,
            retries=counters.retries,
            last_error=counters.last_error,
            last_success_ns=counters.last_success_ns,
            sender=self._sender.id,
            endpoint=self._destination.url,
        )

    def _in_memory(self) -> int:
        return len(self._waiting) + self._cutter.in_hand + self._outbox.spans()

    def _ensure_started(self) -> None:
        if self._threads:
            return
        with self._starting:
            if self._threads:
                return
            threads = (
                threading.Thread(target=self._cut, name="agenttrace-cutter", daemon=True),
                threading.Thread(target=self._carry, name="agenttrace-courier", daemon=True),
            )
            for thread in threads:
                thread.start()
            self._threads = threads

    def _cut(self) -> None:
        self._run("cut batches", self._cutter.turn)

    def _carry(self) -> None:
        self._run("carry batches", self._courier.turn)
        self._courier.close()

    def _run(self, doing: str, turn: Callable[[], bool]) -> None:
        """Take turns until closed; what this thread does is not traced."""
        attach(set_value(_SUPPRESS_INSTRUMENTATION_KEY, True))
        while not self._closed.is_set():
            if not contained(self._say, doing, turn, False):
                self._closed.wait(_PAUSE_AFTER_MISHAP_S)
