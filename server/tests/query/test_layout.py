"""Every span is placed once, below its parent, whatever the parents say."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agenttrace_server.query.layout import lay_out


def numbers(layout):
    return [stored.seq for stored in layout.spans]


def test_children_stand_below_their_parent_in_order_of_start(make_span):
    layout = lay_out([make_span(2, 0, 5), make_span(0), make_span(1, 0, 7), make_span(3, 1, 8)])
    assert numbers(layout) == [0, 2, 1, 3]
    assert layout.depth == (0, 1, 1, 2)
    assert layout.end == (4, 2, 4, 4)
    assert layout.children == (2, 0, 1, 0)


def test_a_span_whose_parent_is_missing_is_shown_at_the_root(make_span):
    layout = lay_out([make_span(0), make_span(1, 77, 1)])
    assert layout.orphan == (False, True)
    assert layout.depth == (0, 0)


def test_a_span_that_is_its_own_parent_is_shown_at_the_root(make_span):
    layout = lay_out([make_span(0, 0), make_span(1, 0, 1)])
    assert layout.orphan == (True, False)
    assert layout.depth == (0, 1)


def test_a_circle_is_cut_above_its_earliest_span(make_span):
    layout = lay_out([make_span(0, 2, 1), make_span(1, 0, 2), make_span(2, 1, 3)])
    assert numbers(layout) == [0, 1, 2]
    assert layout.depth == (0, 1, 2)
    assert layout.orphan == (True, False, False)


def test_a_chain_of_twenty_thousand_spans_does_not_exhaust_the_stack(make_span):
    layout = lay_out([make_span(seq, seq - 1 if seq else None, seq) for seq in range(20_000)])
    assert layout.depth[-1] == 19_999
    assert set(layout.end) == {20_000}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(shape=st.lists(st.tuples(st.none() | st.integers(0, 12), st.integers(0, 5)), max_size=12))
def test_any_parents_give_a_well_formed_tree(make_span, shape):
    layout = lay_out([make_span(seq, parent, start) for seq, (parent, start) in enumerate(shape)])
    assert sorted(numbers(layout)) == list(range(len(shape)))
    for position, above in enumerate(layout.parent):
        assert position < layout.end[position] <= len(shape)
        if above >= 0:
            assert above < position < layout.end[position] <= layout.end[above]
            assert layout.depth[position] == layout.depth[above] + 1
            assert layout.spans[position].span.parent_span_id == layout.spans[above].span.span_id
        else:
            assert layout.depth[position] == 0
