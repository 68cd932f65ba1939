"""Two traces are laid beside each other by the engine that the command line uses."""

from __future__ import annotations

from typing import Any

import pytest

from agenttrace.model import Call, Message, Part, PartType, SpanType, Tool, TraceId

A, B = TraceId("0a" * 16), TraceId("0b" * 16)
DIFF = f"/api/v1/diff?a={A}&b={B}"


def trace(make_span: Any, trace_id: TraceId, said: str, packed: dict[str, Any], *, more: bool = False) -> list[Any]:
    said_message = (Message("assistant", (Part(PartType.TEXT, text=said),)),)
    call = {"span_type": SpanType.LLM_CALL, "call": Call("openai", "gpt-5.5")}
    spans = [
        make_span(0, name="trip", trace_id=trace_id, end_ms=500),
        make_span(1, 0, 10, 50, name="look", trace_id=trace_id),
        make_span(2, 0, 60, 90, name="chat", trace_id=trace_id, output_messages=said_message, output=said, **call),
        make_span(
            3,
            0,
            100,
            150,
            name="pack",
            trace_id=trace_id,
            span_type=SpanType.TOOL_EXECUTION,
            tool=Tool("pack", "c1"),
            input=packed,
        ),
    ]
    return [*spans, make_span(4, 0, 160, 200, name="leave", trace_id=trace_id)] if more else spans


@pytest.fixture
def pair(house: Any, client: Any, make_span: Any) -> Any:
    house.keep(*trace(make_span, A, "take a hat", {"what": "hat", "for": [1]}))
    house.keep(*trace(make_span, B, "take an umbrella", {"what": "umbrella", "for": [1]}, more=True))
    return client


def test_the_tree_says_what_is_the_same_changed_and_new(pair: Any) -> None:
    told = pair.get(DIFF).json()

    rows = [(row["depth"], row["what"], row["name"], row["is_downstream"]) for row in told["rows"]]
    assert rows == [
        (0, "same", "trip", False),
        (1, "same", "look", False),
        (1, "changed", "chat", False),
        (1, "changed", "pack", True),
        (1, "new", "leave", True),
    ]
    assert (told["first_divergence"], told["is_same"], told["changes"]) == (2, False, 3)
    assert (told["before"]["spans"], told["after"]["spans"]) == (4, 5)
    assert told["rows"][2]["before"]["offset_us"] == 60_000


def test_a_step_is_compared_by_word_and_by_json_path(pair: Any) -> None:
    span = f"{3:016x}"
    fields = pair.get(f"/api/v1/diff/step?a={A}&b={B}&before={span}&after={span}").json()["fields"]
    assert [field["field"] for field in fields] == ["output"]
    assert {"what": "gone", "text": "a hat"} in fields[0]["words"]

    span = f"{4:016x}"
    fields = pair.get(f"/api/v1/diff/step?a={A}&b={B}&before={span}&after={span}").json()["fields"]
    places = [(place["path"], place["before"], place["after"]) for place in fields[0]["places"]]
    assert places == [("$.what", '"hat"', '"umbrella"')]


def test_a_trace_does_not_differ_from_itself(pair: Any) -> None:
    told = pair.get(f"/api/v1/diff?a={A}&b={A}").json()
    assert (told["is_same"], told["first_divergence"], told["changes"]) == (True, None, 0)


def test_what_is_not_there_is_named(pair: Any) -> None:
    assert pair.get(f"/api/v1/diff?a={A}&b={'0c' * 16}").status_code == 404
    assert pair.get(f"/api/v1/diff?a=x&b={B}").json()["field"] == "a"
    step = f"/api/v1/diff/step?a={A}&b={B}&before={9:016x}&after={3:016x}"
    assert pair.get(step).json()["field"] == "before"
    assert pair.get(f"{DIFF}&project=other").status_code == 404
