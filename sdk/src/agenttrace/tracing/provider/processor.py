"""Pass the spans of a provider to the export of the moment, with what they inherit on them."""

from __future__ import annotations

from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor

from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.provider.inheritance import Inheritance

_STARTING = never_break_the_agent("passing on the start of a span")
_ENDING = never_break_the_agent("passing on the end of a span")
_FLUSHING = never_break_the_agent("flushing")


class Outlet(SpanProcessor):
    """What we add to our own provider. It stays for the life of the process; its target is replaced."""

    def __init__(self) -> None:
        self._target: SpanProcessor | None = None

    def send_to(self, target: SpanProcessor | None) -> None:
        """Replace the target; the one before is the caller's to shut down."""
        self._target = target

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Tell the target."""
        target = self._target
        if target is not None:
            with _STARTING:
                target.on_start(span, parent_context)

    def on_end(self, span: ReadableSpan) -> None:
        """Tell the target."""
        target = self._target
        if target is not None:
            with _ENDING:
                target.on_end(span)

    def shutdown(self) -> None:
        """Shut the target down; spans that end later go nowhere."""
        target, self._target = self._target, None
        if target is not None:
            target.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Return whether everything that ended is delivered or safe on disk."""
        target = self._target
        if target is None:
            return True
        with _FLUSHING:
            return target.force_flush(timeout_millis)
        return False


class Both(SpanProcessor):
    """Two targets as one: a failure of the second is no failure of the first."""

    def __init__(self, first: SpanProcessor, second: SpanProcessor) -> None:
        self._first = first
        self._second = second

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Tell both."""
        self._first.on_start(span, parent_context)
        with _STARTING:
            self._second.on_start(span, parent_context)

    def on_end(self, span: ReadableSpan) -> None:
        """Tell both."""
        self._first.on_end(span)
        with _ENDING:
            self._second.on_end(span)

    def shutdown(self) -> None:
        """Shut both down."""
        self._first.shutdown()
        with _ENDING:
            self._second.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Flush the first; the second keeps nothing."""
        return self._first.force_flush(timeout_millis)


class InheritingOutlet(Outlet):
    """What we add to a provider of the user's, whose sampler is not ours: it also writes what a span inherits."""

    def __init__(self, outlet: Outlet, inheritance: Inheritance) -> None:
        super().__init__()
        self._target = outlet
        self._inheritance = inheritance

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Write, then tell."""
        with _STARTING:
            inherited = self._inheritance.of(parent_context, span.parent, span.attributes or {})
            if inherited:
                span.set_attributes(inherited)
        super().on_start(span, parent_context)

    def shutdown(self) -> None:
        """Deliver what there is: the user's provider is going away, ours to stop is only `shutdown()`."""
        self.force_flush()
