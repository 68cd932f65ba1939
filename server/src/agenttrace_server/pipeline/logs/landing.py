"""Bring a batch into the store: the log records first, then the spans with what the logs say of them."""

from __future__ import annotations

from agenttrace_server.pipeline.batch import Work
from agenttrace_server.pipeline.logs.joining import Finish, joined
from agenttrace_server.store.api import Store, Written


class Landing:
    """Writes one batch after the other. What it makes of a batch depends on all that came, not on the order."""

    def __init__(self, store: Store, finish: Finish) -> None:
        self._store = store
        self._finish = finish

    def write(self, work: Work) -> Written:
        """Write a batch and move the store's offset behind it. Log records are durable before the spans are."""
        if work.logs:
            self._store.signals.write_logs(work.logs)
        deltas = joined(self._store, work.deltas, work.logs, self._finish)
        return self._store.write(deltas, work.next_offset)
