"""How a block ended is told from the exception that left it."""

from __future__ import annotations

import asyncio
import concurrent.futures

import pytest
from opentelemetry.trace import StatusCode

import agenttrace as at
from agenttrace.testing import InMemoryExporter


class RateLimited(Exception):
    pass


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


def leave_with(error: BaseException) -> None:
    with at.span("work"):
        raise error


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (RateLimited("slow down"), "error", "RateLimited"),
        (TimeoutError("30 s"), "timeout", "TimeoutError"),
        (asyncio.TimeoutError("30 s"), "timeout", "TimeoutError"),
        (asyncio.CancelledError(), "cancelled", None),
        (concurrent.futures.CancelledError(), "cancelled", None),
        (KeyboardInterrupt(), "cancelled", None),
        (GeneratorExit(), "cancelled", None),
        (SystemExit(3), "error", "SystemExit"),
        (SystemExit(0), None, None),
        (SystemExit(), None, None),
    ],
)
def test_leaving_with_an_exception_gives_its_status(
    spans: InMemoryExporter, error: BaseException, state: str | None, code: str | None
) -> None:
    with pytest.raises(type(error)):
        leave_with(error)

    (span,) = spans.spans
    assert span.attributes.get("agenttrace.status") == state
    assert span.attributes.get("agenttrace.status.code") == code
    failed = state in ("error", "timeout")
    assert (span.status.status_code is StatusCode.ERROR) == failed
    assert [event.name for event in span.events] == (["exception"] if failed else [])


def test_the_exception_event_has_type_message_and_traceback(spans: InMemoryExporter) -> None:
    with pytest.raises(RateLimited):
        leave_with(RateLimited("slow down"))

    (event,) = spans.spans[0].events
    assert event.attributes["exception.type"].endswith("test_outcomes.RateLimited")
    assert event.attributes["exception.message"] == "slow down"
    assert "leave_with" in event.attributes["exception.stacktrace"]


def test_an_exception_that_cannot_be_shown_still_propagates_unchanged(spans: InMemoryExporter) -> None:
    error = Unspeakable()

    with pytest.raises(Unspeakable) as raised:
        leave_with(error)

    assert raised.value is error
    assert "raised RuntimeError" in spans.spans[0].status.description


def test_a_cancelled_task_leaves_cancelled_spans(spans: InMemoryExporter) -> None:
    async def work() -> None:
        entered = asyncio.Event()

        @at.task
        async def wait_forever() -> None:
            entered.set()
            await asyncio.Event().wait()

        running = asyncio.create_task(wait_forever())
        await entered.wait()
        running.cancel()
        await asyncio.wait([running])

    asyncio.run(work())

    assert spans.by_name("wait_forever")[0].attributes["agenttrace.status"] == "cancelled"
