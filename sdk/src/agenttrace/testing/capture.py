"""Let the spans that `agenttrace` makes land in one test's exporter, whatever the process exports to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agenttrace.testing.exporter import InMemoryExporter
from agenttrace.tracing.provider import InheritingOutlet, Outlet, runtime


@contextmanager
def captured_spans() -> Iterator[InMemoryExporter]:
    """Yield an exporter that gets the spans of decorators, `span` and `session`, and of its own `tracer_provider`.

    It works without `agenttrace.init()`. What was traced to before is traced to again afterwards.
    """
    exporter = InMemoryExporter()
    # The outlet leads nowhere: it only puts session and agent on spans; the exporter gets them by itself.
    exporter.tracer_provider.add_span_processor(InheritingOutlet(Outlet(), runtime.inheritance))
    before = runtime.tracer, runtime.running
    runtime.tracer, runtime.running = exporter.tracer_provider.get_tracer("agenttrace"), True
    try:
        yield exporter
    finally:
        runtime.tracer, runtime.running = before
        exporter.tracer_provider.shutdown()
