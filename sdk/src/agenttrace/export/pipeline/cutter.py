"""Cut what waits into numbered batches, at the pace of the agent: where the network lags, the disk takes over."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from opentelemetry.sdk.trace import ReadableSpan

from agenttrace.export.batch import Batch, Sender, encoded
from agenttrace.export.otlp import Encoder
from agenttrace.export.pipeline.outbox import Outbox
from agenttrace.export.pipeline.waiting import Waiting
from agenttrace.export.settings import ExportSettings
from agenttrace.export.spool import Spool


class Cutter:
    """The first worker: takes spans, redacts and encodes them, and hands batches to the outbox or to the spool."""

    def __init__(
        self,
        settings: ExportSettings,
        sender: Sender,
        waiting: Waiting,
        encoder: Encoder,
        outbox: Outbox,
        spool: Spool,
        now_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        self._settings = settings
        self._sender = sender
        self._waiting = waiting
        self._encoder = encoder
        self._outbox = outbox
        self._spool = spool
        self._now_ns = now_ns
        self.in_hand = 0
        """Spans that are neither waiting nor in a batch at this moment."""

    def turn(self) -> bool:
        """Wait for work, cut it, and pass on who asked to be told when it is safe; True, as there was no mishap."""
        self._waiting.wait_until_due()
        if self._waiting.hurries():
            self._keep_what_is_in_the_outbox()
        request = self._waiting.take_request()
        self._cut(self._waiting.take_unannounced())
        if request is None:
            self._cut(self._waiting.take_ended())
            return True
        for _ in range(1 + len(self._waiting) // self._settings.batch_size):
            self._cut(self._waiting.take_ended())
        if request.show_running:  # last: reading an open span takes a lock that the interrupted agent may hold
            self._cut([*self._waiting.announced(), *self._waiting.take_unannounced(all_of_them=True)])
        self._outbox.ask(request)
        return True

    def _cut(self, spans: Sequence[ReadableSpan]) -> None:
        self.in_hand = len(spans)
        for request in self._encoder.encode(spans):
            encoding, body = encoded(request.body, self._settings.compression)
            batch = Batch(
                sender=self._sender.id,
                number=self._sender.next_number(),
                project=self._settings.project,
                endpoint=self._settings.address,
                spans=request.spans,
                created_ns=self._now_ns(),
                encoding=encoding,
                body=body,
            )
            self._hand_over(batch)
        self.in_hand = 0

    def _hand_over(self, batch: Batch) -> None:
        if self._waiting.hurries() and self._spool.try_to_keep(batch):
            self._outbox.bell.ring()
        elif not self._outbox.put(batch):
            self._spool.write(batch)
            self._outbox.bell.ring()

    def _keep_what_is_in_the_outbox(self) -> None:
        """Move it to the spool. The one being sent stays there until a later try: twice is fine, never is not."""
        for place, batch in self._outbox.waiting():
            if not self._spool.try_to_keep(batch):
                return
            self._outbox.settle(place)
