"""Service tiers, long contexts and fees, in the user's own rows and in the public table."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenttrace.model import Cost, Json, PriceMatch, Usage
from agenttrace_server.errors import BadSetting
from agenttrace_server.pipeline.price import PriceBook, load_overrides, price
from agenttrace_server.pipeline.price.tiers import tier_of

from .making import model_call

ROWS = """
[[prices."openai/house"]]
input = 2
output = 8
web_search = 10
request = 1
above = [{ tokens = 1000, input = 4 }, { tokens = 5000, input = 6, output = 16 }]

[[prices."openai/house"]]
tier = "batch"
input = 1
output = 4
"""


def _cost(usage: Usage, model: str, book: PriceBook, **parameters: Json) -> Cost:
    cost = price(model_call(usage, model, parameters=parameters), book).cost
    assert cost is not None
    return cost


@pytest.fixture
def house(tmp_path: Path) -> PriceBook:
    (tmp_path / "prices.toml").write_text(ROWS)
    return PriceBook(load_overrides(tmp_path / "prices.toml"))


@pytest.mark.parametrize(
    ("parameters", "tier"),
    [
        ({}, None),
        ({"service_tier": "auto"}, None),
        ({"service_tier": "standard"}, None),
        ({"service_tier": "Batch"}, "batch"),
        ({"service_tier": "reserved"}, "reserved"),
        ({"speed": "fast"}, "fast"),
        ({"service_tier": 7}, None),
    ],
)
def test_the_tier_is_read_from_the_parameters(parameters: dict[str, Json], tier: str | None) -> None:
    assert tier_of(parameters) == tier


def test_a_step_prices_the_whole_call(house: PriceBook) -> None:
    inputs = [_cost(Usage(tokens, 100), "house", house).input for tokens in (1000, 1001, 5001)]
    outputs = [_cost(Usage(tokens, 100), "house", house).output for tokens in (1000, 1001, 5001)]

    assert inputs == [1000 * 2_000, 1001 * 4_000, 5001 * 6_000]
    assert outputs == [100 * 8_000, 100 * 8_000, 100 * 16_000]


def test_fees_are_in_the_total_beside_the_tokens(house: PriceBook) -> None:
    cost = _cost(Usage(100, 10, web_searches=3), "house", house)

    assert cost.fees == 3 * 10_000_000 + 1_000_000
    assert cost.total == (cost.input or 0) + (cost.output or 0) + cost.fees


def test_a_row_of_the_tier_goes_before_the_row_of_every_tier(house: PriceBook) -> None:
    batch = _cost(Usage(100, 10), "house", house, service_tier="batch")
    flex = _cost(Usage(100, 10), "house", house, service_tier="flex")

    assert (batch.input, batch.tier, batch.match) == (100_000, "batch", PriceMatch.EXACT)
    assert (flex.input, flex.tier, flex.match) == (200_000, None, PriceMatch.EXACT)


def test_a_tier_that_the_table_has_no_prices_for_is_a_fallback() -> None:
    book = PriceBook()

    priced = _cost(Usage(100, 10), "gpt-5", book, service_tier="flex")
    unpriced = _cost(Usage(100, 10), "gpt-5", book, service_tier="reserved")

    assert (priced.match, priced.tier) == (PriceMatch.EXACT, "flex")
    assert (unpriced.match, unpriced.tier) == (PriceMatch.FALLBACK, None)


def test_a_changed_file_prices_the_next_call(house: PriceBook, tmp_path: Path) -> None:
    before = _cost(Usage(100, 0), "house", house)
    (tmp_path / "prices.toml").write_text('[prices."openai/house"]\ninput = 5\n')

    house.use(load_overrides(tmp_path / "prices.toml"))

    after = _cost(Usage(100, 0), "house", house)
    assert (before.input, after.input) == (200_000, 500_000)
    assert before.table != after.table


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("above = 3", "above must be a list"),
        ("above = [{ tokens = -1, input = 1 }]", "tokens must be a number of input tokens"),
        ("above = [{ tokens = 5, web_search = 1 }]", "web_search is not a price of tokens"),
        ("above = [{ tokens = 5, output = 1 }]", "output, which has no price below it"),
        ('tier = "scale"', "tier must be one of batch"),
    ],
)
def test_a_mistake_in_a_step_or_tier_is_named(tmp_path: Path, row: str, named: str) -> None:
    (tmp_path / "prices.toml").write_text(f"[prices.m]\ninput = 1\n{row}\n")

    with pytest.raises(BadSetting, match=named):
        load_overrides(tmp_path / "prices.toml")
