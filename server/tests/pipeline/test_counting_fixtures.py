"""What was really served, and what both stores count of the spans that real emitters made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agenttrace.model import Span, SpanType
from agenttrace_server.config import Settings
from agenttrace_server.pipeline.runner import Runner
from agenttrace_server.store.api import GroupBy, Page, SpanFilter, Store, TraceFilter
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics

from .making import FIXTURES, recorded
from .parts import STAGES, MemoryJournal, RememberingBus, work_here

TRUTH: dict[str, dict[str, Any]] = json.loads((FIXTURES / "TRUTH.json").read_text())
WHOLE = sorted(name for name, truth in TRUTH.items() if truth["emitter_reports_everything"])
PEERS = {"peer__langfuse": (6, 1280, 166), "peer__logfire": (8, 2040, 232), "peer__traceloopsdk": (8, 2040, 232)}
"""Calls, input and output tokens of fixtures in which several emitters mix; each was served by the scripted server."""
CALLS = SpanFilter(span_type=(SpanType.LLM_CALL,))


@pytest.fixture(params=["memory", "local"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened: Store = MemoryStore() if request.param == "memory" else LocalStore(tmp_path, Settings(), Metrics())
    yield opened
    opened.close()


def _post(store: Store, name: str) -> None:
    """Take a recorded request through the journal, every stage and the store."""
    journal = MemoryJournal()
    journal.put(recorded(name))
    settings = Settings(batch_max_wait_ms=1, batch_max_spans=7)
    runner = Runner(journal, store, RememberingBus(), Metrics(), settings=settings, work=work_here(), stages=STAGES)
    runner.start()
    assert runner.stop(60)


def _spans(store: Store) -> list[Span]:
    return [stored.span for stored in store.find_spans(SpanFilter(), Page(limit=1_000)).items]


def _counted(store: Store) -> tuple[int, int, int]:
    """Return the answered calls, and their tokens. Embeddings are not in TRUTH, and neither are calls that failed."""
    rows = store.stats(CALLS, GroupBy.NOTHING)
    failed = sum(span.counts_usage and span.status.state.is_failure for span in _spans(store))
    if not rows:
        return 0, 0, 0
    totals = rows[0].totals
    return totals.model_calls - failed, totals.input_tokens, totals.output_tokens


@pytest.mark.parametrize("name", WHOLE)
def test_every_call_that_was_served_counts_once(store: Store, name: str) -> None:
    truth = TRUTH[name]

    _post(store, name)

    counted, served = _counted(store), (truth["llm_calls"], truth["input_tokens"], truth["output_tokens"])
    print(f"{name:36} counted {counted} served {served} naive input {truth['naive_input_tokens']}")
    assert counted == served


@pytest.mark.parametrize("name", sorted(set(TRUTH) - set(WHOLE)))
def test_where_an_emitter_leaves_things_out_no_more_counts_than_was_served(store: Store, name: str) -> None:
    truth = TRUTH[name]

    _post(store, name)

    counted, served = _counted(store), (truth["llm_calls"], truth["input_tokens"], truth["output_tokens"])
    print(f"{name:36} counted {counted} served {served} naive input {truth['naive_input_tokens']}")
    assert all(ours <= theirs for ours, theirs in zip(counted, served, strict=True) if theirs is not None)


@pytest.mark.parametrize("name", sorted(PEERS))
def test_a_mix_of_emitters_counts_each_call_once(store: Store, name: str) -> None:
    _post(store, name)

    assert _counted(store) == PEERS[name]


@pytest.mark.parametrize("name", ["anthropic__openinference", "peer__logfire", "pydantic_ai__native"])
def test_the_sums_of_a_trace_are_those_of_its_rows(store: Store, name: str) -> None:
    _post(store, name)

    (trace,) = store.find_traces(TraceFilter(), Page()).items
    counted = [span.counted for span in _spans(store)]
    usages = [figures.usage for figures in counted if figures is not None and figures.usage is not None]
    costs = [figures.cost for figures in counted if figures is not None and figures.cost is not None]
    assert trace.totals.input_tokens == sum(usage.input_tokens or 0 for usage in usages)
    assert trace.totals.output_tokens == sum(usage.output_tokens or 0 for usage in usages)
    assert trace.totals.cost_nano_usd == sum(cost.total or 0 for cost in costs)
    shadows = {span.span_id: span.shadow_of for span in _spans(store) if span.shadow_of is not None}
    seen_by = {seen.span_id: span.span_id for span in _spans(store) for seen in span.also_seen_by}
    assert shadows == seen_by
