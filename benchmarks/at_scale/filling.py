"""Fill a server's folder with spans, quickly through the store's own write path, or over OTLP."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from a_server import a_server
from ingest_load import send_all, spans_visible
from realistic import DAY_NS, SPANS_A_TRACE, START_NS, batches

from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import RawRecord, Signal
from agenttrace_server.pipeline.aggregate import aggregate
from agenttrace_server.pipeline.batch import through
from agenttrace_server.pipeline.decode import decode
from agenttrace_server.pipeline.price import PriceBook
from agenttrace_server.pipeline.stages import stages_for
from agenttrace_server.store.api import TraceDelta
from agenttrace_server.store.api.grouping import HOUR_NS
from agenttrace_server.store.local import LocalStore
from agenttrace_server.telemetry import Metrics
from at_scale.multiplying import TAG, shifts, stamp, write_and_copy

DAYS = 7
SLICE = 10_240
"""Spans that are made at once; slices follow each other in time, as spans arrive."""
PART = 48_000
"""Spans of a segment: as many as compaction lets one have with content, so that nothing is left to join."""
PARTS = 2
_SAID = "loaded.json"
LARGE_TRACES = (10_000, 100_000)
"""Each is added where the whole is at least ten times that."""


@dataclass(frozen=True)
class Filled:
    """What a folder was filled with; kept in it."""

    spans: int
    content: bool
    how: str
    took_s: float

    @classmethod
    def of(cls, home: Path) -> Filled:
        """Return what was said of a folder. Raises: OSError, ValueError: nothing was."""
        return cls(**json.loads((home / _SAID).read_text()))

    def __str__(self) -> str:
        return f"filled {self.how} in {self.took_s:,.0f} s: {self.spans / self.took_s:,.0f} spans/s"


def fill(home: Path, spans: int, *, content: bool, over_otlp: bool) -> Filled:
    """Put so many spans into the folder."""
    started = time.monotonic()
    home.mkdir(parents=True, exist_ok=True)
    if over_otlp:
        _send(home, spans, content)
    else:
        _write(home, spans, content)
    how = "over OTLP" if over_otlp else "through the store's writer and its seals"
    filled = Filled(spans, content, how, time.monotonic() - started)
    (home / _SAID).write_text(json.dumps(asdict(filled)))
    return filled


def _write(home: Path, spans: int, content: bool) -> None:
    """The first hundred thousand and the last go through the store's writer; between them copies are sealed."""
    store = LocalStore(
        home / "store",
        Settings(seal_spans=PART + 1, seal_bytes=2**40, seal_quiet_s=3_600, duckdb_memory_mb=4_096),
        Metrics(),
    )
    large = [size for size in LARGE_TRACES if spans >= 10 * size]
    left = spans - sum(large)
    copies = max(1, left // (PART * PARTS))
    whole = PART * PARTS if left >= PART * PARTS else left // PARTS * PARTS
    width_ns = max(1, round(DAYS * 24 / copies)) * HOUR_NS
    stencils = []
    for place in range(PARTS):
        made = _deltas(whole // PARTS, place + 1, START_NS + width_ns * place // PARTS, width_ns // PARTS, content)
        stencils.append(write_and_copy(store, made))
    left -= whole
    for number, later_ns in shifts(copies, DAYS * 24):
        for stencil in stencils:
            left -= stamp(store, stencil, number, later_ns)
        print(f"{spans - left:,} of {spans:,} spans are loaded", flush=True)
    end_ns = START_NS + copies * width_ns
    for begin in range(0, left, PART):
        for deltas in _deltas(min(PART, left - begin), 1_000 + begin, end_ns + begin, HOUR_NS, content):
            store.write(deltas, 0)
        store.flush()
    for size in large:
        for deltas in _deltas(size, size, end_ns + HOUR_NS, HOUR_NS, content, a_trace=size):
            store.write(deltas, 0)
        store.flush()
    store.close()


def _deltas(
    spans: int, seed: int, start_ns: int, width_ns: int, content: bool, a_trace: int = SPANS_A_TRACE
) -> list[list[TraceDelta]]:
    """Return the spans as the pipeline hands them to a store, slice by slice."""
    stages = stages_for(PriceBook(), Settings())
    made = []
    bodies = batches(
        spans,
        SLICE,
        seed,
        width_ns / DAY_NS,
        start_ns=start_ns,
        content=content,
        a_trace=a_trace,
        tag=TAG,
    )
    for body in bodies:
        record = RawRecord("bench", START_NS, Signal.TRACES, "application/x-protobuf", body)
        ready = [through(span, stages) for span in decode(record).spans()]
        refused = [outcome for outcome in ready if isinstance(outcome, str)]
        if refused:
            raise RuntimeError(refused[0])
        made.append(aggregate(span for span in ready if not isinstance(span, str)))
    return made


def _send(home: Path, spans: int, content: bool) -> None:
    with a_server(home) as server:
        for bodies in _requests(spans, content):
            send_all(server.otlp, bodies, 2)
        while (seen := spans_visible(server.web)) < spans:
            print(f"{seen:,} of {spans:,} spans can be asked for", flush=True)
            time.sleep(1)


def _requests(spans: int, content: bool) -> Iterator[list[bytes]]:
    """Yield requests slice by slice, made in another process one slice ahead."""
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
