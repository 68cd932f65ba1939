"""Spans for the tests of `query`: a maker with short defaults, and one small trace that shows every case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agenttrace.model import (
    OK,
    RUNNING,
    UNKNOWN_COST,
    Agent,
    Call,
    Cost,
    NanoUsd,
    PriceMatch,
    ProjectName,
    Span,
    SpanId,
    SpanState,
    SpanType,
    Status,
    TraceId,
    Usage,
)
from agenttrace_server.store.api import StoredSpan

T0_NS = 1_700_000_000_000_000_000
MS = 1_000_000

SpanMaker = Callable[..., StoredSpan]


def a_span_at(
    seq: int, parent: int | None = None, start_ms: int = 0, end_ms: int | None = 10, **fields: Any
) -> StoredSpan:
    span = Span(
        project=ProjectName("default"),
        trace_id=TraceId("ab" * 16),
        span_id=SpanId(f"{seq + 1:016x}"),
        parent_span_id=None if parent is None else SpanId(f"{parent + 1:016x}"),
        start_ns=T0_NS + start_ms * MS,
        end_ns=None if end_ms is None else T0_NS + end_ms * MS,
        **{"name": f"span {seq}", "status": RUNNING if end_ms is None else OK, **fields},
    )
    return StoredSpan(span, seq)


@pytest.fixture
def make_span() -> SpanMaker:
    """Make span number `seq`; times are milliseconds from a fixed start, `parent` is another number."""
    return a_span_at


@pytest.fixture
def small_trace() -> list[StoredSpan]:
    """Seven spans: calls with and without a price, a failed tool, an orphan, one running, one outliving its parent."""
    writer = Agent(name="writer")
    paid = Cost(PriceMatch.EXACT, total=NanoUsd(1_234_567), input=NanoUsd(1_000_000), output=NanoUsd(234_567))
    return [
        a_span_at(0, end_ms=5_000, name="run", span_type=SpanType.TASK, input="go"),
        a_span_at(1, 0, 10, 2_000, name="writer", span_type=SpanType.AGENT, agent=writer),
        a_span_at(
            2,
            1,
            20,
            1_500,
            name="chat",
            span_type=SpanType.LLM_CALL,
            agent=writer,
            call=Call(provider="openai", request_model="gpt-4o"),
            usage=Usage(1_200, 340),
            cost=paid,
            output="done",
        ),
        a_span_at(
            3,
            1,
            1_600,
            2_500,
            name="search é",
            span_type=SpanType.TOOL_EXECUTION,
            agent=writer,
            status=Status(SpanState.ERROR, "no route", "E1"),
        ),
        a_span_at(
            4,
            0,
            2_600,
            4_000,
            name="chat",
            span_type=SpanType.LLM_CALL,
            call=Call(provider="acme", request_model="acme-1"),
            usage=Usage(7, 3),
            cost=UNKNOWN_COST,
        ),
        a_span_at(5, 0, 4_100, None, name="review", span_type=SpanType.VERIFICATION),
        a_span_at(6, 99, 300, 400, name="lost", span_type=SpanType.CUSTOM, status=Status(SpanState.CANCELLED)),
    ]
