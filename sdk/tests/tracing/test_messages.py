"""What agents tell each other and what the program says are events of the current span."""

from __future__ import annotations

import agenttrace as at
from agenttrace.testing import InMemoryExporter


def test_a_message_is_from_the_agent_that_runs(spans: InMemoryExporter) -> None:
    @at.agent(name="planner")
    def plan() -> None:
        with at.span("delegate"):
            at.message(to="writer", content={"topic": "tea"}, type="delegation")

    plan()

    (event,) = spans.by_name("delegate")[0].events
    assert event.name == "agenttrace.message"
    assert dict(event.attributes) == {
        "agenttrace.message.from": "planner",
        "agenttrace.message.to": "writer",
        "agenttrace.message.type": "delegation",
        "agenttrace.message.content": '{"topic":"tea"}',
    }


def test_a_message_outside_of_any_span_makes_a_short_handoff_span(spans: InMemoryExporter) -> None:
    at.message(to="reviewer", content="please look", from_="writer")

    (span,) = spans.spans
    assert span.attributes["agenttrace.span.type"] == "handoff"
    assert span.events[0].attributes["agenttrace.message.from"] == "writer"


def test_a_log_line_keeps_its_level_and_its_fields(spans: InMemoryExporter) -> None:
    with at.span("work"):
        at.log("cache missed", level="warning", key={"id": 7})
    at.log("no span here")

    work, log = spans.spans
    assert dict(work.events[0].attributes) == {
        "agenttrace.log.level": "warning",
        "agenttrace.log.message": "cache missed",
        "key": '{"id":7}',
    }
    assert log.events[0].attributes["agenttrace.log.message"] == "no span here"


def test_a_message_to_what_cannot_be_shown_is_noted(spans: InMemoryExporter) -> None:
    class Unshowable:
        def __str__(self) -> str:
            raise RuntimeError("no text")

    at.message(to=Unshowable(), content="hello")  # type: ignore[arg-type]

    (carrier,) = spans.spans
    assert carrier.name == "message to <Unshowable: str() raised RuntimeError>"
