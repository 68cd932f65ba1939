"""Run one programme inside its own environment: spans go to the server by OTLP/HTTP, its emitter is switched on first.

python -P launch.py OTLP_URL PROJECT PROGRAM SWITCH REPORT_FILE [in_span]    knows nothing of AgentTrace
"""

from __future__ import annotations

import json
import runpy
import sys
import threading
from pathlib import Path

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


class Counting(SpanProcessor):
    """Counts the spans that ended, so that the reader knows when all have arrived."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.ended = 0

    def on_end(self, span: ReadableSpan) -> None:
        if span.context is not None and span.context.trace_flags.sampled:
            with self._lock:
                self.ended += 1


def main() -> None:
    endpoint, project, program, switch, report, *in_span = sys.argv[1:]
    counting = Counting()
    provider = TracerProvider(resource=Resource.create({"service.name": project}))
    provider.add_span_processor(counting)
    exporter = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", headers={"x-agenttrace-project": project})
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    flush = runpy.run_path(switch)["switch_on"](provider)
    main_of_program = runpy.run_path(program)["main"]
    if in_span:
        with provider.get_tracer("the.application").start_as_current_span("POST /ask"):
            main_of_program()
    else:
        main_of_program()
    if flush is not None:
        flush()
    provider.shutdown()
    Path(report).write_text(json.dumps({"spans": counting.ended}))


if __name__ == "__main__":
    main()
