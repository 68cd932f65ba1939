"""The user's own prices: they win, and a mistake in them is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenttrace.model import PriceMatch, Usage
from agenttrace_server.errors import BadSetting
from agenttrace_server.pipeline.price import PriceBook, load_overrides, open_price_book, price
from agenttrace_server.pipeline.price.overrides import FEE_FIELDS, PRICE_FIELDS

from .making import model_call

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "reference" / "prices.md"

FILE = """
[prices."openai/gpt-5.4-mini"]
input = 1
output = 2.5
cache_read = 0.5
reasoning = 10

[prices."house-model"]
input = 0.25
output = 0.0000005
aliases = ["house-*"]

[[prices."openai/dated"]]
input = 1
output = 1

[[prices."openai/dated"]]
from = 2026-10-01
input = 3
output = 3
"""
SEP_2026_NS = 1_789_000_000_000_000_000


@pytest.fixture
def book(tmp_path: Path) -> PriceBook:
    (tmp_path / "prices.toml").write_text(FILE)
    return open_price_book(tmp_path, None)


def test_the_users_price_wins_over_the_table(book: PriceBook) -> None:
    usage = Usage(1000, 100, cache_read_tokens=400, reasoning_tokens=40)

    cost = price(model_call(usage, "gpt-5.4-mini"), book).cost

    assert cost is not None
    assert (cost.input, cost.output) == (600_000 + 400 * 500, 60 * 2_500 + 40 * 10_000)
    assert (cost.match, cost.price_row) == (PriceMatch.EXACT, "openai/gpt-5.4-mini")
    assert cost.table is not None
    assert cost.table.startswith("overrides ")


def test_a_row_without_a_provider_is_for_all_of_them_and_aliases_may_have_stars(book: PriceBook) -> None:
    cost = price(model_call(Usage(1000, 0), "House-7b", "vllm"), book).cost

    assert cost is not None
    assert (cost.total, cost.match, cost.price_row) == (250_000, PriceMatch.ALIAS, "*/house-model")


def test_a_part_of_a_nano_dollar_is_rounded_half_to_even(book: PriceBook) -> None:
    costs = [price(model_call(Usage(0, tokens), "house-model"), book).cost for tokens in (1000, 3000, 5000)]

    assert [cost.output for cost in costs if cost] == [0, 2, 2]


def test_a_row_is_in_force_from_its_date_on(book: PriceBook) -> None:
    costs = [
        price(model_call(Usage(1000, 0), "dated", start_ns=start_ns), book).cost
        for start_ns in (SEP_2026_NS, model_call(None, None).start_ns)
    ]

    assert [cost.total for cost in costs if cost] == [1_000_000, 3_000_000]


def test_other_models_keep_the_price_of_the_table(book: PriceBook) -> None:
    cost = price(model_call(Usage(1000, 0), "claude-sonnet-5", "anthropic"), book).cost

    assert cost is not None
    assert (cost.total, cost.table is not None and cost.table.split()[0]) == (2_000_000, "genai-prices")


def test_the_example_in_the_documentation_is_one(tmp_path: Path) -> None:
    page = DOCUMENTATION.read_text()
    example = page.split("```toml\n")[1].split("```")[0]
    (tmp_path / "prices.toml").write_text(example)

    rows = load_overrides(tmp_path / "prices.toml").rows

    assert len(rows) == 6
    assert all(f"| `{field}` |" in page for field in (*PRICE_FIELDS, *FEE_FIELDS))


def test_no_file_is_no_override(tmp_path: Path) -> None:
    assert load_overrides(tmp_path / "prices.toml").rows == ()


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=r"nowhere\.toml does not exist"):
        open_price_book(tmp_path, tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("prices = 1", "prices must be a table of models"),
        ("[costs]", "costs the only table is [prices]"),
        ('[prices."m"]\ninput = "1"', 'prices."m".input must be a number'),
        ('[prices."m"]\ninput = -1', 'prices."m".input must be between 0 and 100000, not -1'),
        ('[prices."m"]\ninput = nan', 'prices."m".input must be'),
        ('[prices."m"]\ninput = true', 'prices."m".input must be a number'),
        ('[prices."m"]\nprompt = 1', 'prices."m".prompt is not a field'),
        ('[prices."m"]\ncache_read = 1', 'prices."m" must have input or output'),
        ('[prices."m"]\ninput = 1\nfrom = "today"', 'prices."m".from must be a date'),
        ('[prices."m"]\ninput = 1\naliases = "x"', 'prices."m".aliases must be a list of names'),
        ('[prices."/m"]\ninput = 1', 'prices."/m" must be named'),
        ('[[prices."m"]]\ninput = 1\n[[prices."m"]]\noutput = "x"', 'prices."m"[1].output must be a number'),
        ('[prices."m"]\ninput = ', "is not TOML"),
    ],
)
def test_a_mistake_is_refused_with_file_table_and_field(tmp_path: Path, content: str, named: str) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(content)

    with pytest.raises(BadSetting) as refused:
        load_overrides(path)

    assert str(path) in refused.value.message
    assert named in refused.value.message
