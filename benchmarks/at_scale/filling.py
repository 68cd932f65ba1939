"""Fill a server's folder with spans, quickly through the store's own write path, or over OTLP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from a_server import a_server
from ingest_load import send_all, spans_visible
from realistic import DAY_NS, START_NS, batches

from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.aggregate import aggregate
from agenttrace_server.pipeline.batch import through
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.price import PriceBook
from agenttrace_server.pipeline.stages import stages_for
from agenttrace_server.store.local import LocalStore
from agenttrace_server.telemetry import Metrics

DAYS = 7
SLICE = 10_240
"""Spans that are made at once; slices follow each other in time, as spans arrive."""


def fill(home: Path, spans: int, *, content: bool, over_otlp: bool) -> float:
    """Put so many spans into the folder and return the seconds it took."""
    started = time.monotonic()
    if over_otlp:
        _send(home, spans, content)
    else:
        _write(home, spans, content)
    return time.monotonic() - started


def _write(home: Path, spans: int, content: bool) -> None:
    settings = Settings()
    stages = stages_for(PriceBook(), settings)
    store = LocalStore(home / "store", settings, Metrics())
    for bodies in _slices(spans, content):
        ready = []
        for body in bodies:
            record = RawRecord("bench", START_NS, Signal.TRACES, "application/x-protobuf", body)
            for span in decode(record).spans():
                outcome = through(span, stages)
                if isinstance(outcome, str):
                    raise RuntimeError(outcome)
                ready.append(outcome)
        store.write(aggregate(ready), 0)  # nothing of it is in a journal
    store.flush()
    store.close()


def _send(home: Path, spans: int, content: bool) -> None:
    with a_server(home) as server:
        for bodies in _slices(spans, content):
            send_all(server.otlp, bodies, 2)
        while (seen := spans_visible(server.web)) < spans:
            print(f"{seen:,} of {spans:,} spans can be asked for", flush=True)
            time.sleep(1)


def _slices(spans: int, content: bool) -> Iterator[list[bytes]]:
    """Yield the requests slice by slice, made in another process one slice ahead."""
    begins = range(0, spans, SLICE)
    with ProcessPoolExecutor(1) as maker:
        waiting: list[Future[list[bytes]]] = []
        for begin in begins:
            waiting.append(maker.submit(_slice, begin, min(SLICE, spans - begin), spans, content))
            if len(waiting) > 1:
                yield waiting.pop(0).result()
        for last in waiting:
            yield last.result()


def _slice(begin: int, count: int, spans: int, content: bool) -> list[bytes]:
    days = DAYS * count / spans
    start_ns = START_NS + int(DAYS * DAY_NS * begin / spans)
    return list(batches(count, seed=begin + 1, days=days, start_ns=start_ns, content=content))
