"""Bring a batch into the store: logs and points first, then the spans with what the logs say of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

import structlog

from agenttrace.model import Span
from agenttrace_server.config import Settings
from agenttrace_server.pipeline.aggregate import aggregate
from agenttrace_server.pipeline.batch import MISTAKES, Stages, Work, stage_named
from agenttrace_server.pipeline.enrich import enrich
from agenttrace_server.pipeline.logs.following import RunKey, followed, runs_touched
from agenttrace_server.pipeline.logs.joining import joined
from agenttrace_server.pipeline.turns import with_models
from agenttrace_server.store.api import Store, Written
from agenttrace_server.store.api.arriving.open_span import reopened

_log = structlog.get_logger()
_NS_PER_S: Final = 1_000_000_000
_NOT_YET: Final = 0
"""The offset of a write that is not the last one of its batch: the batch is not done."""


class Landing:
    """Writes one batch after the other. What it makes of a batch depends on all that came, not on the order."""

    def __init__(self, store: Store, stages: Stages, settings: Settings) -> None:
        self._store = store
        self._stages = stages
        self._price = stage_named("price", stages)
        self._finish = partial(enrich, preview_chars=settings.preview_chars)
        self._logs_ns = settings.logs_retain_s * _NS_PER_S
        self._points_ns = settings.otel_metrics_retain_s * _NS_PER_S

    def write(self, work: Work) -> Written:
        """Write a batch and move the store's offset behind it. Log records are durable before the spans are."""
        self._store.signals.write_logs(work.logs)
        self._store.signals.write_points(work.points)
        written = self._write_spans(work)
        if work.logs or work.points:
            self._store.signals.forget_before(work.received_ns - self._logs_ns, work.received_ns - self._points_ns)
        return written

    def _write_spans(self, work: Work) -> Written:
        joining = joined(self._store, work.deltas, work.logs, self._finish)
        deltas = with_models(self._store, joining, self._price)
        runs = runs_touched(self._store, deltas, work.logs)
        if not runs:
            return self._store.write(deltas, work.next_offset)
        arrived = self._store.write(deltas, _NOT_YET)
        made = aggregate(span for run in sorted(runs) for span in self._made(run))
        told = self._store.write(made, work.next_offset)
        return Written(arrived.spans + told.spans, arrived.traces + told.traces)

    def _made(self, run: RunKey) -> Iterator[Span]:
        """A run that our reading cannot bear is said to be so, and keeps its logs; the line goes on."""
        try:
            for span in followed(self._store, run):
                yield self._through(reopened(span))
        except MISTAKES as error:
            _log.error("logs of an agent could not become spans", project=run[0], run=run[1], reason=repr(error))

    def _through(self, span: Span) -> Span:
        for _, stage in self._stages:
            span = stage(span)
        return span
