"""The agents of a trace and what they told each other, from spans that say little of it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from agenttrace.model import (
    Agent,
    AgentMessage,
    Json,
    Message,
    Part,
    PartType,
    SpanId,
    SpanLink,
    SpanType,
    Tool,
    TraceId,
)
from agenttrace_server.query.agents import agents_in, told_in
from agenttrace_server.store.api import StoredSpan, Totals
from agenttrace_server.store.api.totals import totals_of

from .conftest import T0_NS, SpanMaker, a_span_at

Told = list[tuple[str, str, str, str | None]]


def _told(spans: list[StoredSpan]) -> Told:
    messages = [told.message for told in told_in(spans)]
    return [(message.from_agent, message.to_agent, message.type, message.content) for message in messages]


def _agent(make_span: SpanMaker, number: int, parent: int | None, name: str, **more: object) -> StoredSpan:
    return make_span(number, parent, name=name, span_type=SpanType.AGENT, agent=Agent(name), **more)


def _tool(make_span: SpanMaker, number: int, parent: int, name: str, given: Json = None, **more: object) -> StoredSpan:
    return make_span(number, parent, span_type=SpanType.TOOL_EXECUTION, tool=Tool(name, "call_1"), input=given, **more)


def test_the_figures_of_the_agents_add_up_to_those_of_the_trace(small_trace: list[StoredSpan]) -> None:
    rows = agents_in(small_trace)
    together, whole = Totals(), Totals()
    for row in rows:
        together = together.plus(row.totals)
    for stored in small_trace:
        whole = whole.plus(totals_of(stored.span))
    assert [row.name for row in rows] == ["writer", None]
    assert together == whole


def test_each_part_of_an_agent_is_known_from_the_first_span_that_tells_it(make_span: SpanMaker) -> None:
    first = make_span(0, agent=Agent("ada", description="writes"), framework="crewai")
    second = make_span(1, start_ms=5, agent=Agent("ada", "id-1", "author", "never said twice"), framework="other")
    (row,) = agents_in([second, first])
    assert row.said == Agent("ada", "id-1", "author", "writes")
    assert (row.framework, list(row.ids)) == ("crewai", ["id-1"])


def test_an_agent_at_work_inside_anothers_tool_call_was_given_the_work_and_gave_a_result(make_span: SpanMaker) -> None:
    boss = _agent(make_span, 0, None, "boss", end_ms=90)
    ask = _tool(make_span, 1, 0, "ask_helper", {"question": "how deep?"}, start_ms=10, end_ms=80, output="very deep")
    ask = StoredSpan(replace(ask.span, acting_agent="boss"), ask.seq)
    helper = _agent(make_span, 2, 1, "helper", start_ms=20)
    assert _told([boss, ask, helper]) == [
        ("boss", "helper", "delegation", "how deep?"),
        ("helper", "boss", "result", "very deep"),
    ]


def test_a_delegation_to_nobody_in_particular_is_to_who_works_below_it(make_span: SpanMaker) -> None:
    said = (AgentMessage("boss", "subagent", "delegation", "look around", T0_NS),)
    ask = _tool(make_span, 1, 0, "Agent", start_ms=10, agent=Agent("boss"), messages=said)
    helper = make_span(2, 1, start_ms=20, span_type=SpanType.LLM_CALL, agent=Agent("explorer", "a7"))
    assert _told([_agent(make_span, 0, None, "boss"), ask, helper]) == [
        ("boss", "explorer", "delegation", "look around")
    ]


def test_an_agent_right_below_another_was_asked_by_it_unless_a_message_says_so(make_span: SpanMaker) -> None:
    boss, helper = _agent(make_span, 0, None, "boss"), _agent(make_span, 1, 0, "helper", start_ms=5, input="find it")
    assert _told([boss, helper]) == [("boss", "helper", "delegation", "find it")]
    handed = (AgentMessage("boss", "helper", "handoff", None, T0_NS),)
    telling = make_span(2, 0, agent=Agent("boss"), messages=handed)
    assert _told([boss, helper, telling]) == [("boss", "helper", "handoff", None)]


def test_a_link_to_the_same_span_joins_the_ends_of_a_message(make_span: SpanMaker) -> None:
    link = (SpanLink(TraceId("ab" * 16), SpanId(f"{3:016x}")),)
    spans = [
        make_span(0, name="executor ada", internal=True),
        _agent(make_span, 1, 0, "ada", output="the sea is deep"),
        make_span(2, 0, name="message.send", internal=True, start_ms=5),
        make_span(3, start_ms=6, links=link, messages=(AgentMessage("ada", "unknown", "message", None, T0_NS),)),
        make_span(4, start_ms=7, links=link, messages=(AgentMessage("unknown", "bob", "message", None, T0_NS),)),
        make_span(5, start_ms=8, links=link, messages=(AgentMessage("unknown", "eve", "message", None, T0_NS),)),
    ]
    assert _told(spans) == [
        ("ada", "bob", "message", "the sea is deep"),
        ("ada", "eve", "message", "the sea is deep"),
    ]


def test_a_handing_over_that_only_the_models_answer_tells_is_told(make_span: SpanMaker) -> None:
    wish = Part(PartType.TOOL_CALL, name="transfer_to_sales_desk", call_id="call_9", value={"reason": "wants to buy"})
    call = make_span(
        1, 0, span_type=SpanType.LLM_CALL, agent=Agent("Front"), output_messages=(Message("assistant", (wish,)),)
    )
    front, desk = _agent(make_span, 0, None, "Front"), _agent(make_span, 2, None, "Sales Desk", start_ms=20)
    assert _told([front, call, desk]) == [("Front", "Sales Desk", "handoff", "wants to buy")]
    assert _told([front, call]) == []
    ran = _tool(make_span, 3, 0, "transfer_to_sales_desk", start_ms=11, agent=Agent("Front"))
    ran = StoredSpan(replace(ran.span, tool=Tool("transfer_to_sales_desk", "call_9")), ran.seq)
    assert _told([front, call, desk, ran]) == []


def test_a_handing_over_to_nobody_is_to_who_begins_next(make_span: SpanMaker) -> None:
    handed = (AgentMessage("front", "unknown", "handoff", None, T0_NS),)
    front = _agent(make_span, 0, None, "front", messages=handed)
    assert _told([front, _agent(make_span, 1, None, "desk", start_ms=9)]) == [("front", "desk", "handoff", None)]
    assert _told([front]) == [("front", "unknown", "handoff", None)]


def test_what_two_emitters_tell_of_one_moment_is_told_once(make_span: SpanMaker) -> None:
    said = (AgentMessage("ada", "bob", "message", "hello", T0_NS),)
    assert len(_told([make_span(0, messages=said), make_span(1, messages=said)])) == 1
    assert len(_told([make_span(0, messages=(*said, replace(said[0], time_ns=T0_NS + 1)))])) == 2


@given(st.permutations(range(5)))
def test_the_order_of_the_spans_makes_no_difference(order: list[int]) -> None:
    make_span = a_span_at
    ask = _tool(make_span, 1, 0, "ask", "deep?", start_ms=10, output="deep", agent=Agent("boss"))
    spans = [
        _agent(make_span, 0, None, "boss"),
        ask,
        _agent(make_span, 2, 1, "helper", start_ms=20),
        _agent(make_span, 3, 2, "diver", start_ms=30, input="dive"),
        make_span(4, start_ms=40, messages=(AgentMessage("boss", "diver", "message", "thanks", T0_NS),)),
    ]
    assert _told([spans[at] for at in order]) == _told(spans)
    assert len(_told(spans)) == 4


def test_spans_in_a_circle_end(make_span: SpanMaker) -> None:
    one = make_span(0, 1, agent=Agent("ada"), span_type=SpanType.AGENT)
    other = make_span(1, 0, agent=Agent("bob"), span_type=SpanType.AGENT)
    assert {row.name for row in agents_in([one, other])} == {"ada", "bob"}
    assert len(_told([one, other])) == 2
