"""When spans are one tool call, and which of them counts."""

from __future__ import annotations

import random
from dataclasses import replace

from agenttrace.model import Span, SpanId, SpanState, Status, Tool
from agenttrace_server.store.api.dedupe import ToolIndex, arguments_of, roles_of_tools, seen_tool

from .calls import a_tool

BROKEN = Status(SpanState.ERROR, "no train")


def counted(*spans: Span) -> list[SpanId]:
    """Return the spans that count, in the order given."""
    roles = roles_of_tools(tool for span in spans if (tool := seen_tool(span)) is not None)
    return [span.span_id for span in spans if span.span_id not in roles or roles[span.span_id].shadow_of is None]


def test_the_same_call_id_is_one_call_and_the_one_with_content_counts() -> None:
    native = a_tool(2, "native", at=1, call_id="call_1")
    rich = a_tool(
        3, "rich", at=0, lasts=3, call_id="call_1", name="other words", input={"city": "Rome"}, output="sunny"
    )
    assert counted(native, rich) == [rich.span_id]


def test_a_call_id_that_is_used_again_later_is_another_call() -> None:
    assert len(counted(a_tool(2, "native", at=0, call_id="0"), a_tool(3, "rich", at=9, call_id="0"))) == 2


def test_two_call_ids_are_two_calls_even_at_the_same_time_with_the_same_arguments() -> None:
    first = a_tool(2, "native", at=0, call_id="call_1", input="{}")
    assert len(counted(first, a_tool(3, "rich", at=0, call_id="call_2", input="{}"))) == 2


def test_right_inside_a_tool_of_the_same_name_is_the_same_call_where_one_does_not_say_the_arguments() -> None:
    outer = a_tool(2, "rich", at=0, lasts=3, input={"city": "Rome"}, output="sunny")
    inner = a_tool(3, "native", at=1, call_id="call_1", parent_span_id=outer.span_id)
    assert counted(outer, inner) == [outer.span_id]
    assert len(counted(outer, replace(inner, input={"city": "Paris"}))) == 2
    assert len(counted(outer, replace(inner, tool=Tool("get_train")))) == 2
    assert len(counted(outer, replace(inner, parent_span_id=None))) == 2


def test_within_the_time_of_another_emitter_s_with_the_same_arguments_is_the_same_call() -> None:
    outer = a_tool(2, "rich", at=0, lasts=3, name="Get Weather", input='{"city": "Rome", "days": 2}', output="sunny")
    inner = a_tool(3, "native", at=1, input={"days": 2, "city": "Rome"})
    assert counted(outer, inner) == [outer.span_id]
    assert len(counted(outer, replace(inner, input={"city": "Rome", "days": 3}))) == 2
    assert len(counted(outer, a_tool(3, "native", at=2.5, input=inner.input))) == 2


def test_two_spans_of_one_emitter_are_two_calls() -> None:
    outer = a_tool(2, "rich", at=0, lasts=3, call_id="call_1", input="{}")
    assert len(counted(outer, a_tool(3, "rich", at=1, call_id="call_1", input="{}", parent_span_id=outer.span_id))) == 2


def test_two_equal_calls_at_once_stay_two_though_two_emitters_saw_both() -> None:
    outers = [a_tool(n, "rich", at=n / 10, lasts=5, input="{}", output="x") for n in (2, 3)]
    inners = [a_tool(n + 10, "native", at=n / 10 + 0.05, lasts=4.9, input="{}") for n in (2, 3)]
    assert counted(*outers, *inners) == [outer.span_id for outer in outers]


def test_what_ended_well_counts() -> None:
    failed = a_tool(2, "rich", at=0, lasts=3, call_id="call_1", input="{}", output="x", status=BROKEN)
    native = a_tool(3, "native", at=1, call_id="call_1")
    assert counted(failed, native) == [native.span_id]


def test_arguments_that_no_json_can_hold_are_compared_too() -> None:
    strange = a_tool(2, "rich", input={"n": 2**70, "text": "\ud800"})
    assert arguments_of(strange) == arguments_of(replace(strange, input={"n": 2**70, "text": "\ud800"}))
    assert arguments_of(strange) != arguments_of(replace(strange, input={"n": 2**70 + 1, "text": "\ud800"}))
    assert arguments_of(replace(strange, input="\ud800 {")) is not None


def test_arriving_one_by_one_is_the_same_as_looking_at_all_at_once() -> None:
    chance = random.Random(5)
    for _ in range(150):
        spans = [any_tool(chance, number) for number in range(2, 14)]
        tools = [tool for span in spans if (tool := seen_tool(span)) is not None]
        index = ToolIndex()
        for span in chance.sample(spans, 6):
            early = replace(span, start_ns=span.start_ns - 10**9, scope=chance.choice(spans).scope)
            index.change({span.span_id: seen_tool(early)})
        for tool in chance.sample(tools, len(tools)):
            index.change({tool.span_id: tool})
        assert index.roles == roles_of_tools(tools)


def any_tool(chance: random.Random, number: int) -> Span:
    """A tool call with much that is equal to others: ids, names, times, arguments, emitters."""
    parent = chance.choice([None, *range(2, 14)])
    return a_tool(
        number,
        chance.choice(["native", "rich", "third"]),
        name=chance.choice(["get_weather", "Get Weather", "get_train"]),
        call_id=chance.choice([None, None, "call_1", "call_2"]),
        at=chance.randrange(5),
        lasts=chance.randrange(4),
        parent=parent,
        input=chance.choice([None, "{}", {}, {"city": "Rome"}]),
        status=chance.choice([Status(SpanState.OK), BROKEN]),
    )
