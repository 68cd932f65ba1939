"""Ask a started server each question many times, over REST as any client does, and say how long the answers took."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import urllib3

from at_scale.figures import Figure

TIMES = 100
LEAST_TIMES = 7
PATIENCE_S = 6.0
"""After so long a question is asked no more, if it was asked `LEAST_TIMES`."""
LATEST_MS, TRACE_MS, SEARCH_MS, ANALYTICS_MS, FILTER_MS = 10, 20, 400, 1_000, 400
LARGE_MS = {10_000: 300, 100_000: 3_000}
"""Spans of a very large trace, and how long its waterfall may take."""
COMMON_WORD = "refund"


@dataclass(frozen=True)
class Question:
    """What is asked; `paths` makes the address anew each time."""

    name: str
    aim_ms: int
    paths: Callable[[], str]


@dataclass(frozen=True)
class Asker:
    """A client of one server."""

    web: str
    http: urllib3.PoolManager

    def get(self, path: str) -> urllib3.BaseHTTPResponse:
        """Return the answer. Raises: RuntimeError: it is not 200."""
        answer = self.http.request("GET", self.web + path, retries=False, timeout=300)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {answer.data[:300]!r}")
        return answer

    def seconds(self, path: str) -> float:
        """Return how long the answer took."""
        started = time.perf_counter()
        self.get(path)
        return time.perf_counter() - started

    def some_traces(self, rng: random.Random, wanted: int = 200) -> list[str]:
        """Return ids from all over the time that is loaded, of runs of the usual size."""
        buckets = self.get("/api/v1/traces/histogram?project=bench&since=2026-11-01&until=2026-12-31&buckets=500")
        begins = [bar["start"] for bar in buckets.json()["bars"]]
        pages = (
            f"/api/v1/traces?project=bench&limit=20&until={begin}&q=spans%3C1000"
            for begin in rng.sample(begins, min(12, len(begins)))
        )
        found = [trace["id"] for page in pages for trace in self.get(page).json()["items"]]
        return rng.sample(found, min(wanted, len(found)))


def questions(asker: Asker, rng: random.Random, traces: list[str], *, content: bool) -> Iterator[Question]:
    """Yield all questions; those for words only where there are texts."""
    spans = "/api/v1/spans?project=bench&limit=50"
    costs = "/api/v1/metrics/costs?project=bench&group_by="
    latencies = "/api/v1/metrics/performance?project=bench&group_by="
    yield Question("latest 50 traces", LATEST_MS, lambda: "/api/v1/traces?project=bench&limit=50")
    yield Question("trace by id, warm", TRACE_MS, lambda: a_trace(rng, traces))
    yield from large_traces(asker, rng)
    yield Question(
        "spans of a model that failed and took 1 s",
        FILTER_MS,
        lambda: f"{spans}&model=gpt-5.5&status=error&min_duration_ms=1000",
    )
    yield Question(
        "spans with an attribute", FILTER_MS, lambda: f"{spans}&attr=session.id:session-{rng.randrange(997)}"
    )
    yield Question("latest 50 sessions", LATEST_MS, lambda: "/api/v1/sessions?project=bench&limit=50")
    yield Question("cost by day", ANALYTICS_MS, lambda: f"{costs}day")
    yield Question("cost by model", ANALYTICS_MS, lambda: f"{costs}model")
    yield Question("cost by agent", ANALYTICS_MS, lambda: f"{costs}agent")
    yield Question("latency percentiles by type", ANALYTICS_MS, lambda: f"{latencies}span_type")
    yield Question("latency percentiles by tool", ANALYTICS_MS, lambda: f"{latencies}tool")
    yield Question("error patterns", ANALYTICS_MS, lambda: "/api/v1/metrics/errors?project=bench")
    if content:
        search = "/api/v1/search?project=bench&limit=50&q="
        rare = a_rare_word(asker)
        yield Question("search, a word of one span", SEARCH_MS, lambda: search + rare)
        yield Question("search, a word of most spans", SEARCH_MS, lambda: search + COMMON_WORD)


def large_traces(asker: Asker, rng: random.Random) -> Iterator[Question]:
    """Yield what a waterfall of a very large trace asks: all of it, then again, when the server remembers it."""
    for size, aim_ms in LARGE_MS.items():
        found = asker.get(f"/api/v1/traces?project=bench&limit=1&q=spans%3E%3D{size}%20spans%3C{2 * size}").json()
        if not found["items"]:
            continue
        skeleton = f"/api/v1/traces/{found['items'][0]['id']}/skeleton"
        yield Question(f"waterfall of {size:,} spans", aim_ms, partial(_not_remembered, skeleton, rng))
        yield Question(f"waterfall of {size:,} spans, again", TRACE_MS, partial(str, skeleton))


def _not_remembered(skeleton: str, rng: random.Random) -> str:
    """Nearly all of a trace, which the server builds anew each time."""
    return f"{skeleton}?since_seq={rng.randrange(1_000)}"


def a_trace(rng: random.Random, traces: list[str]) -> str:
    """Return the address of all spans of one of the traces."""
    return f"/api/v1/traces/{rng.choice(traces)}/spans"


def a_rare_word(asker: Asker) -> str:
    """Return what only one span says: every text of the generator ends with a word of its own."""
    found = asker.get("/api/v1/spans?project=bench&limit=1&tool=search&until=2026-11-21").json()["items"][0]
    detail = asker.get(f"/api/v1/spans/{found['span_id']}?trace={found['trace_id']}&full=true").json()
    return str(detail["output"]).split()[-1].strip('"')


def measure(asker: Asker, question: Question) -> Figure:
    """Ask until it is enough; the first answer, which warms up, does not count."""
    asker.get(question.paths())
    taken: list[float] = []
    until = time.monotonic() + PATIENCE_S
    while len(taken) < TIMES and (len(taken) < LEAST_TIMES or time.monotonic() < until):
        taken.append(asker.seconds(question.paths()) * 1_000)
    return Figure(question.name, "ms", p95(taken), question.aim_ms, p50=statistics.median(taken))


def p95(taken: list[float]) -> float:
    """Return what 95 % stay within; of few values the worst."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.95))]
