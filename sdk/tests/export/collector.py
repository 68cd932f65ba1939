"""A real OTLP/HTTP receiver on loopback that answers as a test scripts it."""

from __future__ import annotations

import gzip
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

LONGEST_WAIT_S = 20.0


@dataclass(frozen=True)
class Answer:
    """What to answer one request with. `stall` keeps the sender waiting until the collector is closed."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    stall: bool = False


@dataclass(frozen=True)
class Received:
    """One request as it came in, and what it was answered."""

    headers: Mapping[str, str]
    request: ExportTraceServiceRequest
    status: int

    @property
    def batch(self) -> int:
        return int(self.headers["x-agenttrace-batch"])

    @property
    def spans(self) -> list[Span]:
        return [span for group in self.request.resource_spans for scope in group.scope_spans for span in scope.spans]


class Collector:
    """Listens from the start; requests beyond the scripted answers are answered 200."""

    def __init__(self, port: int = 0) -> None:
        self.received: list[Received] = []
        self._answers: deque[Answer] = deque()
        self._always: Callable[[Received], Answer] = lambda _: Answer()
        self._changed = threading.Condition()
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, *answers: Answer) -> None:
        """Answer the next requests so."""
        self._answers.extend(answers)

    def always_answer(self, how: Callable[[Received], Answer]) -> None:
        """Answer every request that has no scripted answer so."""
        self._always = how

    def accepted(self) -> list[Span]:
        return [span for each in list(self.received) if each.status == 200 for span in each.spans]

    def names(self) -> list[str]:
        return sorted(span.name for span in self.accepted())

    def ended_names(self) -> list[str]:
        return sorted(span.name for span in self.accepted() if span.end_time_unix_nano)

    def wait_until(self, holds: Callable[[Collector], bool]) -> None:
        """Return once `holds`; fail the test where it does not within the deadline."""
        with self._changed:
            if not self._changed.wait_for(lambda: holds(self), LONGEST_WAIT_S):
                raise AssertionError(f"not within {LONGEST_WAIT_S} s; accepted so far: {self.names()}")

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Collector:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _take(self, headers: Mapping[str, str], raw: bytes) -> Answer:
        body = gzip.decompress(raw) if headers.get("content-encoding") == "gzip" else raw
        request = ExportTraceServiceRequest.FromString(body)
        with self._changed:
            scripted = self._answers.popleft() if self._answers else None
            answer = scripted or self._always(Received(headers, request, 0))
            self.received.append(Received(headers, request, 0 if answer.stall else answer.status))
            self._changed.notify_all()
        return answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        collector = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                """Tell a program under test how many spans have come."""
                body = str(len(collector.names())).encode()
                self.send_response(200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                answer = collector._take(headers, self.rfile.read(int(headers["content-length"])))
                if answer.stall:
                    collector._closing.wait()
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                return

        return Handler


def free_port() -> int:
    """Return a port on which nothing listens."""
    with Collector() as collector:
        return collector.port
