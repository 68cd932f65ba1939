"""Keep finished spans in memory, to look at them in a test."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import cached_property

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult


class InMemoryExporter(SpanExporter):
    """An OpenTelemetry exporter that keeps finished spans in the order in which they ended. Safe in many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spans: list[ReadableSpan] = []
        self._is_shut_down = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Keep the spans; after `shutdown` none is taken any more."""
        with self._lock:
            if self._is_shut_down:
                return SpanExportResult.FAILURE
            self._spans.extend(spans)
            return SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        with self._lock:
            self._is_shut_down = True

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return True

    @property
    def spans(self) -> tuple[ReadableSpan, ...]:
        """The spans that have ended so far."""
        with self._lock:
            return tuple(self._spans)

    def by_name(self, name: str) -> tuple[ReadableSpan, ...]:
        """Return the spans of that name."""
        return tuple(span for span in self.spans if span.name == name)

    def clear(self) -> None:
        """Forget the spans."""
        with self._lock:
            self._spans.clear()

    @cached_property
    def tracer_provider(self) -> TracerProvider:
        """A tracer provider of its own, not the global one, whose spans arrive here when they end."""
        provider = TracerProvider(resource=Resource.get_empty(), shutdown_on_exit=False)
        provider.add_span_processor(SimpleSpanProcessor(self))
        return provider
