"""Who talks to whom, and what the shape of it says."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenttrace.model import AgentMessage, TraceId
from agenttrace_server.analysis import AgentGraph, graph_of
from agenttrace_server.analysis.graph import MOST_CYCLES, Message
from agenttrace_server.store.api import Totals

TRACE = TraceId("ab" * 16)


def said(giver: str, taker: str, time_ns: int = 0, kind: str = "message") -> Message:
    return Message(AgentMessage(giver, taker, kind, None, time_ns), TRACE, time_ns)


def drawn(*pairs: str) -> AgentGraph:
    return graph_of({}, [said(pair[0], pair[1], at) for at, pair in enumerate(pairs)])


def test_messages_between_two_agents_are_one_edge_with_its_types_and_times() -> None:
    graph = graph_of(
        {"a": Totals(cost_nano_usd=5)}, [said("a", "b", 7), said("a", "b", 3, "handoff"), said("b", "a", 9)]
    )
    forth, back = graph.edges
    assert (forth.giver, forth.taker, forth.count, forth.types) == ("a", "b", 2, {"message": 1, "handoff": 1})
    assert (forth.first_ns, forth.last_ns, forth.first_seq) == (3, 7, 3)
    assert (back.giver, back.count) == ("b", 1)


def test_agents_stand_by_cost_and_those_without_spans_of_their_own_say_so() -> None:
    graph = graph_of({"cheap": Totals(cost_nano_usd=1), "dear": Totals(cost_nano_usd=9)}, [said("dear", "outsider")])
    assert [(node.name, node.is_known) for node in graph.nodes] == [
        ("dear", True),
        ("cheap", True),
        ("outsider", False),
    ]
    assert graph.components == 2


def test_who_stands_between_others_and_where_talk_ends_up() -> None:
    graph = drawn("ah", "bh", "hz")
    measured = {node.name: node.measured for node in graph.nodes}
    assert max(measured, key=lambda name: measured[name].betweenness) == "h"
    assert max(measured, key=lambda name: measured[name].pagerank) == "z"
    assert sum(each.pagerank for each in measured.values()) == pytest.approx(1)
    assert (measured["h"].in_degree, measured["h"].out_degree) == (2, 1)


def test_loops_are_found_once_wherever_they_begin() -> None:
    for order in permutations(("ab", "bc", "ca")):
        assert drawn(*order).cycles == (("a", "b", "c"),)


def test_an_agent_that_talks_to_itself_has_an_edge_and_no_loop() -> None:
    graph = drawn("aa")
    assert (len(graph.edges), graph.cycles) == (1, ())


def test_more_loops_than_anyone_can_read_are_cut_and_that_is_said() -> None:
    names = "abcdefgh"
    graph = drawn(*(one + other for one in names for other in names if one != other))
    assert (len(graph.cycles), graph.cycles_cut) == (MOST_CYCLES, True)


def test_nobody_at_all_is_an_empty_graph() -> None:
    assert graph_of({}, []).nodes == ()


@given(st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), max_size=30))
def test_every_message_is_in_exactly_one_edge(pairs: list[tuple[str, str]]) -> None:
    graph = graph_of({}, [said(*pair) for pair in pairs])
    assert sum(edge.count for edge in graph.edges) == len(pairs)
    assert {node.name for node in graph.nodes} == {name for pair in pairs for name in pair}
