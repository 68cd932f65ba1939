"""How fast a trace and the latest traces come back with many spans loaded, warm; beside the promise of 100 ms."""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable

import urllib3
from a_server import a_server
from ingest_load import send_all, spans_visible
from realistic import batches

PROMISE_MS = 100
QUESTIONS = 200


def timed(ask: Callable[[], None]) -> list[float]:
    taken = []
    for _ in range(QUESTIONS):
        started = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - started) * 1_000)
    return sorted(taken)


def main() -> int:
    """Print p50 and p95 of each question, and p95 as a share of the promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spans", type=int, default=200_000)
    spans = parser.parse_args().spans
    rng = random.Random(7)
    with a_server() as server:
        send_all(server.otlp, list(batches(spans)), 2)
        while spans_visible(server.web) < spans:
            time.sleep(0.05)
        http = urllib3.PoolManager()

        def get(path: str) -> urllib3.BaseHTTPResponse:
            answer = http.request("GET", server.web + path, retries=False)
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}: {answer.data!r}")
            return answer

        ids = all_trace_ids(get)
        questions: dict[str, Callable[[], None]] = {
            "latest 50 traces": lambda: void(get("/api/v1/traces?project=bench&limit=50")),
            "trace by id, all spans": lambda: void(get(f"/api/v1/traces/{rng.choice(ids)}/spans")),
            "trace by id, summary": lambda: void(get(f"/api/v1/traces/{rng.choice(ids)}")),
            "trace skeleton": lambda: void(get(f"/api/v1/traces/{rng.choice(ids)}/skeleton")),
        }
        print(f"{spans:,} spans, {len(ids):,} traces")
        print(f"{'question':26s} {'p50 ms':>8s} {'p95 ms':>8s} {'p95 / 100 ms':>13s}")
        for name, ask in questions.items():
            taken = timed(ask)
            p95 = taken[int(len(taken) * 0.95)]
            print(f"{name:26s} {statistics.median(taken):8.1f} {p95:8.1f} {p95 / PROMISE_MS:13.2f}")
    return 0


def all_trace_ids(get: Callable[[str], urllib3.BaseHTTPResponse]) -> list[str]:
    ids: list[str] = []
    cursor = ""
    while True:
        page = get(f"/api/v1/traces?project=bench&limit=1000{cursor}").json()
        ids += [trace["id"] for trace in page["items"]]
        if page["next_cursor"] is None:
            return ids
        cursor = f"&cursor={page['next_cursor']}"


def void(_: object) -> None:
    """Throw an answer away."""


if __name__ == "__main__":
    sys.exit(main())
