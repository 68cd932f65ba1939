"""How fast spans become safe and how fast they become visible: 512-span OTLP batches over HTTP into the real server.

The limit beside it is what the same sender and the same HTTP stack do against a receiver that reads and throws away.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import urllib3
from a_server import a_server
from realistic import batches

HEADERS = {"content-type": "application/x-protobuf"}
PROMISE_PER_S = 10_000
VISIBLE_TIMEOUT_S = 600


class Discard(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def send_all(url: str, bodies: list[bytes], senders: int) -> float:
    http = urllib3.PoolManager(maxsize=senders)

    def send(body: bytes) -> None:
        while True:
            answer = http.request("POST", f"{url}/v1/traces", body=body, headers=HEADERS, retries=False)
            if answer.status == 200:
                return
            if answer.status not in (429, 503):
                raise RuntimeError(f"refused with {answer.status}: {answer.data!r}")
            time.sleep(float(answer.headers.get("retry-after", "1")))

    started = time.perf_counter()
    with ThreadPoolExecutor(senders) as pool:
        list(pool.map(send, bodies))
    return time.perf_counter() - started


def spans_visible(web: str) -> int:
    answer = urllib3.request("GET", f"{web}/api/v1/metrics/summary?project=bench")
    return int(answer.json()["total_spans"])


def main() -> int:
    """Print both rates and their ratio to the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spans", type=int, default=102_400)
    parser.add_argument("--senders", type=int, default=4)
    arguments = parser.parse_args()
    bodies = list(batches(arguments.spans))
    sink = ThreadingHTTPServer(("127.0.0.1", 0), Discard)
    threading.Thread(target=sink.serve_forever, daemon=True).start()
    limit_s = send_all(f"http://127.0.0.1:{sink.server_port}", bodies, arguments.senders)
    sink.shutdown()
    with a_server() as server:
        started = time.perf_counter()
        acknowledged_s = send_all(server.otlp, bodies, arguments.senders)
        while spans_visible(server.web) < arguments.spans:
            if time.perf_counter() - started > VISIBLE_TIMEOUT_S:
                raise RuntimeError(f"only {spans_visible(server.web)} of {arguments.spans} spans became visible")
            time.sleep(0.2)
        visible_s = time.perf_counter() - started
    report(arguments.spans, sum(map(len, bodies)), limit_s, acknowledged_s, visible_s)
    return 0


def report(spans: int, size: int, limit_s: float, acknowledged_s: float, visible_s: float) -> None:
    print(f"{spans:,} spans in batches of 512, {size / spans:,.0f} bytes a span")
    print(f"limit: read and thrown away {spans / limit_s:12,.0f} spans/s")
    for what, seconds in (("acknowledged", acknowledged_s), ("queryable", visible_s)):
        print(f"{what:28s}{spans / seconds:12,.0f} spans/s   {limit_s / seconds:6.3f} of the limit")
    print(f"queryable / promise of {PROMISE_PER_S:,} spans/s: {spans / visible_s / PROMISE_PER_S:.2f}")


if __name__ == "__main__":
    sys.exit(main())
