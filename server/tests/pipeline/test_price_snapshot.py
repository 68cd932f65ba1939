"""The user's snapshot of prices: asked last, in the shape of LiteLLM's list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agenttrace.model import Cost, PriceMatch, Usage
from agenttrace_server.errors import BadSetting
from agenttrace_server.pipeline.price import PriceBook, load_overrides, open_price_book, price

from .making import model_call

ROWS = {
    "sample_spec": {"input_cost_per_token": 0, "litellm_provider": "one of ..."},
    "tail/rare-1": {
        "litellm_provider": "tail",
        "input_cost_per_token": 2e-06,
        "output_cost_per_token": 8e-06,
        "cache_read_input_token_cost": 2e-07,
        "input_cost_per_token_above_200k_tokens": 4e-06,
        "input_cost_per_token_batches": 1e-06,
        "output_cost_per_token_batches": 4e-06,
        "search_context_cost_per_query": {"search_context_size_medium": 0.01},
    },
    "rare-2": {"litellm_provider": "other", "input_cost_per_token": 1e-06},
    "gpt-5": {"litellm_provider": "openai", "input_cost_per_token": 0.5, "output_cost_per_token": 0.5},
    "broken": {"litellm_provider": "tail", "input_cost_per_token": "a lot"},
}


@pytest.fixture
def book(tmp_path: Path) -> PriceBook:
    (tmp_path / "models.json").write_text(json.dumps(ROWS))
    return open_price_book(tmp_path, None, tmp_path / "models.json")


def _cost(book: PriceBook, model: str, usage: Usage, provider: str | None = "tail", **more: object) -> Cost:
    cost = price(model_call(usage, model, provider, **more), book).cost
    assert cost is not None
    return cost


def test_a_model_that_nobody_else_knows_is_priced_by_the_snapshot(book: PriceBook) -> None:
    cost = _cost(book, "rare-1", Usage(1000, 100, cache_read_tokens=400, web_searches=2))

    assert (cost.input, cost.output, cost.fees) == (600 * 2_000 + 400 * 200, 100 * 8_000, 2 * 10_000_000)
    assert (cost.match, cost.price_row) == (PriceMatch.EXACT, "tail/rare-1")
    assert cost.table is not None
    assert cost.table.startswith("snapshot ")


def test_steps_and_tiers_of_the_snapshot_are_used(book: PriceBook) -> None:
    long = _cost(book, "rare-1", Usage(200_001, 0))
    batch = _cost(book, "rare-1", Usage(100, 10), parameters={"service_tier": "batch"})
    flex = _cost(book, "rare-1", Usage(100, 10), parameters={"service_tier": "flex"})

    assert long.input == 200_001 * 4_000
    assert (batch.total, batch.tier, batch.match) == (100_000 + 40_000, "batch", PriceMatch.EXACT)
    assert (flex.total, flex.tier, flex.match) == (200_000 + 80_000, None, PriceMatch.FALLBACK)


def test_the_public_table_and_the_users_own_prices_go_before_it(book: PriceBook, tmp_path: Path) -> None:
    (tmp_path / "prices.toml").write_text('[prices."rare-1"]\ninput = 7\n')

    by_table = _cost(book, "gpt-5", Usage(100, 0), "openai")
    book.use(load_overrides(tmp_path / "prices.toml"))
    by_user = _cost(book, "rare-1", Usage(100, 0))

    assert by_table.input == 100 * 1_250
    assert by_user.input == 100 * 7_000


@pytest.mark.parametrize(
    ("model", "provider"), [("rare-1-2026-01-31", "tail"), ("rare-2", "tail")], ids=["dated", "of another provider"]
)
def test_a_near_miss_is_a_fallback(book: PriceBook, model: str, provider: str) -> None:
    assert _cost(book, model, Usage(100, 0), provider).match is PriceMatch.FALLBACK


def test_a_row_without_usable_prices_leaves_the_price_unknown(book: PriceBook) -> None:
    assert _cost(book, "broken", Usage(100, 0)).total is None


@pytest.mark.parametrize(("content", "named"), [("[1]", "must be an object"), ("{", "is not JSON")])
def test_a_file_of_another_shape_is_refused(tmp_path: Path, content: str, named: str) -> None:
    (tmp_path / "models.json").write_text(content)

    with pytest.raises(BadSetting, match=named):
        open_price_book(tmp_path, None, tmp_path / "models.json")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="cannot be read"):
        open_price_book(tmp_path, None, tmp_path / "none.json")
