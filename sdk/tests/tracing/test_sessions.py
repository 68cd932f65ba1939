"""Spans know their session, their agent and what their process says of itself, whoever makes them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager

import pytest
from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

import agenttrace as at
from agenttrace.testing import InMemoryExporter

third_party = trace.get_tracer("third.party")


def test_every_span_in_a_session_block_belongs_to_it(spans: InMemoryExporter) -> None:
    with at.session("review", user="ada", metadata={"plan": "pro"}, tags=["vip"]) as session:
        assert at.current_session() == session
        with at.span("root"), third_party.start_as_current_span("theirs"):
            pass
    assert at.current_session() is None

    theirs, root = spans.spans
    for span in (theirs, root):
        assert span.attributes["session.id"] == session.id
        assert span.attributes["agenttrace.session.name"] == "review"
        assert span.attributes["user.id"] == "ada"
    assert root.attributes["agenttrace.session.metadata"] == '{"plan":"pro"}'
    assert root.attributes["agenttrace.tags"] == ("vip",)
    assert "agenttrace.session.metadata" not in theirs.attributes


def test_a_session_opened_below_a_span_marks_its_first_spans(spans: InMemoryExporter) -> None:
    with at.span("server"), at.session("chat", metadata={"a": 1}), at.span("turn"), at.span("step"):
        pass

    step, turn, server = spans.spans
    assert turn.attributes["agenttrace.session.metadata"] == '{"a":1}'
    assert "agenttrace.session.metadata" not in step.attributes
    assert "session.id" not in server.attributes


def test_a_session_can_be_continued_by_its_id(spans: InMemoryExporter) -> None:
    async def turn() -> None:
        async with at.session("chat", id="chat-1"), at.span("turn"):
            pass

    asyncio.run(turn())
    asyncio.run(turn())

    assert [span.attributes["session.id"] for span in spans.spans] == ["chat-1", "chat-1"]


def test_the_session_of_init_is_for_spans_outside_of_any_block(exporter: InMemoryExporter) -> None:
    at.init(processor=SimpleSpanProcessor(exporter), auto_instrument=False, session="nightly", tags=["cron"])

    with at.span("first"):
        pass
    with third_party.start_as_current_span("theirs"), at.session("other"), at.span("inner"):
        pass
    at.shutdown()

    first, inner, theirs = exporter.spans
    assert first.attributes["agenttrace.session.name"] == theirs.attributes["agenttrace.session.name"] == "nightly"
    assert first.attributes["session.id"] == theirs.attributes["session.id"]
    assert first.attributes["agenttrace.tags"] == ("cron",)
    assert inner.attributes["agenttrace.session.name"] == "other"
    assert "agenttrace.tags" not in inner.attributes


def test_spans_below_an_agent_carry_its_name(spans: InMemoryExporter) -> None:
    @at.agent(name="writer")
    def write() -> None:
        with third_party.start_as_current_span("their call"):
            pass

    @at.agent(name="planner")
    def plan() -> None:
        with at.span("think"):
            pass
        write()

    plan()

    names = {span.name: span.attributes.get("agent.name") for span in spans.spans}
    assert names == {"think": "planner", "their call": "writer", "writer": None, "planner": None}


def test_what_a_span_says_itself_wins_over_what_it_inherits(spans: InMemoryExporter) -> None:
    with at.session("outer", id="s-1"), third_party.start_as_current_span("theirs", attributes={"session.id": "s-2"}):
        pass

    assert spans.spans[0].attributes["session.id"] == "s-2"


@pytest.mark.parametrize(
    "block", [lambda: at.session("inner"), lambda: at.span("inner"), lambda: at.continue_trace({})]
)
def test_a_block_in_a_generator_that_another_task_closes_leaves_no_trace_of_itself(
    block: Callable[[], AbstractContextManager[object]], spans: InMemoryExporter, caplog: pytest.LogCaptureFixture
) -> None:
    async def steps() -> AsyncGenerator[int, None]:
        with block():
            yield 1
            yield 2

    async def close_and_look(generator: AsyncGenerator[int, None]) -> tuple[object, bool]:
        await generator.aclose()
        return at.current_session(), at.get_current_span().context.is_valid

    async def program() -> tuple[object, bool]:
        generator = steps()
        await generator.__anext__()
        return await asyncio.create_task(close_and_look(generator))

    assert asyncio.run(program()) == (None, False)
    assert caplog.records == []


def test_a_context_that_a_library_forgot_to_detach_ends_with_the_span_around_it(spans: InMemoryExporter) -> None:
    with at.span("ours"):
        otel_context.attach(trace.set_span_in_context(third_party.start_span("leaked")))
    with at.span("next"):
        pass

    assert spans.by_name("next")[0].parent is None
