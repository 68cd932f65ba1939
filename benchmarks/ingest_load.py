"""Send requests that are all different to anything that takes OTLP over HTTP, for a time, and count what it says."""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import urllib3
from realistic import batches

SPANS = 512
PREFIX = b"agenttrc"
TEMPLATES = 64
HEADERS = {"content-type": "application/x-protobuf"}


@dataclass
class Load:
    """Several senders, each with one request on its way at a time."""

    templates: list[bytes] = field(
        default_factory=lambda: list(batches(TEMPLATES * SPANS, SPANS, days=1, trace_prefix=PREFIX))
    )
    numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def bodies(self) -> itertools.chain[bytes]:
        """Return requests without an end: traces that nobody has seen, from templates that were encoded before."""
        return itertools.chain.from_iterable(
            (template.replace(PREFIX, next(self.numbers).to_bytes(len(PREFIX), "big")) for template in self.templates)
            for _ in itertools.count()
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
                acknowledged[place] += SPANS * _is_taken(http, url, body, {**HEADERS, **(headers or {})}, until)

        threads = [threading.Thread(target=work, args=(place,)) for place in range(senders)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(acknowledged)


def _is_taken(http: urllib3.PoolManager, url: str, body: bytes, headers: Mapping[str, str], until: float) -> bool:
    while True:
        answer = http.request("POST", f"{url}/v1/traces", body=body, headers=headers, retries=False, timeout=120)
        if answer.status == 200:
            return True
        if answer.status not in (429, 503):
            raise RuntimeError(f"refused with {answer.status}: {answer.data[:300]!r}")
        if time.monotonic() > until:
            return False
        time.sleep(float(answer.headers.get("retry-after", "1")))


def send_all(url: str, bodies: Sequence[bytes], senders: int) -> None:
    """Send each of these requests once, until all are acknowledged."""
    http = urllib3.PoolManager(maxsize=senders)
    with ThreadPoolExecutor(senders) as pool:
        list(pool.map(lambda body: _is_taken(http, url, body, HEADERS, math.inf), bodies))


def spans_visible(web: str) -> int:
    """Return how many spans of the project can be asked for."""
    answer = urllib3.request("GET", f"{web}/api/v1/metrics/summary?project=bench")
    return int(answer.json()["total_spans"])


@dataclass(frozen=True)
class Outcome:
    """Spans, and seconds. `queryable` is what could be asked for when the sending ended."""

    name: str
    seconds: float
    acknowledged: int
    queryable: int
    in_the_end: int
    """What could be asked for after the wait for the rest."""
    elapsed_s: float
    """With that wait."""
    notes: str = ""

    @property
    def rate(self) -> float:
        """Spans queryable a second: while spans kept coming, or with the wait, whichever is better."""
        return max(self.queryable / self.seconds, self.in_the_end / self.elapsed_s)

    def __str__(self) -> str:
        share = f"{self.in_the_end / max(1, self.acknowledged):.0%} of it after {self.elapsed_s:.0f} s"
        return (
            f"{self.name:12}{self.acknowledged / self.seconds:10,.0f} acknowledged/s"
            f"{self.queryable / self.seconds:10,.0f} queryable/s under load{self.rate:10,.0f} at best"
            f"   {share}   {self.notes}"
        )


def measure(
    name: str,
    load: Load,
    url: str,
    count: Callable[[], int],
    *,
    seconds: float,
    senders: int,
    patience_s: float,
    headers: Mapping[str, str] | None = None,
    notes: Callable[[], str] = str,
) -> Outcome:
    """Send for a time, count at its end, and wait until everything that was acknowledged can be counted."""
    before, started = count(), time.monotonic()
    acknowledged = load.send(url, seconds, senders, headers)
    took_s, queryable, told = time.monotonic() - started, count() - before, notes()
    while count() - before < acknowledged and time.monotonic() - started < took_s + patience_s:
        time.sleep(0.5)
    return Outcome(name, took_s, acknowledged, queryable, count() - before, time.monotonic() - started, notes=told)
