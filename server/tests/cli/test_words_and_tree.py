import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenttrace_server.cli.tree import folded, rails_of, row
from agenttrace_server.cli.words import duration, shortened, total_cost, usd, waiting_words


@pytest.mark.parametrize(
    ("us", "text"),
    [
        (None, "—"),
        (0, "0 µs"),
        (999, "999 µs"),
        (1_000, "1.0 ms"),
        (12_345, "12.3 ms"),
        (1_000_000, "1.00 s"),
        (59_990_000, "59.99 s"),
        (187_000_000, "3m 07s"),
        (7_500_000_000, "2h 05m"),
    ],
)
def test_a_duration_is_said_in_its_own_unit(us: int | None, text: str) -> None:
    assert duration(us) == text


@pytest.mark.parametrize(
    ("amount", "text"), [(None, "?"), (0, "$0"), (0.0253, "$0.0253"), (0.00001234, "$1.2e-05"), (1234.5, "$1,234.50")]
)
def test_money_is_never_zero_when_it_is_unknown(amount: float | None, text: str) -> None:
    assert usd(amount) == text


def test_a_sum_tells_how_many_prices_nobody_knows() -> None:
    assert total_cost({"total_cost_usd": 0.5, "unknown_cost_calls": 2}) == "$0.5000 + 2?"
    assert total_cost({"total_cost_usd": 0, "unknown_cost_calls": 2}) == "?"
    assert total_cost({"total_cost_usd": 0.5, "unknown_cost_calls": 0}) == "$0.5000"


@pytest.mark.parametrize(
    ("waiting", "refused", "text"),
    [
        ((0, 0, 0.0), 0, "nothing waits"),
        ((1_650_000, 1_000, 2.26), 0, "about 1,000 spans wait (1,650,000 bytes), the oldest for 2.3 s"),
        ((0, 0, 0.0), 1_200, "nothing waits; 1,200 requests refused with 429 or 503"),
    ],
)
def test_what_waits_for_the_pipeline_is_said_with_its_age(
    waiting: tuple[int, int, float], refused: int, text: str
) -> None:
    size, spans, age_s = waiting
    health = {
        "journal_lag_bytes": size,
        "journal_lag_spans": spans,
        "journal_lag_s": age_s,
        "refused_requests": refused,
    }

    assert waiting_words(health) == text  # type: ignore[arg-type]


def test_a_text_becomes_one_line_of_a_length() -> None:
    assert shortened("a\n  b", 10) == "a b"
    assert shortened("x" * 20, 10) == "x" * 9 + "…"
    assert shortened(None) == ""


def test_the_rails_join_siblings_and_end_at_the_last() -> None:
    assert rails_of([0, 1, 2, 2, 1, 2]) == ["", "├─ ", "│  ├─ ", "│  └─ ", "└─ ", "   └─ "]


def test_two_roots_have_no_rails_between_them() -> None:
    assert rails_of([0, 1, 0, 1]) == ["", "└─ ", "", "└─ "]


@given(st.lists(st.integers(0, 6), max_size=60))
def test_any_pre_order_gets_one_rail_a_span_as_wide_as_its_depth(steps: list[int]) -> None:
    depths: list[int] = []
    for step in steps:
        depths.append(min(step, depths[-1] + 1) if depths else 0)
    assert [len(rail) // 3 for rail in rails_of(depths)] == depths


def test_a_shadow_says_where_it_is_counted_and_prints_no_tokens() -> None:
    span = {
        "status": "ok",
        "name": "chat",
        "span_type": "llm_call",
        "shadow_of": "00f067aa0ba902b7",
        "shadow_of_trace": None,
        "orphan": False,
        "duration_us": 5,
        "input_tokens": None,
        "output_tokens": None,
    }
    cells = [cell.plain for cell in row(span, "")]
    assert cells[3:] == ["", "", "", "also seen by this span, counted on 00f067aa0ba902b7"]
    elsewhere = row({**span, "shadow_of_trace": "4bf92f35"}, "")[-1].plain
    assert elsewhere == "also seen by this span, counted on 00f067aa0ba902b7 of trace 4bf92f35"


def test_machinery_is_folded_away_with_its_children_in_its_place() -> None:
    spans = [
        {"name": name, "depth": depth, "internal": internal, "status": status}
        for name, depth, internal, status in [
            ("run", 0, False, "ok"),
            ("hop", 1, True, "ok"),
            ("hop", 2, True, "ok"),
            ("agent", 3, False, "ok"),
            ("call", 4, False, "ok"),
            ("hop", 1, True, "error"),
            ("tool", 1, False, "ok"),
        ]
    ]
    shown, hidden = folded(spans)
    assert [(span["name"], span["depth"]) for span in shown] == [
        ("run", 0),
        ("agent", 1),
        ("call", 2),
        ("hop", 1),
        ("tool", 1),
    ]
    assert hidden == 2
