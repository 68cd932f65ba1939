"""What does one span cost the processor, from a request's bytes to a sealed segment, step by step?

Run: python benchmarks/ingest_cpu.py [spans]
The spans are those of `ingest.py`. Every step runs alone in this process and is counted in processor time of all
threads, not in time that passes, so a neighbour on the machine changes it less. Not in it: the sender, the journal, the
network and the pipes between the processes; `ingest.py` counts those too.
"""

from __future__ import annotations

import gc
import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from realistic import batches

from agenttrace.model import DEFAULT_PROJECT
from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import Entry, RawRecord, Signal
from agenttrace_server.pipeline.batch import Opened, Work, open_entry, work_from
from agenttrace_server.pipeline.decode import check, decode
from agenttrace_server.pipeline.logs.landing import Landing
from agenttrace_server.pipeline.price import open_price_book
from agenttrace_server.pipeline.stages import stages_for
from agenttrace_server.pipeline.workers import wire
from agenttrace_server.store.local import LocalStore
from agenttrace_server.telemetry import Metrics

PROTOBUF = "application/x-protobuf"
SPANS = 40_960
PROMISED, AIMED = 10_000, 30_000
"""Spans queryable a second: what the product says, and what we want."""
PROCESSORS = 2
SPANS_A_REQUEST = 512
REQUESTS_A_BATCH = 8
"""What the runner writes at once: `batch_max_spans`, about."""


class Steps:
    """Adds up what each step took."""

    def __init__(self) -> None:
        self.took_ns: dict[str, int] = {}

    def run(self, name: str, work: Callable[[], Any]) -> Any:
        """Do it, and count it."""
        began_ns = time.process_time_ns()
        result = work()
        self.took_ns[name] = self.took_ns.get(name, 0) + time.process_time_ns() - began_ns
        return result


def main(total: int) -> None:
    """Print microseconds of processor a span, step by step."""
    gc.set_threshold(100_000, 50, 100)  # as in the server and its workers
    bodies = list(batches(total, SPANS_A_REQUEST, days=1))
    count = len(bodies) * SPANS_A_REQUEST
    steps = Steps()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), seal_bytes=2**40, seal_spans=10**9, seal_quiet_s=3600.0)
        store = LocalStore(Path(folder) / "store", settings, Metrics())
        stages = stages_for(open_price_book(settings.home, settings.prices_file), settings)
        landing = Landing(store, stages, settings)
        entries = [_entry(number, body) for number, body in enumerate(bodies)]
        _packed(open_entry(entries[0], decode, stages), store)  # what is loaded at the first call is loaded
        for first in range(0, len(entries), REQUESTS_A_BATCH):
            group = entries[first : first + REQUESTS_A_BATCH]
            for entry in group:
                steps.run(
                    "check a request",
                    lambda entry=entry: check(Signal.TRACES, PROTOBUF, entry.record.body, settings.max_nesting),
                )
            opened = steps.run(
                "decode to price", lambda group=group: [open_entry(one, decode, stages) for one in group]
            )
            plain = steps.run("pack in the worker", lambda opened=opened: [_packed(one, store) for one in opened])
            taken = steps.run("unpack", lambda group=group, plain=plain: _unpacked(group, plain, store))
            work: Work = steps.run("gather by trace", lambda taken=taken: work_from(taken))
            steps.run("write", lambda work=work: landing.write(work))
        steps.run("seal", store.flush)
        store.close()
    _print(steps, count, sum(map(len, bodies)) / count)


def _entry(number: int, body: bytes) -> Entry:
    record = RawRecord(DEFAULT_PROJECT, 1, Signal.TRACES, PROTOBUF, body)
    return Entry(number, number + 1, record)


def _packed(opened: Opened, store: LocalStore) -> bytes:
    stream = io.BytesIO()
    wire.send(stream, wire.answer(opened, store.prepare))
    return stream.getvalue()


def _unpacked(group: list[Entry], packed: list[bytes], store: LocalStore) -> list[Opened]:
    answers = (wire.receive(io.BytesIO(one)) for one in packed)
    return [wire.answered(entry, answer, store.prepare) for entry, answer in zip(group, answers, strict=True)]


IN_WORKER = ("decode to price", "pack in the worker")


def _print(steps: Steps, count: int, size: float) -> None:
    micros = {name: took / count / 1000 for name, took in steps.took_ns.items()}
    worker = sum(micros[name] for name in IN_WORKER)
    main_process = sum(micros.values()) - worker
    print(f"{count} spans, {size:.0f} bytes each")
    for name, took in micros.items():
        print(f"  {name:22}{took:8.1f} us")
    both = main_process + worker
    print(f"server {main_process:.1f} us, worker {worker:.1f} us, together {both:.1f} us a span")
    rate = PROCESSORS * 1e6 / both
    print(f"{PROCESSORS} processors could take {rate:,.0f} spans/s if they did nothing else: ", end="")
    print(f"{rate / PROMISED:.2f} of the {PROMISED:,} promised, {rate / AIMED:.2f} of the {AIMED:,} aimed at")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SPANS)
