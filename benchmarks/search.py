"""What would an index of words cost, and what would it save? The store's search beside one tantivy index of the texts.

Run: python benchmarks/search.py [--spans 100000]
Spans carry about 1.5 KB of text drawn from 30,000 words by Zipf's law; one in 25,000 has the rare word. The store
searches by reading columns. tantivy (not a dependency: pip install tantivy) indexes the same texts with positions,
one document a span. CPU is that of all threads, without the making of texts.
"""

from __future__ import annotations

import argparse
import itertools
import random
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spans", type=int, default=100_000)
    count = parser.parse_args().spans
    rng = random.Random(7)
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(3, 10))) for _ in range(VOCABULARY)]
    questions = {"rare word": RARE, "common word": words[20], "two words": f"{words[200]} {words[900]}"}
    with tempfile.TemporaryDirectory() as folder:
        store = LocalStore(Path(folder) / "store", Settings(), Metrics())
        started, raw = time.process_time(), 0
        for batch in batches(rng, words, count):
            raw += sum(len(str(span.input)) for span in batch)
            store.write(aggregate(batch), 1)
        store.flush()
        write_us = (time.process_time() - started - making_s(words, count)) / count * 1e6
        size = sum(path.stat().st_size for path in (Path(folder) / "store").iterdir() if path.is_file())
        print(f"{count:,} spans, {raw / count:,.0f} bytes of text a span; store: {size / count:,.0f} bytes a span")
        scan = {name: timed(lambda q=text: store.search(q, SpanFilter(), Page(50))) for name, text in questions.items()}
        store.close()
        report("columns read", scan)
        try:
            import tantivy
        except ImportError:
            print("tantivy is not installed: nothing to compare with")
            return
        search, index_bytes, index_us = indexed(tantivy, Path(folder) / "index", random.Random(7), count)
        report("tantivy", {name: timed(lambda q=text: search(q)) for name, text in questions.items()}, scan)
        print(f"the index takes {index_bytes / count:,.0f} bytes a span, {index_bytes / size:.2f} x the store itself")
        print(f"and {index_us:,.0f} us of CPU a span to build, {index_us / write_us:.2f} x writing and sealing")


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


def indexed(tantivy: Any, folder: Path, rng: random.Random, count: int) -> tuple[Callable[[str], Any], int, float]:
    """Build the index and return what asks it, its bytes, and its microseconds of CPU a span."""
    folder.mkdir()
    words = ["".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(3, 10))) for _ in range(VOCABULARY)]
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=False, index_option="position")
    builder.add_integer_field("version", stored=False, indexed=False, fast=True)
    index = tantivy.Index(builder.build(), path=str(folder))
    writer = index.writer(heap_size=100_000_000, num_threads=1)
    started = time.process_time()
    for number, text in texts(rng, words, 0, count):
        document = tantivy.Document()
        document.add_text("text", text)
        document.add_integer("version", number)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    took = time.process_time() - started - making_s(words, count)
    index.reload()
    searcher = index.searcher()

    def search(text: str) -> Any:
        query = index.parse_query(" AND ".join(text.split()), ["text"])
        return searcher.search(query, 50, order_by_field="version")

    return search, sum(path.stat().st_size for path in folder.iterdir()), took / count * 1e6


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
