"""Send requests that are all different to anything that takes OTLP over HTTP, for a time, and count what it says."""

from __future__ import annotations

import contextlib
import itertools
import math
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import urllib3
from realistic import batches

SPANS = 512
PREFIX = b"agenttrc"
SPAN_PREFIX = b"\xff\xfe\xfd\xfc"
"""Stands in no text. Some keep a span id once, whatever its trace."""
GONE_S = 1.0
TEMPLATES = 64
HEADERS = {"content-type": "application/x-protobuf"}


@dataclass
class Load:
    """Several senders, each with one request on its way at a time."""

    refused: int = 0
    """Requests that were told to come again later."""
    templates: list[bytes] = field(
        default_factory=lambda: list(
            batches(TEMPLATES * SPANS, SPANS, days=1, trace_prefix=PREFIX, span_prefix=SPAN_PREFIX)
        )
    )
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def bodies(self) -> itertools.chain[bytes]:
        """Return requests without an end: traces that nobody has seen, from templates that were encoded before."""
        return itertools.chain.from_iterable(
            (_numbered(template, next(self.numbers)) for template in self.templates) for _ in itertools.count()
        )

    def send(self, url: str, seconds: float, senders: int, headers: Mapping[str, str] | None = None) -> int:
        """Send for `seconds` and return how many spans were acknowledged; refusals to go slower are obeyed."""
        bodies, lock, until = self.bodies(), threading.Lock(), time.monotonic() + seconds
        acknowledged = [0] * senders
        http = urllib3.PoolManager(maxsize=senders)

        def work(place: int) -> None:
            while time.monotonic() < until:
                with lock:
                    body = next(bodies)
                is_taken, refused = _taken(http, url, body, {**HEADERS, **(headers or {})}, until)
                acknowledged[place] += SPANS * is_taken
                with lock:
                    self.refused += refused

        threads = [threading.Thread(target=work, args=(place,)) for place in range(senders)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(acknowledged)


def _numbered(template: bytes, number: int) -> bytes:
    of_traces, of_spans = number.to_bytes(len(PREFIX), "big"), number.to_bytes(len(SPAN_PREFIX), "big")
    return template.replace(PREFIX, of_traces).replace(SPAN_PREFIX, of_spans)


def _taken(
    http: urllib3.PoolManager, url: str, body: bytes, headers: Mapping[str, str], until: float
) -> tuple[bool, int]:
    """Return whether the request was taken in the end, and how often it was refused before."""
    for refused in itertools.count():
        pause_s = GONE_S
        with contextlib.suppress(urllib3.exceptions.HTTPError):  # who hangs up has refused, too
            answer = http.request("POST", f"{url}/v1/traces", body=body, headers=headers, retries=False, timeout=120)
            if answer.status == 200:
                return True, refused
            if answer.status not in (429, 503):
                raise RuntimeError(f"refused with {answer.status}: {answer.data[:300]!r}")
            pause_s = float(answer.headers.get("retry-after", "1"))
        if time.monotonic() + pause_s > until:
            time.sleep(max(0.0, until - time.monotonic()))
            return False, refused + 1
        time.sleep(pause_s)
    raise AssertionError("a count has no end")


def send_all(url: str, bodies: Sequence[bytes], senders: int) -> None:
    """Send each of these requests once, until all are acknowledged."""
    http = urllib3.PoolManager(maxsize=senders)
    with ThreadPoolExecutor(senders) as pool:
        list(pool.map(lambda body: _taken(http, url, body, HEADERS, math.inf), bodies))


def spans_visible(web: str) -> int:
    """Return how many spans of the project can be asked for."""
    answer = urllib3.request("GET", f"{web}/api/v1/metrics/summary?project=bench")
    return int(answer.json()["total_spans"])
