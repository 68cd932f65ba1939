"""What does the index of words cost, and what does it save? Beside reading, and beside SQLite FTS5, in the same run.

Run: python benchmarks/search.py [--spans 100000]
Spans carry about 1.5 KB of text drawn from 30,000 words by Zipf's law; one in 25,000 has the rare word. Each question
is asked of the store without its index, then with it, then of an FTS5 table (contentless, one row a span, with
positions) over the same texts. CPU is that of the process which builds, without the making of texts.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from agenttrace.model import ProjectName, Span, SpanId, SpanState, Status, TraceId
from agenttrace_server.config import Settings
from agenttrace_server.pipeline.aggregate import aggregate
from agenttrace_server.store.api import Page, SpanFilter
from agenttrace_server.store.local import LocalStore
from agenttrace_server.telemetry import Metrics

WORDS_A_SPAN = 220
VOCABULARY = 30_000
RARE, RARE_EVERY = "needleword", 25_000
START_NS = 1_790_000_000_000_000_000
ASKED = 7
AIM_MS = 400
PATIENCE_S = 1_800


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spans", type=int, default=100_000)
    count = parser.parse_args().spans
    rng = random.Random(7)
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(3, 10))) for _ in range(VOCABULARY)]
    questions = {
        "rare word": RARE,
        "common word": words[20],
        "two words": f"{words[200]} {words[900]}",
        "no such word": "nosuchword",
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "store"
        write_us = filled(folder, rng, words, count)
        size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
        print(f"{count:,} spans; store: {size / count:,.0f} bytes a span, {write_us:,.0f} us of CPU a span to write")
        scan = asked_of(folder, Settings(search_index=False), questions)
        report("read", scan)
        index_us = indexed(folder, count)
        index_bytes = sum(path.stat().st_size for path in (folder / "words").iterdir())
        print(f"index: {index_bytes / count:,.0f} bytes a span, {index_bytes / size:.2f} x the store itself")
        print(f"       {index_us:,.0f} us of CPU a span elsewhere, {index_us / write_us:.2f} x writing and sealing")
        found = asked_of(folder, Settings(), questions)
        report("indexed", found, scan)
        search, fts_bytes, fts_us = full_text_table(Path(name) / "fts.db", words, count)
        report("FTS5", {name: timed(lambda q=text: search(q)) for name, text in questions.items()}, scan)
        print(f"FTS5:  {fts_bytes / count:,.0f} bytes a span, {fts_us:,.0f} us of CPU a span")
        print(f"       the index takes {index_bytes / fts_bytes:.2f} x its bytes and {index_us / fts_us:.2f} x its CPU")


def filled(folder: Path, rng: random.Random, words: list[str], count: int) -> float:
    """Write the spans; return the microseconds of CPU a span."""
    store = LocalStore(folder, Settings(search_index=False), Metrics())
    started = time.process_time()
    for batch in batches(rng, words, count):
        store.write(aggregate(batch), 1)
    store.flush()
    store.close()
    return (time.process_time() - started - making_s(words, count)) / count * 1e6


def asked_of(folder: Path, settings: Settings, questions: dict[str, str]) -> dict[str, list[float]]:
    """Ask the store each question."""
    store = LocalStore(folder, settings, Metrics())
    store.words.wait(PATIENCE_S if settings.search_index else 0)
    found = {name: timed(lambda q=text: store.search(q, SpanFilter(), Page(50))) for name, text in questions.items()}
    store.close()
    return found


def indexed(folder: Path, count: int) -> float:
    """Let the store build its index; return the microseconds of CPU a span."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    store = LocalStore(folder, Settings(search_index_delay_s=0.01), Metrics())
    if not store.words.wait(PATIENCE_S):
        raise RuntimeError(f"no index after {PATIENCE_S} s")
    store.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / count * 1e6


def full_text_table(path: Path, words: list[str], count: int) -> tuple[Callable[[str], Any], int, float]:
    """Build the table and return what asks it, its bytes, and its microseconds of CPU a span."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIRTUAL TABLE said USING fts5(text, content='')")
    started = time.process_time()
    connection.executemany("INSERT INTO said (rowid, text) VALUES (?, ?)", texts(random.Random(7), words, 0, count))
    connection.commit()
    took = time.process_time() - started - making_s(words, count)

    def search(text: str) -> Any:
        asked = "SELECT rowid FROM said WHERE said MATCH ? ORDER BY rowid DESC LIMIT 50"
        return connection.execute(asked, (text,)).fetchall()

    return search, path.stat().st_size, took / count * 1e6


def batches(rng: random.Random, words: list[str], count: int, batch: int = 5_000) -> Iterator[list[Span]]:
    """Give spans in batches, twenty to a trace."""
    for begin in range(0, count, batch):
        yield [a_span(number, text) for number, text in texts(rng, words, begin, min(count, begin + batch))]


def texts(rng: random.Random, words: list[str], begin: int, end: int) -> Iterator[tuple[int, str]]:
    """Give a text for each number."""
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(len(words))))
    for number in range(begin, end):
        text = " ".join(rng.choices(words, cum_weights=weights, k=WORDS_A_SPAN))
        yield number, text + (f" {RARE}" if number % RARE_EVERY == RARE_EVERY // 2 else "")


def a_span(number: int, text: str) -> Span:
    start_ns = START_NS + number * 10_000_000
    return Span(
        project=ProjectName("bench"),
        trace_id=TraceId(f"{number // 20 + 1:032x}"),
        span_id=SpanId(f"{number + 1:016x}"),
        parent_span_id=None,
        name=f"step {number % 50}",
        start_ns=start_ns,
        end_ns=start_ns + 5_000_000,
        status=Status(SpanState.OK),
        input=text,
    )


def making_s(words: list[str], count: int) -> float:
    """Return the seconds that the making of the texts alone takes."""
    sample = min(count, 5_000)
    started = time.thread_time()
    for _ in texts(random.Random(1), words, 0, sample):
        pass
    return (time.thread_time() - started) * count / sample


def timed(ask: Callable[[], Any]) -> list[float]:
    """Return milliseconds, in order."""
    taken = []
    for _ in range(ASKED):
        started = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - started) * 1_000)
    return sorted(taken)


def report(name: str, found: dict[str, list[float]], beside: dict[str, list[float]] | None = None) -> None:
    """Print each question's median and worst, as shares of the aim, and of the other way."""
    for question, taken in found.items():
        middle, worst = statistics.median(taken), taken[-1]
        times = f", {statistics.median(beside[question]) / middle:,.0f} x quicker" if beside else ""
        figures = f"p50 {middle:9.2f} ms, worst {worst:9.2f} ms, {worst / AIM_MS:6.2f} x the aim"
        print(f"{name:14} {question:12} {figures}{times}")


if __name__ == "__main__":
    main()
