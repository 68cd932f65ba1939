"""Carry batches to the server: fresh ones first, spooled ones between them, to the spool what cannot be delivered."""

from __future__ import annotations

import logging
import time
import zlib
from collections.abc import Callable
from dataclasses import replace

from agenttrace.export.batch import Batch, Sender, encoded
from agenttrace.export.guard import Say
from agenttrace.export.otlp import Outcome, Post, Verdict, halves
from agenttrace.export.otlp.encode import Encoded
from agenttrace.export.pipeline.destination import Destination
from agenttrace.export.pipeline.outbox import Outbox, Place
from agenttrace.export.pipeline.patience import Patience
from agenttrace.export.settings import ExportSettings
from agenttrace.export.spool import Spool
from agenttrace.export.stats import Counters

_SHORTEST_TIMEOUT_S = 0.05
_AWAY = "server away"
_MISCONFIGURED = "misconfigured"


class Courier:
    """The second worker: the only one that waits for the network."""

    def __init__(
        self,
        settings: ExportSettings,
        sender: Sender,
        outbox: Outbox,
        spool: Spool,
        destination: Destination,
        counters: Counters,
        say: Say,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._sender = sender
        self._outbox = outbox
        self._spool = spool
        self._destination = destination
        self._counters = counters
        self._say = say
        self._clock = clock
        self._post = Post(settings)
        self._patience = Patience(settings.backoff_first_s, settings.backoff_max_s, settings.retry_budget_s)
        self._last_verdict = Verdict.DELIVERED
        self._last_try = 0.0

    def turn(self) -> bool:
        """Do one thing, or wait until there is one to do; True, as there was no mishap."""
        self._outbox.answer()
        url = self._destination.resolve()
        oldest = self._outbox.oldest()
        now = self._clock()
        wait_s = 0.0 if self._owes_a_try() else self._patience.wait_s(now)
        if oldest is not None and (url is None or (wait_s > 0 and self._gives_up(now))):
            self._to_spool(*oldest)
        elif url is None:
            self._outbox.bell.wait(None)
        elif wait_s > 0:
            self._outbox.bell.wait(wait_s if oldest is not None or self._spool.may_hold_work else None)
        elif oldest is not None:
            self._deliver(url, *oldest)
        elif not self._drain_one(url):
            self._outbox.bell.wait(None)
        return True

    def close(self) -> None:
        self._post.close()

    def _owes_a_try(self) -> bool:
        """Return whether someone asked since the server was last found away: it may be back."""
        asked_at = self._outbox.asked_at()
        return asked_at is not None and self._last_verdict is Verdict.UNREACHABLE and self._last_try < asked_at

    def _gives_up(self, now: float) -> bool:
        """Return whether fresh batches go to the spool now instead of waiting for the server's next try."""
        if self._patience.is_exhausted(now):
            return True
        deadline = self._outbox.deadline()
        if deadline is None:
            return False
        is_alive = self._last_verdict is Verdict.BUSY
        return not is_alive or now + self._patience.wait_s(now) >= deadline

    def _deliver(self, url: str, place: Place, batch: Batch) -> None:
        outcome = self._send(url, batch)
        if outcome.verdict is Verdict.TOO_LARGE and (parts := self._split(batch)) is not None:
            self._outbox.replace(place, *parts)
            return
        if self._is_final(outcome, batch):
            self._outbox.settle(place)

    def _drain_one(self, url: str) -> bool:
        """Send the oldest spooled batch; False where there is none for this server."""
        if not self._spool.may_hold_work or self._outbox.deadline() is not None:
            return False
        claim = self._spool.claim_oldest(self._destination.may_take)
        if claim is None:
            return False
        try:
            outcome = self._send(url, claim.batch)
            if outcome.verdict is Verdict.TOO_LARGE and (parts := self._split(claim.batch)) is not None:
                is_done = self._spool.write(parts[0]) and self._spool.write(parts[1])
            else:
                is_done = self._is_final(outcome, claim.batch)
        except BaseException:
            claim.release()
            raise
        claim.discard() if is_done else claim.release()
        return True

    def _send(self, url: str, batch: Batch) -> Outcome:
        timeout_s = self._settings.request_timeout_s
        deadline = self._outbox.deadline()
        if deadline is not None:
            timeout_s = max(_SHORTEST_TIMEOUT_S, min(timeout_s, deadline - self._clock()))
        if self._patience.failures:
            self._counters.add(retries=1)
        self._last_try = self._clock()
        outcome = self._post.send(url, batch, self._counters.dropped, timeout_s)
        self._last_verdict = outcome.verdict
        return outcome

    def _is_final(self, outcome: Outcome, batch: Batch) -> bool:
        """Take note of how a request ended; True where the batch needs no other try."""
        if outcome.verdict is Verdict.DELIVERED:
            self._delivered(outcome, batch)
            return True
        self._counters.last_error = outcome.reason
        if outcome.verdict in (Verdict.REFUSED, Verdict.TOO_LARGE):
            self._patience.succeeded()
            self._refused(outcome, batch)
            return True
        at_least_s = outcome.retry_after_s
        if outcome.verdict is Verdict.MISCONFIGURED:
            self._say.once(_MISCONFIGURED, logging.ERROR, f"spans are not delivered: {outcome.reason}")
            at_least_s = max(self._settings.backoff_max_s, self._settings.retry_budget_s)
        else:
            self._say.once(_AWAY, logging.WARNING, f"spans wait for the server: {outcome.reason}")
        self._patience.failed(self._clock(), at_least_s)
        return False

    def _delivered(self, outcome: Outcome, batch: Batch) -> None:
        self._patience.succeeded()
        self._counters.add(sent=batch.spans - outcome.rejected, rejected=outcome.rejected)
        self._counters.last_success_ns = time.time_ns()
        self._say.over(_AWAY, "the server takes spans again")
        self._say.over(_MISCONFIGURED, "the server takes spans again")
        if outcome.rejected:
            self._say.once("partial", logging.ERROR, f"the server refused {outcome.rejected} spans: {outcome.reason}")

    def _refused(self, outcome: Outcome, batch: Batch) -> None:
        self._counters.add(rejected=batch.spans)
        self._spool.reject(batch, outcome.reason)
        self._say.once(
            "refused",
            logging.ERROR,
            f"the server refused a batch, a copy is in {self._settings.spool_folder / 'rejected'}: {outcome.reason}",
        )

    def _to_spool(self, place: Place, batch: Batch) -> None:
        self._spool.write(batch)
        self._outbox.settle(place)

    def _split(self, batch: Batch) -> tuple[Batch, Batch] | None:
        """Return the halves of a batch: one keeps its number, the other gets a new one of ours."""
        try:
            parts = halves(batch.plain_body())
        except (OSError, EOFError, zlib.error):
            return None
        if parts is None:
            return None
        first = _with_spans(batch, parts[0], self._settings.compression)
        second = _with_spans(batch, parts[1], self._settings.compression)
        return first, replace(second, sender=self._sender.id, number=self._sender.next_number())


def _with_spans(batch: Batch, part: Encoded, compression: str) -> Batch:
    encoding, body = encoded(part.body, compression)
    return replace(batch, spans=part.spans, encoding=encoding, body=body)
