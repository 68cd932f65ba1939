"""What does it cost to count each model call once, beside writing the spans to the local store, and how much memory?

Run: python benchmarks/counting.py [calls]
Calls come in traces of ten, each told once, or twice by two emitters (one span inside the other), or in two traces (no
span open). "once a call" is everything that deciding who counts takes: what is kept of a span, the indexes of its
trace and of all traces, and the roles. The peer is `LocalStore.write` of the same spans as a whole, which contains it.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from agenttrace.model import (
    OK,
    Call,
    Cost,
    NanoUsd,
    PriceMatch,
    ProjectName,
    Scope,
    Span,
    SpanId,
    SpanType,
    TraceId,
    Usage,
)
from agenttrace_server.config import Settings
from agenttrace_server.pipeline.aggregate import aggregate
from agenttrace_server.store.api import TraceDelta
from agenttrace_server.store.api.dedupe import Head, HeadKey, SeenIndex, TwinIndex, seen_of
from agenttrace_server.store.local import LocalStore
from agenttrace_server.telemetry import Metrics

CALLS = 20_000
A_TRACE = 10
ROUNDS = 3
COMPARED = 20_000
START_NS = 1_790_000_000_000_000_000
PROJECT = ProjectName("bench")
COST = Cost(PriceMatch.EXACT, NanoUsd(750), NanoUsd(500), NanoUsd(250))


def main(calls: int) -> None:
    for name, make in (("one emitter", _alone), ("two, nested", _nested), ("two traces", _twins)):
        deltas = make(calls)
        spans = sum(len(delta.spans) for delta in deltas)
        deciding = min(_deciding(deltas) for _ in range(ROUNDS))
        writing = min(_writing(deltas) for _ in range(ROUNDS))
        print(
            f"{name:12} {spans:6} spans: {deciding / calls * 1e6:6.2f} us to count a call,"
            f" {deciding / writing:.1%} of writing its spans ({writing / spans * 1e6:.0f} us a span)"
        )
    print(f"{COMPARED} calls that other traces are compared with take {_memory() / 1e6:.1f} MB")


def _call(number: int, trace: int, at: int, scope: str, **more: object) -> Span:
    start_ns = START_NS + at * 1_000_000
    known = {
        "project": PROJECT,
        "trace_id": TraceId(f"{trace + 1:032x}"),
        "span_id": SpanId(f"{number + 1:016x}"),
        "parent_span_id": SpanId("f" * 16),
        "name": "chat gpt-5.5",
        "start_ns": start_ns,
        "end_ns": start_ns + 800_000,
        "status": OK,
        "scope": Scope(scope),
        "resource": {"service.name": "bench"},
        "attributes": {"gen_ai.request.model": "gpt-5.5"},
        "span_type": SpanType.LLM_CALL,
        "call": Call(provider="openai", response_model="gpt-5.5", response_id=f"chatcmpl-{at:024}"),
        "usage": Usage(100 + at % 64, 10),
        "cost": COST,
    }
    return Span(**{**known, **more})  # type: ignore[arg-type]


def _alone(calls: int) -> tuple[TraceDelta, ...]:
    return aggregate(_call(number, number // A_TRACE, number, "openai") for number in range(calls))


def _nested(calls: int) -> tuple[TraceDelta, ...]:
    spans: list[Span] = []
    for number in range(calls):
        outer = _call(2 * number, number // A_TRACE, number, "langchain", input="why?", output="because")
        inner = _call(2 * number + 1, number // A_TRACE, number, "openai", parent_span_id=outer.span_id)
        spans += [outer, replace(inner, start_ns=outer.start_ns + 1_000, end_ns=outer.start_ns + 700_000)]
    return aggregate(spans)


def _twins(calls: int) -> tuple[TraceDelta, ...]:
    spans: list[Span] = []
    for number in range(calls):
        outer = _call(2 * number, 2 * number, number, "langchain", input="why?", output="because")
        inner = _call(2 * number + 1, 2 * number + 1, number, "openai", parent_span_id=None)
        spans += [outer, replace(inner, start_ns=outer.start_ns + 1_000, end_ns=outer.start_ns + 700_000)]
    return aggregate(spans)


def _deciding(deltas: Sequence[TraceDelta]) -> float:
    twins = TwinIndex(COMPARED)
    gc.collect()
    begun = time.process_time()
    for delta in deltas:
        index = SeenIndex()
        changed = index.change({span.span_id: seen_of(span) for span in delta.spans})
        ids = {span.span_id for span in delta.spans} | changed.keys()
        heads = index.heads(delta.project, delta.trace_id, ids)
        news: dict[HeadKey, Head | None] = {
            (delta.project, delta.trace_id, span_id): head for span_id, head in heads.items() if head is not None
        }
        twins.change(news)
    return time.process_time() - begun


def _writing(deltas: Sequence[TraceDelta]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        store = LocalStore(Path(folder), Settings(), Metrics())
        begun = time.process_time()
        for at in range(0, len(deltas), 50):
            store.write(deltas[at : at + 50], at + 1)
        took = time.process_time() - begun
        store.close()
    return took


def _memory() -> int:
    deltas = _alone(COMPARED)
    index = SeenIndex()
    twins = TwinIndex(COMPARED)
    tracemalloc.start()
    for delta in deltas:
        index = SeenIndex()
        index.change({span.span_id: seen_of(span) for span in delta.spans})
        twins.change({head.key: head for head in index.all_heads(delta.project, delta.trace_id)})
    del index
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CALLS)
