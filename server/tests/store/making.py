"""Make spans for the store's tests: only what a test cares about has to be said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from agenttrace.model import (
    UNKNOWN_COST,
    Agent,
    AgentMessage,
    Call,
    Cost,
    Message,
    NanoUsd,
    Part,
    PartType,
    PriceMatch,
    ProjectName,
    Scope,
    Span,
    SpanEvent,
    SpanId,
    SpanLink,
    SpanState,
    SpanType,
    Status,
    Tool,
    TraceId,
    Usage,
)
from agenttrace_server.store.api import TraceDelta

SECOND = 1_000_000_000
NOON = 1_790_000_000 * SECOND // (24 * 3600 * SECOND) * (24 * 3600 * SECOND) + 12 * 3600 * SECOND
"""Noon of a day in September 2026, UTC."""
HOUR = 3600 * SECOND


def trace_id(number: int) -> TraceId:
    return TraceId(f"{number:032x}")


def span_id(number: int) -> SpanId:
    return SpanId(f"{number:016x}")


def a_span(trace: int = 1, number: int = 1, **given: Any) -> Span:
    """A chain span of one second that ended well; `at` is its start in seconds after noon, `project` text."""
    start_ns = NOON + int(given.pop("at", number) * SECOND)
    duration = given.pop("lasts", 1)
    parent = given.pop("parent", None if number == 1 else 1)
    fields: dict[str, Any] = {
        "project": ProjectName("default"),
        "trace_id": trace_id(trace),
        "span_id": span_id(trace * 1_000_000 + number),
        "parent_span_id": None if parent is None else span_id(trace * 1_000_000 + parent),
        "name": f"step {number}",
        "start_ns": start_ns,
        "end_ns": start_ns + int(duration * SECOND),
        "status": Status(SpanState.OK),
        "span_type": SpanType.CHAIN,
    }
    return Span(**{**fields, **given})


def running(trace: int = 1, number: int = 1, **given: Any) -> Span:
    """The same span before its end was reported."""
    return a_span(trace, number, **{"status": Status(SpanState.RUNNING), "end_ns": None, **given})


def failed(trace: int = 1, number: int = 1, message: str = "it broke", **given: Any) -> Span:
    return a_span(trace, number, **{"status": Status(SpanState.ERROR, message, "E1"), **given})


def a_call(trace: int = 1, number: int = 1, cost: int | None = 1_000, **given: Any) -> Span:
    """A model call of 10 + 5 tokens that cost `cost` nano-dollars; None: nobody knows."""
    half = NanoUsd((cost or 0) // 2)
    known = Cost(PriceMatch.EXACT, NanoUsd(cost), half, NanoUsd(cost - half)) if cost else UNKNOWN_COST
    fields = {
        "span_type": SpanType.LLM_CALL,
        "call": Call(provider="openai", request_model="gpt-5", response_model="gpt-5-2025"),
        "usage": Usage(input_tokens=10, output_tokens=5, cache_read_tokens=2, reasoning_tokens=1),
        "cost": known,
    }
    return a_span(trace, number, **{**fields, **given})


def a_full_span(trace: int = 1, number: int = 1) -> Span:
    """A span with every field set, and with values that are hard to keep."""
    hard = {
        "text": 'naïve "quoted" \\ \n\t 你好 🎉 \x01',
        "int": -(2**63),
        "float": 0.1,
        "whole": 2.0,
        "yes": True,
        "no": None,
        "list": [1, "a", [True], {"x": 1.5}],
        "with.dots/and~more": {"": ""},
    }
    part = Part(PartType.TOOL_CALL, name="search", call_id="c1", value={"q": ["x", 1]})
    said = Message("assistant", (part, Part(PartType.TEXT, text="hm")), name="n", finish_reason="stop")
    start_ns = NOON + 7
    return a_span(
        trace,
        number,
        span_type=SpanType.LLM_CALL,
        parent=9,
        at=0,
        start_ns=start_ns,
        end_ns=start_ns + 1_234_567,
        status=Status(SpanState.TIMEOUT, "too slow", "deadline"),
        scope=Scope("some.library", "1.2"),
        otel_kind="client",
        resource={"service.name": "crew", "process.pid": 7},
        attributes=hard,
        events=(SpanEvent("exception", start_ns + 1, {"exception.type": "E"}), SpanEvent("bare", start_ns)),
        links=(SpanLink(trace_id(77), span_id(78), {"why": "continues"}),),
        dropped=3,
        dialect="openinference",
        session_id="s-1",
        session_name="the session",
        user_id="u-1",
        tags=("a", "b"),
        framework="crewai",
        agent=Agent("planner", "id-1", "lead", "plans"),
        call=Call("openai", "gpt-5", None, "r-1", "chat", ("stop",), 1_000, {"temperature": 0.5, "stop": ["\n"]}),
        tool=Tool("search", "c1", "searches"),
        usage=Usage(1, 2, 3, 4, 5, 6, 7, 8),
        reported_cost=NanoUsd(12),
        input_messages=(Message("user", (Part(PartType.MEDIA, text="ref", mime_type="image/png"),)),),
        output_messages=(said,),
        input={"question": "why?"},
        output=[1, 2.5, None, "x"],
        messages=(AgentMessage("planner", "writer", "handoff", "go on", start_ns + 5),),
        file_path="a/b.txt",
        input_preview="why?",
        output_preview="because",
        cost=Cost(PriceMatch.ALIAS, NanoUsd(5), NanoUsd(2), None, "openai/gpt-5", "genai-prices 0.2.3"),
    )


def deltas_of(spans: Iterable[Span]) -> list[TraceDelta]:
    """Group spans by trace, as the pipeline does."""
    grouped: dict[tuple[ProjectName, TraceId], list[Span]] = defaultdict(list)
    for span in spans:
        grouped[span.project, span.trace_id].append(span)
    return [TraceDelta(project, trace, tuple(members)) for (project, trace), members in grouped.items()]
