"""Read at an even pace with and without senders at full speed: what each costs the other."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ProcessPoolExecutor

from a_server import Server
from ingest_load import Load, send_all, spans_visible
from realistic import SPANS_A_TRACE, batches

from at_scale.asking import Asker, a_trace, p95
from at_scale.figures import Figure

PAUSE_S = 0.02
"""Between one answer and the next question: one reader, who looks."""
SENDERS = 2
SMALL_PAUSE_S = 0.1
STALL_MS = 1_000
"""How long a seal or a compaction may keep anybody waiting."""
READS_AIM, WRITES_AIM = 3.0, 0.8
_loads: list[Load] = []


def readers_and_writers(server: Server, asker: Asker, traces: list[str], seconds: float) -> tuple[list[Figure], str]:
    """Return how much slower reading gets, how much of the write rate is left, the longest waits, and a note."""
    with ProcessPoolExecutor(1, initializer=_prepare) as sender:
        sender.submit(_send, server.otlp, min(2.0, seconds)).result()  # what is loaded at the first call is loaded
        _settle(server, asker)
        quiet = _read(asker, traces, seconds)
        alone = _write(sender, server, seconds)
        _settle(server, asker)
        reading, small = _Reading(asker, traces), _SmallWrites(server.otlp)
        together = _write(sender, server, seconds)
        busy, waits = reading.end(), small.end()
        _settle(server, asker)
    idle_ms, busy_ms = p95(quiet), p95(busy)
    note = (
        f"readers beside writers: p95 {idle_ms:.1f} ms alone ({len(quiet)} reads), {busy_ms:.1f} ms beside writers "
        f"({len(busy)} reads); {alone:,.0f} spans/s queryable alone, {together:,.0f} beside the reader"
    )
    return [
        Figure("reads while writing, p95 beside idle", "x", busy_ms / idle_ms, READS_AIM),
        Figure("write rate while reading, of that alone", "of 1", together / alone, WRITES_AIM, at_least=True),
        Figure("longest wait of a reader while all are writing", "ms", max(busy), STALL_MS),
        Figure("longest wait of a small write meanwhile", "ms", max(waits), STALL_MS),
    ], note


class _Reading:
    """A reader in a thread of its own, until it is ended."""

    def __init__(self, asker: Asker, traces: list[str]) -> None:
        self._ended = threading.Event()
        self._taken: list[float] = []
        self._thread = threading.Thread(target=self._run, args=(asker, traces))
        self._thread.start()

    def _run(self, asker: Asker, traces: list[str]) -> None:
        rng = random.Random(3)
        while not self._ended.is_set():
            self._taken.append(_one_read(asker, rng, traces, len(self._taken)))

    def end(self) -> list[float]:
        self._ended.set()
        self._thread.join()
        return self._taken


class _SmallWrites:
    """Somebody who sends one trace now and then, in a thread of its own: how long each is waited for, in ms."""

    def __init__(self, otlp: str) -> None:
        self._ended = threading.Event()
        self._taken: list[float] = []
        self._thread = threading.Thread(target=self._run, args=(otlp,))
        self._thread.start()

    def _run(self, otlp: str) -> None:
        bodies = batches(1_000_000, SPANS_A_TRACE, seed=11, days=1)
        while not self._ended.wait(SMALL_PAUSE_S):
            body, started = next(bodies), time.perf_counter()
            send_all(otlp, [body], 1)
            self._taken.append((time.perf_counter() - started) * 1_000)

    def end(self) -> list[float]:
        self._ended.set()
        self._thread.join()
        return self._taken


def _read(asker: Asker, traces: list[str], seconds: float) -> list[float]:
    reading = _Reading(asker, traces)
    time.sleep(seconds)
    return reading.end()


def _one_read(asker: Asker, rng: random.Random, traces: list[str], number: int) -> float:
    time.sleep(PAUSE_S)
    paths = ("/api/v1/traces?project=bench&limit=50", a_trace(rng, traces), "/api/v1/metrics/costs?project=bench")
    return asker.seconds(paths[number % len(paths)]) * 1_000


def _prepare() -> None:
    _loads.append(Load())


def _send(url: str, seconds: float) -> int:
    return _loads[0].send(url, seconds, SENDERS)


def _write(sender: ProcessPoolExecutor, server: Server, seconds: float) -> float:
    """Return spans that could be asked for, a second of sending."""
    before, started = spans_visible(server.web), time.monotonic()
    sender.submit(_send, server.otlp, seconds).result()
    return (spans_visible(server.web) - before) / (time.monotonic() - started)


def _settle(server: Server, asker: Asker) -> None:
    """Wait until everything sent can be asked for."""
    while asker.get("/health").json()["journal_lag_bytes"]:
        time.sleep(0.1)
