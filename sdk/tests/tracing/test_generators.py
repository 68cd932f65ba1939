"""A generator's span covers the iteration, and is current only while the generator's own code runs."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Generator, Iterator

import pytest

import agenttrace as at
from agenttrace.testing import InMemoryExporter


@at.trace
def tokens(count: int) -> Iterator[str]:
    with at.span("inside"):
        pass
    for number in range(count):
        yield f"t{number} "


@at.trace
def echo() -> Generator[object, object, str]:
    heard: object = "ready"
    while heard != "stop":
        try:
            heard = yield heard
        except KeyError as error:
            heard = f"caught {error}"
    return "done"


@at.trace
async def async_tokens(count: int) -> AsyncIterator[str]:
    for number in range(count):
        await asyncio.sleep(0)
        async with at.span("inside"):
            pass
        yield f"t{number} "


def test_the_span_covers_the_iteration_and_holds_what_was_yielded(spans: InMemoryExporter) -> None:
    stream = tokens(3)
    assert inspect.isgeneratorfunction(tokens)
    assert spans.spans == ()

    assert "".join(stream) == "t0 t1 t2 "

    inside, whole = spans.spans
    assert inside.parent.span_id == whole.context.span_id
    assert whole.attributes["agenttrace.output"] == "t0 t1 t2 "
    assert "agenttrace.status" not in whole.attributes


def test_the_span_is_not_current_for_the_caller_between_items(spans: InMemoryExporter) -> None:
    with at.span("caller") as caller:
        for _ in tokens(2):
            assert at.get_current_span().span_id == caller.span_id
            with at.span("callers own"):
                pass

    assert {span.parent.span_id for span in spans.by_name("callers own")} == {
        spans.by_name("caller")[0].context.span_id
    }


def test_items_that_are_no_text_are_kept_as_json_and_let_go(spans: InMemoryExporter) -> None:
    @at.trace
    def rows() -> Iterator[object]:
        yield "first"
        for number in range(100_000):
            yield {"row": number}

    assert sum(1 for _ in rows()) == 100_001

    output = spans.spans[0].attributes["agenttrace.output"]
    assert output.startswith('["first",{"row":0},{"row":1}')
    assert len(output) < 70_000


def test_a_block_that_ends_in_another_task_ends_quietly(
    spans: InMemoryExporter, caplog: pytest.LogCaptureFixture
) -> None:
    async def stream() -> AsyncIterator[int]:
        async with at.span("stream"):
            yield 1
            yield 2

    async def work() -> None:
        items = stream()
        await asyncio.create_task(items.__anext__())  # type: ignore[arg-type]
        await asyncio.create_task(items.aclose())  # type: ignore[attr-defined]

    asyncio.run(work())

    assert spans.spans[0].attributes["agenttrace.status"] == "cancelled"
    assert caplog.records == []


def test_send_throw_and_return_reach_the_generator(spans: InMemoryExporter) -> None:
    talk = echo()

    assert next(talk) == "ready"
    assert talk.send("hello") == "hello"
    assert talk.throw(KeyError("k")) == "caught 'k'"
    with pytest.raises(StopIteration) as stopped:
        talk.send("stop")
    assert stopped.value.value == "done"
    assert len(spans.spans) == 1


def test_closing_early_is_cancelled(spans: InMemoryExporter) -> None:
    stream = tokens(3)
    next(stream)
    stream.close()

    assert spans.by_name("tokens")[0].attributes["agenttrace.status"] == "cancelled"


def test_forgetting_a_generator_ends_its_span(spans: InMemoryExporter) -> None:
    stream = tokens(3)
    next(stream)
    del stream

    assert spans.by_name("tokens")[0].attributes["agenttrace.status"] == "cancelled"


def test_an_exception_inside_propagates_and_is_recorded(spans: InMemoryExporter) -> None:
    @at.trace
    def breaks() -> Iterator[int]:
        yield 1
        raise ValueError("dry")

    with pytest.raises(ValueError, match="dry"):
        list(breaks())

    assert spans.spans[0].attributes["agenttrace.status.code"] == "ValueError"


def test_an_async_generator_is_traced_in_the_same_way(spans: InMemoryExporter) -> None:
    async def work() -> list[str]:
        items = []
        async with at.span("caller") as caller:
            async for item in async_tokens(2):
                assert at.get_current_span().span_id == caller.span_id
                items.append(item)
        return items

    assert inspect.isasyncgenfunction(async_tokens)
    assert asyncio.run(work()) == ["t0 ", "t1 "]

    whole = spans.by_name("async_tokens")[0]
    assert whole.attributes["agenttrace.output"] == "t0 t1 "
    assert {span.parent.span_id for span in spans.by_name("inside")} == {whole.context.span_id}


def test_leaving_an_async_generator_early_is_cancelled(spans: InMemoryExporter) -> None:
    async def work() -> None:
        stream = async_tokens(5)
        async for _ in stream:
            break
        await stream.aclose()  # type: ignore[attr-defined]

    asyncio.run(work())

    assert spans.by_name("async_tokens")[0].attributes["agenttrace.status"] == "cancelled"


def test_an_error_in_an_async_generator_propagates(spans: InMemoryExporter) -> None:
    @at.trace
    async def breaks() -> AsyncIterator[int]:
        yield 1
        raise TimeoutError("no more")

    async def work() -> None:
        async for _ in breaks():
            pass

    with pytest.raises(TimeoutError):
        asyncio.run(work())

    assert spans.spans[0].attributes["agenttrace.status"] == "timeout"
