"""How does each figure of the embedded store grow with the number of spans? Every one beside its aim.

Run: python benchmarks/scale.py [--sizes 100000,1000000,10000000] [--with-content | --without] [--over-otlp]
     [--json figures.json] [--home folder], and then python benchmarks/scale.py --render figures.json
A folder is filled (seven days of runs of 20 spans and a few very large ones, 1.5 KB of attributes where there is
content), a real server is started on it, and everything is asked over REST. `--keep folder` only fills, and what it
fills stays; `--reuse folder` measures such a one, later and on a quiet machine. `--render` writes
docs/concepts/figures.md and growth.svg from the JSON.
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
from itertools import product
from pathlib import Path

import urllib3
from a_server import a_server
from at_scale.asking import TRACE_MS, Asker, a_trace, measure, p95, questions
from at_scale.figures import Figure, Run, as_text, keep, read_runs
from at_scale.filling import Filled, fill
from at_scale.machine import cpu_s, folder_bytes, forget, memory_mb
from at_scale.page import write_page

DOCS = Path(__file__).parents[1] / "docs/concepts"
BYTES_AIM = {True: 2_000, False: 300}
IDLE_CPU_AIM, IDLE_MB_AIM, MOST_MB_AIM = 1.0, 300, 1_000
"""Percent of one processor (the aim is "about 0"), and megabytes."""
QUIET_S, WATCHED_S = 15.0, 20.0
COLD_STARTS = 5
SETTLING_S = 3_600.0


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
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="fill folders in here, and measure nothing")
    parser.add_argument("--reuse", type=Path, nargs="+", default=[], metavar="FOLDER", help="measure filled folders")
    parser.add_argument("--json", type=Path, help="keep the figures here, beside those of other sizes")
    parser.add_argument("--home", type=Path, help="where the folders are made (default: the system's)")
    parser.add_argument("--render", type=Path, metavar="JSON", help="only write the page and the plot of these figures")
    arguments = parser.parse_args()
    if arguments.render:
        write_page(DOCS, read_runs(arguments.render))
        return 0
    for folder in arguments.reuse:
        show(run_one(folder, Filled.of(folder)), arguments.json)
    sizes = [] if arguments.reuse else map(int, arguments.sizes.split(","))
    for spans, content in product(sizes, arguments.kinds):
        if arguments.keep:
            folder = arguments.keep / f"{spans}-{'with' if content else 'without'}-content"
            print(f"{folder}: {fill(folder, spans, content=content, over_otlp=arguments.over_otlp)}", flush=True)
            continue
        with tempfile.TemporaryDirectory(dir=arguments.home) as home:
            filled = fill(Path(home), spans, content=content, over_otlp=arguments.over_otlp)
            show(run_one(Path(home), filled), arguments.json)
    return 0


def show(run: Run, file: Path | None) -> None:
    """Print a run, and keep it."""
    print(as_text(run) + "\n", flush=True)
    if file:
        keep(file, run)


def run_one(home: Path, filled: Filled) -> Run:
    """Measure everything on a filled folder."""
    load_before = os.getloadavg()[0]
    spans, content = filled.spans, filled.content
    notes = [str(filled)]
    with a_server(home) as server:
        asker = Asker(server.web, urllib3.PoolManager())
        notes.append(wait_until_settled(asker))
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
    when = dt.datetime.now(dt.timezone.utc).strftime("%Y-%m-%d")
    loads = (load_before, os.getloadavg()[0])
    return Run(spans, content, when, os.cpu_count() or 1, loads, tuple(notes), tuple(figures))


def wait_until_settled(asker: Asker) -> str:
    """Wait until every file has its index of words, and say how long that took."""
    started = time.monotonic()
    while time.monotonic() < started + SETTLING_S:
        parts = {part["name"]: part["files"] for part in asker.get("/api/v1/store/stats").json()["parts"]}
        files = sum(count for name, count in parts.items() if name.startswith("segments") or name == "content")
        if parts.get("words", 0) >= files:
            return f"after {time.monotonic() - started:,.0f} s of a started server every file had its index of words"
        time.sleep(1)
    return f"{parts.get('words', 0)} of {files} files had an index of words: the others were read instead"


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
