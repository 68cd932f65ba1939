"""A span is opened around a block, and takes whatever it is told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.trace import StatusCode

import agenttrace as at
from agenttrace.testing import InMemoryExporter


@dataclass
class Ticket:
    number: int
    title: str


class Hostile:
    def __repr__(self) -> str:
        raise RuntimeError("no repr for you")


def test_a_block_is_a_span_of_its_type_below_the_one_around_it(spans: InMemoryExporter) -> None:
    with at.span("outer", type=at.SpanType.TASK) as outer, at.span("inner", type="file_read") as inner:
        assert at.get_current_span().span_id == inner.span_id

    found = {span.name: span for span in spans.spans}
    assert found["outer"].attributes["agenttrace.span.type"] == "task"
    assert found["inner"].attributes["agenttrace.span.type"] == "file_read"
    assert found["inner"].parent.span_id == found["outer"].context.span_id
    assert outer.trace_id == inner.trace_id


def test_an_async_block_is_the_same_span(spans: InMemoryExporter) -> None:
    async def work() -> None:
        async with at.span("outer"), at.span("inner"):
            await asyncio.sleep(0)

    asyncio.run(work())

    inner, outer = spans.spans
    assert inner.parent.span_id == outer.context.span_id


def test_concurrent_tasks_keep_their_own_current_span(spans: InMemoryExporter) -> None:
    async def child(name: str) -> None:
        async with at.span(name):
            await asyncio.sleep(0)
            async with at.span(f"{name} step"):
                await asyncio.sleep(0)

    async def work() -> None:
        async with at.span("root"):
            await asyncio.gather(*(child(f"child {number}") for number in range(5)))

    asyncio.run(work())

    by_id = {span.context.span_id: span for span in spans.spans}
    for step in (span for span in spans.spans if span.name.endswith("step")):
        assert by_id[step.parent.span_id].name == step.name.removesuffix(" step")


def test_attributes_that_opentelemetry_refuses_become_json_text(spans: InMemoryExporter) -> None:
    cyclic: dict[str, object] = {}
    cyclic["self"] = cyclic
    values = {"ticket": Ticket(7, "late"), "nothing": None, "cyclic": cyclic, "hostile": Hostile(), "big": 2**80}

    with at.span("work", attributes={"mixed": [1, "a"]}) as span:
        for name, value in values.items():
            span.set_attribute(name, value)

    attributes = spans.spans[0].attributes
    assert attributes["mixed"] == '[1,"a"]'
    assert attributes["ticket"] == '{"number":7,"title":"late"}'
    assert attributes["nothing"] == "null"
    assert attributes["cyclic"] == '{"self":"<dict: contains itself>"}'
    assert attributes["hostile"] == "<Hostile: repr() raised RuntimeError>"
    assert attributes["big"] == str(2**80)


def test_token_usage_and_model_take_the_names_of_opentelemetry(spans: InMemoryExporter) -> None:
    with at.span("call", type=at.SpanType.LLM_CALL) as span:
        span.set_model("gpt-5.5", provider="openai")
        span.set_token_usage(
            input_tokens=100, output_tokens=20, cache_read_tokens=30, cache_creation_tokens=5, reasoning_tokens=4
        )

    attributes = spans.spans[0].attributes
    assert attributes["gen_ai.request.model"] == "gpt-5.5"
    assert attributes["gen_ai.provider.name"] == "openai"
    assert attributes["gen_ai.usage.input_tokens"] == 100
    assert attributes["gen_ai.usage.output_tokens"] == 20
    assert attributes["gen_ai.usage.cache_read.input_tokens"] == 30
    assert attributes["gen_ai.usage.cache_write.input_tokens"] == 5
    assert attributes["gen_ai.usage.reasoning.output_tokens"] == 4


def test_events_and_content_are_kept(spans: InMemoryExporter) -> None:
    with at.span("work") as span:
        span.add_event("retried", {"reason": {"code": 429}}).set_input("question").set_output({"answer": 42})

    (event,) = spans.spans[0].events
    assert (event.name, dict(event.attributes)) == ("retried", {"reason": '{"code":429}'})
    assert spans.spans[0].attributes["agenttrace.input"] == "question"
    assert spans.spans[0].attributes["agenttrace.output"] == '{"answer":42}'


def test_without_capture_the_content_stays_in_the_process(exporter: InMemoryExporter) -> None:
    at.init(processor=SimpleSpanProcessor(exporter), auto_instrument=False, capture_content=False)

    @at.tool
    def search(query: str) -> str:
        at.message(to="writer", content="secret plan")
        return query.upper()

    with at.span("work") as span:
        span.set_input("question").set_output("answer")
        search("question")

    at.shutdown()

    text = " ".join(f"{dict(s.attributes)} {[dict(e.attributes) for e in s.events]}" for s in exporter.spans)
    assert "query" not in text
    assert "question" not in text.lower()
    assert "answer" not in text
    assert "secret plan" not in text


def test_the_last_status_said_holds(spans: InMemoryExporter) -> None:
    with at.span("work") as span:
        span.set_status("error", message="first try failed", code="E1")
        span.set_status(at.SpanState.OK)

    assert spans.spans[0].status.status_code is StatusCode.OK
    assert spans.spans[0].attributes["agenttrace.status"] == "ok"


def test_an_exception_wins_over_a_status_said_before(spans: InMemoryExporter) -> None:
    def fail_after_all() -> None:
        with at.span("work") as span:
            span.set_status("ok")
            raise ValueError("boom")

    with pytest.raises(ValueError, match="boom"):
        fail_after_all()

    assert spans.spans[0].status.status_code is StatusCode.ERROR
    assert spans.spans[0].status.description == "boom"


def test_the_current_span_of_somebody_else_can_be_written_on(spans: InMemoryExporter) -> None:
    from opentelemetry import trace

    with trace.get_tracer("third.party").start_as_current_span("theirs"):
        at.get_current_span().set_attribute("ours", {"a": 1}).set_status("timeout", "too slow")

    assert spans.spans[0].attributes["ours"] == '{"a":1}'
    assert spans.spans[0].status.status_code is StatusCode.ERROR


def test_writing_after_the_end_or_without_a_span_does_nothing(spans: InMemoryExporter) -> None:
    with at.span("work") as span:
        pass

    at.get_current_span().set_attribute("a", 1).add_event("b").set_status("ok")
    assert not at.get_current_span().is_recording
    assert span.trace_id != "0" * 32


def test_names_that_are_no_text_are_shown_as_text(spans: InMemoryExporter) -> None:
    with at.span(None) as span:  # type: ignore[arg-type]
        span.add_event(7)  # type: ignore[arg-type]

    (made,) = spans.spans
    assert (made.name, made.events[0].name) == ("None", "7")
