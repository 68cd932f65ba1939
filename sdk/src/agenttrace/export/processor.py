"""Take spans from OpenTelemetry without ever blocking or breaking the agent, and hand them to the pipeline."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor

from agenttrace.export import lifecycle
from agenttrace.export.guard import Say, contained
from agenttrace.export.otlp import Redact
from agenttrace.export.pipeline import Destination, Pipeline
from agenttrace.export.settings import ExportSettings
from agenttrace.export.stats import ExportStats


class ExportProcessor(SpanProcessor):
    """Send every sampled span to the server, and show the long ones while they still run.

    `redact` is called on a worker thread with the attributes of a span, an event, a link or a resource, and with a
    span's name and error text; what it returns is all that leaves the process or touches the disk.

    Nothing here raises. Only `force_flush` and `shutdown` wait, and no longer than they say.
    """

    def __init__(self, settings: ExportSettings, redact: Redact | None = None) -> None:
        self._settings = settings
        self._redact = redact
        self._say = Say()
        self._destination = Destination(settings)
        self._pipeline = Pipeline(settings, redact, self._say, self._destination)
        self._is_shut_down = False
        lifecycle.follow(self)

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        if span.get_span_context().trace_flags.sampled:
            contained(self._say, "note an open span", partial(self._pipeline.opened, span), None)

    def on_end(self, span: ReadableSpan) -> None:
        context = span.get_span_context()
        if context is not None and context.trace_flags.sampled:
            contained(self._say, "take an ended span", partial(self._pipeline.ended, span, context.span_id), None)

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Return True once every span ended so far is acknowledged by the server or, where there is none, spooled."""
        return contained(self._say, "flush", partial(self._pipeline.settle, timeout_millis / 1000), False)

    def shutdown(self) -> None:
        """Send or spool everything within `shutdown_timeout_s`, then stop. Later spans are dropped and counted."""
        if self._is_shut_down:
            return
        self._is_shut_down = True
        try:
            contained(self._say, "shut down", partial(self._pipeline.close, self._settings.shutdown_timeout_s), None)
        finally:
            lifecycle.leave(self)  # only now: a SIGTERM while we wait must not take what is still in memory

    def stats(self) -> ExportStats:
        """Return what became of the spans of this process so far."""
        return self._pipeline.stats()

    def bring_to_safety(self) -> None:
        """Send or spool everything, spans still open included, within `shutdown_timeout_s`, and go on."""
        timeout_s = self._settings.shutdown_timeout_s
        contained(self._say, "bring spans to safety", partial(self._pipeline.bring_to_safety, timeout_s), None)

    def make_haste(self, for_s: float) -> None:
        """Have everything that ended, and what ends in the next `for_s`, in the spool or sent at once."""
        contained(self._say, "make haste", partial(self._pipeline.make_haste, for_s), None)

    def after_fork(self) -> None:
        """Begin anew: what was waiting, the connection and the threads are the parent's."""
        self._destination = replace(self._destination)
        self._pipeline = Pipeline(self._settings, self._redact, self._say, self._destination)
