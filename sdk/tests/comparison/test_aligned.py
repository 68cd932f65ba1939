"""Two compared runs lie beside each other: every node of both in one row, at its depth."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agenttrace.comparison import Node, NodeKind, Run, aligned, diff_runs


def node(name: str, *children: Node, at: int = 0, output: object = None) -> Node:
    return Node(id=f"{name}{at}", name=name, kind=NodeKind.SPAN, start_ns=at, children=list(children), output=output)


def rows(before: Run, after: Run) -> list[tuple[int, str, str, str]]:
    found = aligned(diff_runs(before, after))
    names = [(row.depth, row.what, row.before, row.after) for row in found]
    return [(depth, what, a.name if a else "", b.name if b else "") for depth, what, a, b in names]


def test_what_is_the_same_changed_gone_and_new_stands_in_one_tree() -> None:
    before = Run("a", [node("root", node("plan"), node("search", node("fetch")), node("end", output="a"))])
    after = Run("b", [node("root", node("plan"), node("write", node("save")), node("end", output="b"))])

    assert rows(before, after) == [
        (0, "same", "root", "root"),
        (1, "same", "plan", "plan"),
        (1, "gone", "search", ""),
        (2, "gone", "fetch", ""),
        (1, "new", "", "write"),
        (2, "new", "", "save"),
        (1, "changed", "end", "end"),
    ]


def test_a_changed_row_knows_what_changed() -> None:
    before, after = Run("a", [node("end", output="a")]), Run("b", [node("end", output="b")])

    (row,) = aligned(diff_runs(before, after))

    assert row.change is not None
    assert [field.field for field in row.change.fields] == ["output"]


names = st.sampled_from("abc")
trees = st.recursive(
    st.builds(node, names), lambda below: st.builds(lambda n, c: node(n, *c), names, st.lists(below, max_size=3))
)


@given(st.lists(trees, max_size=3), st.lists(trees, max_size=3))
def test_every_node_of_both_runs_stands_in_exactly_one_row(ours: list[Node], theirs: list[Node]) -> None:
    before, after = Run("a", ours), Run("b", theirs)

    found = list(aligned(diff_runs(before, after)))

    assert sorted(id(r.before) for r in found if r.before) == sorted(id(n) for n in before.nodes())
    assert sorted(id(r.after) for r in found if r.after) == sorted(id(n) for n in after.nodes())
