"""How does each figure of the embedded store grow with the number of spans? Every one beside its aim.

Run: python benchmarks/scale.py [--sizes 100000,1000000,10000000] [--with-content | --without] [--over-otlp]
     [--json figures.json] [--home folder], and then python benchmarks/scale.py --render figures.json
A folder is filled (seven days of runs of 20 spans, 1.5 KB of attributes where there is content), a real server is
started on it, and everything is asked over REST. `--render` writes docs/concepts/figures.md and growth.svg from the
JSON.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import urllib3
from a_server import a_server
from at_scale.asking import TRACE_MS, Asker, a_trace, measure, p95, questions
from at_scale.figures import Figure, Run, as_text, keep, read_runs
from at_scale.filling import fill
from at_scale.machine import cpu_s, folder_bytes, forget, memory_mb
from at_scale.mixed import readers_and_writers
from at_scale.page import write_page

DOCS = Path(__file__).parents[1] / "docs/concepts"
BYTES_AIM = {True: 2_000, False: 300}
IDLE_CPU_AIM, IDLE_MB_AIM, MOST_MB_AIM = 1.0, 300, 1_000
"""Percent of one processor (the aim is "about 0"), and megabytes."""
QUIET_S, WATCHED_S = 15.0, 20.0
COLD_STARTS = 5


def main() -> int:
    """Print a table for each size and kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="100000", help="numbers of spans, apart with commas")
    kinds = parser.add_mutually_exclusive_group()
    kinds.add_argument("--with-content", dest="kinds", action="store_const", const=(True,), default=(True, False))
    kinds.add_argument("--without", dest="kinds", action="store_const", const=(False,))
    parser.add_argument(
        "--over-otlp", action="store_true", help="fill by sending to a server: slower, and the whole way"
    )
    parser.add_argument("--mixed-seconds", type=float, default=10.0, help="of reading and writing at once; 0: not")
    parser.add_argument("--json", type=Path, help="keep the figures here, beside those of other sizes")
    parser.add_argument("--home", type=Path, help="where the folders are made (default: the system's)")
    parser.add_argument("--render", type=Path, metavar="JSON", help="only write the page and the plot of these figures")
    arguments = parser.parse_args()
    if arguments.render:
        write_page(DOCS, read_runs(arguments.render))
        return 0
    for spans in map(int, arguments.sizes.split(",")):
        for content in arguments.kinds:
            with tempfile.TemporaryDirectory(dir=arguments.home) as folder:
                run = run_one(Path(folder), spans, content, arguments)
            print(as_text(run) + "\n", flush=True)
            if arguments.json:
                keep(arguments.json, run)
    return 0


def run_one(home: Path, spans: int, content: bool, arguments: argparse.Namespace) -> Run:
    """Fill a folder and measure everything."""
    load_before = os.getloadavg()[0]
    took_s = fill(home, spans, content=content, over_otlp=arguments.over_otlp)
    how = "over OTLP" if arguments.over_otlp else "through the store's write path"
    notes = [f"filled {how} in {took_s:,.0f} s: {spans / took_s:,.0f} spans/s"]
    size = folder_bytes(home / "store") / spans
    figures = [Figure("bytes on disk a span", "bytes", size, BYTES_AIM[content])]
    with a_server(home) as server:
        figures += idle(server.process.pid)
        asker = Asker(server.web, urllib3.PoolManager())
        rng = random.Random(7)
        traces = asker.some_traces(rng)
        for question in questions(asker, rng, traces, content=content):
            figures.append(measure(asker, question))
            print(f"  {figures[-1].name}: {figures[-1].value:,.1f} {figures[-1].unit}", flush=True)
        figures.append(
            Figure("most memory of all these questions", "MB", memory_mb(server.process.pid, most=True), MOST_MB_AIM)
        )
    cold = list(cold_answers(home, traces, rng, notes))
    figures.append(Figure("trace by id, after a cold start", "ms", p95(cold), TRACE_MS, p50=statistics.median(cold)))
    if arguments.mixed_seconds:
        with a_server(home) as server:
            asker = Asker(server.web, urllib3.PoolManager())
            mixed, note = readers_and_writers(server, asker, traces, arguments.mixed_seconds)
        figures += mixed
        notes.append(note)
    when = dt.datetime.now(dt.timezone.utc).strftime("%Y-%m-%d")
    loads = (load_before, os.getloadavg()[0])
    return Run(spans, content, when, os.cpu_count() or 1, loads, tuple(notes), tuple(figures))


def idle(pid: int) -> list[Figure]:
    """Return what a server costs that was started on the folder and asked nothing."""
    time.sleep(QUIET_S)
    before = cpu_s(pid)
    time.sleep(WATCHED_S)
    percent = (cpu_s(pid) - before) / WATCHED_S * 100
    return [
        Figure("idle processor", "% of a core", percent, IDLE_CPU_AIM),
        Figure("idle memory", "MB", memory_mb(pid), IDLE_MB_AIM),
    ]


def cold_answers(home: Path, traces: list[str], rng: random.Random, notes: list[str]) -> Iterator[float]:
    """Yield the milliseconds of the first trace asked for of a server just started, its files not in the page cache."""
    forgot = True
    for _ in range(COLD_STARTS):
        forgot = forget(home) and forgot
        with a_server(home) as server:
            yield Asker(server.web, urllib3.PoolManager()).seconds(a_trace(rng, traces)) * 1_000
    did = "the kernel was asked to drop the files' pages" if forgot else "the page cache could NOT be dropped"
    notes.append(f"cold start: {COLD_STARTS} starts of the server; before each {did}")


if __name__ == "__main__":
    sys.exit(main())
