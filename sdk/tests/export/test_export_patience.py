"""When a failing server is tried again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agenttrace.export.pipeline.patience import Patience

fractions = st.floats(min_value=0, max_value=1)


@given(st.integers(min_value=1, max_value=200), fractions)
def test_a_wait_is_never_longer_than_the_longest(failures: int, fraction: float) -> None:
    patience = Patience(first_s=0.25, longest_s=30.0, budget_s=10.0, random=lambda: fraction)
    for _ in range(failures):
        patience.failed(100.0)
    assert 0 <= patience.wait_s(100.0) <= 30.0


def test_the_longest_possible_wait_doubles() -> None:
    patience = Patience(first_s=1.0, longest_s=10.0, budget_s=99.0, random=lambda: 1.0)
    waits = []
    for _ in range(5):
        patience.failed(0.0)
        waits.append(patience.wait_s(0.0))
    assert waits == [1.0, 2.0, 4.0, 8.0, 10.0]


def test_the_servers_wish_is_the_least() -> None:
    patience = Patience(first_s=1.0, longest_s=10.0, budget_s=99.0, random=lambda: 0.5)
    patience.failed(0.0, at_least_s=7.0)
    assert patience.wait_s(0.0) == 7.0


def test_patience_ends_when_the_next_try_is_beyond_the_budget_and_begins_anew_after_success() -> None:
    patience = Patience(first_s=1.0, longest_s=10.0, budget_s=3.0, random=lambda: 1.0)
    patience.failed(0.0)
    assert not patience.is_exhausted(0.0)
    patience.failed(1.0)
    assert patience.is_exhausted(1.0)
    assert not patience.is_exhausted(3.0)
    patience.succeeded()
    assert patience.wait_s(3.0) == 0.0


def test_without_a_budget_the_first_failure_ends_it() -> None:
    patience = Patience(first_s=1.0, longest_s=10.0, budget_s=0.0, random=lambda: 0.5)
    patience.failed(0.0)
    assert patience.is_exhausted(0.0)
