"""What a list shows of a span."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.model import Message, Part, PartType, SpanState, Status
from agenttrace_server.pipeline.enrich import enrich, shortened

from .making import make_span


def _said(role: str, text: str) -> Message:
    return Message(role, (Part(PartType.TEXT, text=text),))


def test_a_call_shows_the_first_question_and_the_last_answer() -> None:
    span = make_span(
        input_messages=(_said("system", "be brief"), _said("user", "first"), _said("user", "second")),
        output_messages=(_said("assistant", "draft"), _said("assistant", "final")),
    )

    shown = enrich(span, 200)

    assert (shown.input_preview, shown.output_preview) == ("first", "final")


def test_an_answer_that_is_a_tool_call_shows_the_call() -> None:
    call = Part(PartType.TOOL_CALL, name="get_weather", call_id="c1", value={"city": "Paris"})

    shown = enrich(make_span(output_messages=(Message("assistant", (call,)),)), 200)

    assert shown.output_preview == "get_weather(city=Paris)"


def test_a_span_without_messages_shows_its_input_and_output_as_text() -> None:
    shown = enrich(make_span(input={"q": "x"}, output="found\n  it"), 200)

    assert (shown.input_preview, shown.output_preview) == ('{"q":"x"}', "found it")


def test_a_span_with_nothing_to_show_is_returned_as_it_is() -> None:
    span = make_span()

    assert enrich(span, 200) is span


def test_a_failure_without_words_takes_those_of_its_result() -> None:
    failed = Status(SpanState.ERROR, None, "ToolError")

    shown = enrich(make_span(status=failed, output="no such city"), 200)

    assert shown.status == Status(SpanState.ERROR, "no such city", "ToolError")


@pytest.mark.parametrize(
    ("text", "limit", "line"),
    [
        ("short", 5, "short"),
        ("longer than that", 7, "longer…"),
        ("a" * 10, 4, "aaa…"),
        ("e\u0301" * 5, 4, "e\u0301…"),
        ("ab👩‍👩‍👧cd", 5, "ab…"),
        ("ab👍🏽cd", 4, "ab…"),
        (" \n ", 5, ""),
        (" " * 500 + "late", 5, "late"),
        ("a" + " " * 500 + "b", 5, "a…"),
    ],
)
def test_a_preview_is_cut_between_characters_as_people_see_them(text: str, limit: int, line: str) -> None:
    assert shortened(text, limit) == line


@settings(deadline=None)
@given(st.text(), st.integers(min_value=1, max_value=60))
def test_a_preview_is_one_line_within_its_limit(text: str, limit: int) -> None:
    line = shortened(text, limit)

    assert len(line) <= limit
    assert "\n" not in line
    line.encode("utf-8", "surrogatepass")
