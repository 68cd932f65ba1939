"""A trace read as a conversation: each message once, tools where they ran, figures once a call."""

from __future__ import annotations

from typing import Any

from agenttrace.model import Call, Message, Part, PartType, SpanType, Tool

SYSTEM = Message("system", (Part(PartType.TEXT, text="be brief"),))
ASK = Message("user", (Part(PartType.TEXT, text="where is otter 7?"),))
CALL = Message("assistant", (Part(PartType.TOOL_CALL, name="find", call_id="c1", value={"id": 7}),))
RESULT = Message("tool", (Part(PartType.TOOL_RESULT, call_id="c1", value="in the river"),))
ANSWER = Message("assistant", (Part(PartType.TEXT, text="in the river"),), finish_reason="stop")


def two_turns(make_span: Any, *, with_tool_span: bool) -> list[Any]:
    called = {"span_type": SpanType.LLM_CALL, "call": Call("openai", "gpt-4o")}
    first = make_span(1, 0, 10, 100, input_messages=(SYSTEM, ASK), output_messages=(CALL,), **called)
    tool = make_span(
        2,
        0,
        110,
        150,
        span_type=SpanType.TOOL_EXECUTION,
        tool=Tool("find", "c1"),
        input={"id": 7},
        output="in the river",
    )
    second = make_span(3, 0, 160, 200, input_messages=(SYSTEM, ASK, CALL, RESULT), output_messages=(ANSWER,), **called)
    return [make_span(0, end_ms=210), first, *([tool] if with_tool_span else []), second]


def told(client: Any, trace_id: str, **parameters: Any) -> Any:
    answer = client.get(f"/api/v1/traces/{trace_id}/transcript", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def speech(entry: Any) -> tuple[str, str]:
    message = entry["message"]
    return entry["said"], entry["span"]["tool_name"] if message is None else message["role"]


def test_each_message_stands_once_and_tools_stand_where_they_ran(house: Any, client: Any, make_span: Any) -> None:
    spans = two_turns(make_span, with_tool_span=True)
    house.keep(*spans)
    entries = told(client, spans[0].trace_id)["items"]
    assert [speech(entry) for entry in entries] == [
        ("input", "system"),
        ("input", "user"),
        ("output", "assistant"),
        ("tool", "find"),
        ("output", "assistant"),
    ]
    assert (entries[3]["input"], entries[3]["output"]) == ({"id": 7}, "in the river")
    assert [entry["number"] for entry in entries if entry["is_last_of_call"]] == [2, 4]


def test_a_result_of_a_tool_without_a_span_stands_as_a_message(house: Any, client: Any, make_span: Any) -> None:
    spans = two_turns(make_span, with_tool_span=False)
    house.keep(*spans)
    entries = told(client, spans[0].trace_id)["items"]
    assert [speech(entry)[1] for entry in entries] == ["system", "user", "assistant", "tool", "assistant"]


def test_pages_of_a_transcript_join_without_gap_or_repetition(house: Any, client: Any, make_span: Any) -> None:
    spans = two_turns(make_span, with_tool_span=True)
    house.keep(*spans)
    numbers: list[int] = []
    cursor = None
    while True:
        page = told(client, spans[0].trace_id, limit=2, **({"cursor": cursor} if cursor else {}))
        numbers += [entry["number"] for entry in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert numbers == [0, 1, 2, 3, 4]
    wrong = client.get(f"/api/v1/traces/{spans[0].trace_id}/transcript?cursor=nonsense")
    assert (wrong.status_code, wrong.json()["field"]) == (400, "cursor")


def test_a_call_without_messages_shows_what_went_in_and_came_out(house: Any, client: Any, make_span: Any) -> None:
    house.keep(make_span(0, span_type=SpanType.LLM_CALL, input="hello", output={"text": "hi"}))
    entries = told(client, make_span(0).trace_id)["items"]
    assert [(entry["said"], entry["input"], entry["output"]) for entry in entries] == [
        ("input", "hello", None),
        ("output", None, {"text": "hi"}),
    ]


def test_shadows_and_machinery_say_nothing(house: Any, client: Any, make_span: Any) -> None:
    counted = make_span(0, span_type=SpanType.LLM_CALL, output_messages=(ANSWER,))
    plumbing = make_span(1, 0, internal=True, span_type=SpanType.TOOL_EXECUTION, tool=Tool("relay"))
    house.keep(counted, plumbing)
    assert len(told(client, counted.trace_id)["items"]) == 1
