"""A diff says where two runs part first, what came of it, and how their figures differ."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenttrace.comparison import Node, NodeKind, Run, diff_as_html, diff_as_text, diff_runs
from agenttrace.comparison.align import coupled, prints_of
from agenttrace.comparison.node import tree_of
from agenttrace.comparison.words import word_diff


def node(name: str, *children: Node, at: int = 0, **fields: Any) -> Node:
    values = {"kind": NodeKind.SPAN, "end_ns": at + 1_000_000, **fields}
    return Node(id=f"{name}-{at}", name=name, start_ns=at, children=list(children), **values)


def model(said: str, asked: str = "hello", at: int = 1, **fields: Any) -> Node:
    values = {"kind": NodeKind.MODEL, "step": at, "model": "gpt-5.5", "input_tokens": 10, "output_tokens": 2, **fields}
    return node("chat", at=at, input={"messages": [{"content": asked}]}, output={"text": said}, **values)


def tool(name: str, arguments: Any, result: Any = "fine", at: int = 2) -> Node:
    return node(name, at=at, kind=NodeKind.TOOL, step=at, input=arguments, output=result)


def run(*roots: Node, name: str = "a") -> Run:
    return Run(name, roots)


def test_equal_runs_have_no_divergence_whatever_their_times_are() -> None:
    before, after = run(node("root", model("hi"))), run(node("root", model("hi", cost_usd=1.0), at=99))

    diff = diff_runs(before, after)

    assert diff.first_divergence is None
    assert "the runs are the same" in diff_as_text(diff)


def test_the_first_divergence_is_the_cause_and_not_the_span_around_it() -> None:
    before = run(node("root", model("sunny"), tool("pack", {"what": "hat"}), output="took a hat"))
    after = run(node("root", model("rain"), tool("pack", {"what": "umbrella"}), output="took an umbrella"))

    diff = diff_runs(before, after)

    assert diff.first_divergence is not None
    assert diff.first_divergence.node.name == "chat"
    assert diff.first_divergence.path == ("root",)
    assert [(change.node.name, change.what) for change in diff.downstream] == [("pack", "changed"), ("root", "changed")]


def test_another_input_of_a_span_comes_before_what_happened_in_it() -> None:
    before = run(node("root", model("sunny"), input="Paris"))
    after = run(node("root", model("rain"), input="Rome"))

    diff = diff_runs(before, after)

    assert [change.node.name for change in diff.changes] == ["root", "chat"]


def test_arguments_of_tools_are_compared_by_json_path_and_texts_by_word() -> None:
    before = run(tool("pack", {"for": {"days": [1, 2]}}), model("take the red hat", at=3))
    after = run(tool("pack", {"for": {"days": [1, 5]}}), model("take the blue hat", at=3))

    text = diff_as_text(diff_runs(before, after))

    assert "input $.for.days[1]: 2 → 5" in text
    assert "take the [-red-]{+blue+} hat" in text


def test_a_step_that_was_put_in_between_leaves_the_others_coupled() -> None:
    steps = [tool("search", {"q": number}, at=number) for number in (1, 2, 3)]
    again = [tool("search", {"q": number}, at=number) for number in (1, 9, 2, 3)]

    diff = diff_runs(run(*steps), run(*again))

    assert [(change.what, change.node.input) for change in diff.changes] == [("new", {"q": 9})]


def test_a_step_that_is_missing_is_gone_with_everything_below_it() -> None:
    diff = diff_runs(run(node("root", node("plan", model("x")))), run(node("root")))

    assert [(change.what, change.node.name) for change in diff.changes] == [("gone", "plan")]


def test_figures_are_of_model_calls_and_an_unknown_cost_is_no_zero() -> None:
    diff = diff_runs(run(model("hi")), run(model("hi", input_tokens=14, cost_usd=0.25)))

    assert [totals.cost_usd for totals in diff.totals] == [None, 0.25]
    assert diff.totals[1].input_tokens - diff.totals[0].input_tokens == 4
    assert "input tokens" in diff_as_text(diff)


def test_the_text_has_no_control_characters_of_what_a_model_said() -> None:
    diff = diff_runs(run(model("quiet")), run(model("\x1b[2Jloud\u202e")))

    assert "\x1b" not in diff_as_text(diff)
    assert "\u202e" not in diff_as_text(diff)
    assert "\x1b[1m" in diff_as_text(diff, colour=True)


def test_the_page_escapes_everything_and_has_no_script() -> None:
    evil = "<script>alert(1)</script>"

    page = diff_as_html(diff_runs(run(node(evil, model("x"))), run(node(evil, model(evil)), name=evil)))

    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "http" not in page.replace('http-equiv="', "")


@pytest.mark.parametrize("is_deep", [False, True])
def test_ten_thousand_spans_are_compared_without_comparing_each_with_each(is_deep: bool) -> None:
    def wide(changed: int) -> Run:
        nodes = [tool("search", {"q": number % 7, "n": number == changed}, at=number) for number in range(10_000)]
        if is_deep:
            return Run("deep", tree_of([(f"search-{n - 1}" if n else None, each) for n, each in enumerate(nodes)]))
        return Run("wide", nodes)

    asked: list[str] = []
    before, after = wide(5_000), wide(5_001)
    prints = prints_of(before).of | prints_of(after).of
    for _ in coupled(before.roots, after.roots, lambda each: asked.append(each.id) or prints[id(each)]):
        pass

    assert len(asked) == len(before.roots) + len(after.roots)
    assert len(diff_runs(before, after).changes) == 2


WORDS = st.text(alphabet="ab \n.", max_size=40)


@given(WORDS, WORDS)
def test_a_word_diff_holds_both_texts(before: str, after: str) -> None:
    parts = word_diff(before, after)

    assert "".join(text for what, text in parts if what != "new") == before
    assert "".join(text for what, text in parts if what != "gone") == after


@given(st.lists(st.integers(0, 4), max_size=12), st.lists(st.integers(0, 4), max_size=12))
def test_every_step_is_in_a_diff_once(ours: list[int], theirs: list[int]) -> None:
    before = run(*(tool(f"t{number % 2}", number, at=at) for at, number in enumerate(ours)))
    after = run(*(tool(f"t{number % 2}", number, at=at) for at, number in enumerate(theirs)))
    prints = prints_of(before).of | prints_of(after).of

    couples = list(coupled(before.roots, after.roots, lambda each: prints[id(each)]))

    assert [a for a, _ in couples if a is not None] == list(before.roots)
    assert [b for _, b in couples if b is not None] == list(after.roots)


def test_parents_that_go_round_in_a_circle_are_cut_where_they_began() -> None:
    a, b = node("a", at=1), node("b", at=2)

    assert tree_of([(b.id, a), (a.id, b)]) == [a]
    assert a.children == [b]
    assert b.children == []
