"""What one span costs the agent: our SDK beside the bare OpenTelemetry SDK, side by side in one run.

A span is a nested start and end with 10 attributes and a 2 KB prompt. Beside the bare SDK whose exporter throws spans
away stands the same SDK with its stock OTLP encoding, gzipped and posted to the receiver that also takes ours.
The first lines are the time that the agent's thread loses; the last ones are the processor time of all threads (the
receiver's too, in both) from the first span until the last is acknowledged. The promise is less than 1 ms a span.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import urllib3
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Tracer

import agenttrace as at

PROMPT = "Why was I charged twice for order 88213? " * 50  # 2,050 characters
ATTRIBUTES: dict[str, str | int] = {f"attribute.{number}": f"value {number}" for number in range(8)}
SPANS_A_ROUND = 2_000
ROUNDS = 15
PROMISE_US = 1_000


class Discard(SpanExporter):
    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return SpanExportResult.SUCCESS


class StockOtlp(SpanExporter):
    """What OpenTelemetry's own OTLP/HTTP exporter does: encode, gzip, post. It redacts nothing."""

    def __init__(self, endpoint: str) -> None:
        self._url = f"{endpoint}/v1/traces"
        self._pool = urllib3.PoolManager()
        self._headers = {"content-type": "application/x-protobuf", "content-encoding": "gzip"}

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        body = gzip.compress(encode_spans(spans).SerializeToString())
        self._pool.request("POST", self._url, body=body, headers=self._headers)
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


def one_with(tracer: Tracer) -> None:
    with tracer.start_as_current_span("call") as span:
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


class Side:
    """One of the three, with what it took in each round."""

    def __init__(self, parent: Callable[[], object], one: Callable[[], None], deliver: Callable[[], object]) -> None:
        self._parent, self._one, self._deliver = parent, one, deliver
        self.thread_us: list[float] = []
        self.total_cpu_us: list[float] = []

    def run(self) -> None:
        cpu_before = time.process_time_ns()
        self.thread_us.append(measure(self._parent, self._one))
        self._deliver()
        self.total_cpu_us.append((time.process_time_ns() - cpu_before) / SPANS_A_ROUND / 1_000)


def of_opentelemetry(exporter: SpanExporter) -> tuple[Side, TracerProvider]:
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(exporter, max_queue_size=100_000))
    tracer = provider.get_tracer("bare")
    side = Side(lambda: tracer.start_as_current_span("parent"), lambda: one_with(tracer), provider.force_flush)
    return side, provider


def main() -> int:
    """Print the medians and their ratios."""
    decorated_before_init = [microseconds(decorated) for _ in range(3)]
    with tempfile.TemporaryDirectory() as home, a_receiver() as endpoint:
        bare, bare_provider = of_opentelemetry(Discard())
        stock, stock_provider = of_opentelemetry(StockOtlp(endpoint))
        at.init(project="bench", endpoint=endpoint, auto_instrument=False, home=home)
        mine = Side(lambda: at.span("parent"), ours, at.flush)
        with_decorator = Side(lambda: at.span("parent"), decorated, at.flush)
        for _ in range(ROUNDS):
            for side in (bare, stock, mine, with_decorator):
                side.run()
        at.shutdown()
        bare_provider.shutdown()
        stock_provider.shutdown()
    report(bare, stock, mine, with_decorator, statistics.median(decorated_before_init))
    return 0


def report(bare: Side, stock: Side, mine: Side, with_decorator: Side, before_init: float) -> None:
    median = statistics.median
    print(f"bare OpenTelemetry SDK     {median(bare.thread_us):8.1f} us a span")
    print(f"  with its OTLP export     {median(stock.thread_us):8.1f} us a span")
    print(f"agenttrace.span            {median(mine.thread_us):8.1f} us a span")
    print(f"@agenttrace.trace          {median(with_decorator.thread_us):8.1f} us a span (no attributes)")
    print(f"@agenttrace.trace, no init {before_init:8.2f} us a call")
    print(f"ratio ours / bare          {ratio(mine.thread_us, bare.thread_us)}")
    print(f"ratio ours / OTLP export   {ratio(mine.thread_us, stock.thread_us)}")
    print(f"CPU of all threads: bare   {median(bare.total_cpu_us):8.1f} us a span")
    print(f"CPU, its OTLP export       {median(stock.total_cpu_us):8.1f} us a span")
    print(f"CPU, agenttrace            {median(mine.total_cpu_us):8.1f} us a span, redacted")
    print(f"ratio of CPU to OTLP export{ratio(mine.total_cpu_us, stock.total_cpu_us)}")
    print(f"share of the 1 ms promise  {median(mine.thread_us) / PROMISE_US:8.1%}")


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Return the median of the rounds' ratios, and their spread."""
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    return f"{statistics.median(ratios):8.2f}   (rounds {min(ratios):.2f} to {max(ratios):.2f})"


if __name__ == "__main__":
    sys.exit(main())
