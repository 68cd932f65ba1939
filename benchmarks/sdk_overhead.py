"""What one span costs the agent: our SDK beside the bare OpenTelemetry SDK, side by side in one run.

A span is a nested start and end with 10 attributes and a 2 KB prompt. The bare SDK has a batch processor whose
exporter throws spans away; ours has its whole export path, to a receiver on loopback that answers 200.
The promise is less than 1 ms a span.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult

import agenttrace as at

PROMPT = "Why was I charged twice for order 88213? " * 50  # 2,050 characters
ATTRIBUTES: dict[str, str | int] = {f"attribute.{number}": f"value {number}" for number in range(8)}
SPANS_A_ROUND = 2_000
ROUNDS = 15
PROMISE_US = 1_000


class Discard(SpanExporter):
    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return SpanExportResult.SUCCESS


class Accept(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def a_receiver() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Accept)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def bare() -> None:
    with TRACER.start_as_current_span("call") as span:
        span.set_attributes(ATTRIBUTES)
        span.set_attribute("gen_ai.usage.input_tokens", 1200)
        span.set_attribute("prompt", PROMPT)


def ours() -> None:
    with at.span("call", type=at.SpanType.LLM_CALL) as span:
        span.set_attributes(ATTRIBUTES)
        span.set_attribute("gen_ai.usage.input_tokens", 1200)
        span.set_attribute("prompt", PROMPT)


@at.trace(name="call", span_type=at.SpanType.LLM_CALL, capture_input=False, capture_output=False)
def decorated() -> None:
    """Stand for a traced function."""


def microseconds(one: Callable[[], None]) -> float:
    started = time.perf_counter_ns()
    for _ in range(SPANS_A_ROUND):
        one()
    return (time.perf_counter_ns() - started) / SPANS_A_ROUND / 1_000


def measure(parent: Callable[[], object], one: Callable[[], None]) -> float:
    with parent():  # type: ignore[attr-defined]
        return microseconds(one)


def main() -> int:
    """Print the medians and their ratios."""
    global TRACER
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(Discard(), max_queue_size=100_000))
    TRACER = provider.get_tracer("bare")
    decorated_before_init = [microseconds(decorated) for _ in range(3)]
    with tempfile.TemporaryDirectory() as home, a_receiver() as endpoint:
        at.init(project="bench", endpoint=endpoint, auto_instrument=False, home=home)
        rounds: dict[str, list[float]] = {"bare": [], "ours": [], "decorated": []}
        for _ in range(ROUNDS):
            rounds["bare"].append(measure(lambda: TRACER.start_as_current_span("parent"), bare))
            rounds["ours"].append(measure(lambda: at.span("parent"), ours))
            rounds["decorated"].append(measure(lambda: at.span("parent"), decorated))
            at.flush()  # between rounds, so that every round starts with an empty queue
        at.shutdown()
    provider.shutdown()
    report(rounds, statistics.median(decorated_before_init))
    return 0


def report(rounds: dict[str, list[float]], before_init: float) -> None:
    median = {name: statistics.median(values) for name, values in rounds.items()}
    ratios = [ours / bare for ours, bare in zip(rounds["ours"], rounds["bare"], strict=True)]
    print(f"bare OpenTelemetry SDK     {median['bare']:8.1f} us a span")
    print(f"agenttrace.span            {median['ours']:8.1f} us a span")
    print(f"@agenttrace.trace          {median['decorated']:8.1f} us a span (no attributes)")
    print(f"@agenttrace.trace, no init {before_init:8.2f} us a call")
    spread = f"(rounds {min(ratios):.2f} to {max(ratios):.2f})"
    print(f"ratio ours / bare          {statistics.median(ratios):8.2f}   {spread}")
    print(f"share of the 1 ms promise  {median['ours'] / PROMISE_US:8.1%}")


if __name__ == "__main__":
    sys.exit(main())
