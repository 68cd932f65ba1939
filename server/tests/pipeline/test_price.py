"""Costs, compared with sums done by hand from the rows of the public table."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from agenttrace.model import UNKNOWN_COST, Cost, PriceMatch, SpanType, Usage, dollars
from agenttrace_server.pipeline.price import PriceBook, price

from .making import make_span, model_call

BOOK = PriceBook()
MILLION = Decimal(1_000_000)
SEP_2026_NS = 1_789_000_000_000_000_000


def _cost(usage: Usage, model: str, provider: str | None = "openai", **more: object) -> Cost:
    cost = price(model_call(usage, model, provider, **more), BOOK).cost
    assert cost is not None
    return cost


def _dollars(cost: Cost) -> Decimal:
    assert cost.total is not None
    return dollars(cost.total)


def test_cached_input_costs_its_own_price() -> None:
    cost = _cost(Usage(120, 25, cache_read_tokens=64), "gpt-5.4-mini")

    # $0.75 in, $0.075 cached, $4.50 out
    assert dollars(cost.input or 0) == (56 * Decimal("0.75") + 64 * Decimal("0.075")) / MILLION
    assert dollars(cost.output or 0) == 25 * Decimal("4.5") / MILLION
    assert cost.total == (cost.input or 0) + (cost.output or 0)


def test_cache_writes_cost_by_how_long_they_are_kept() -> None:
    usage = Usage(370, 33, cache_read_tokens=300, cache_write_tokens=50, cache_write_1h_tokens=20)

    cost = _cost(usage, "claude-sonnet-5", "anthropic")

    # $2 in, $0.20 read, $2.50 write, $4 one-hour write, $10 out
    by_hand = 20 * 2 + 300 * Decimal("0.2") + 30 * Decimal("2.5") + 20 * 4 + 33 * 10
    assert _dollars(cost) == Decimal(by_hand) / MILLION


def test_a_long_context_costs_more_for_every_token() -> None:
    below, above = (_cost(Usage(tokens, 0), "gpt-5.5") for tokens in (272_000, 272_001))

    assert _dollars(below) == 272_000 * Decimal(5) / MILLION
    assert _dollars(above) == 272_001 * Decimal(10) / MILLION


def test_a_batch_costs_the_batch_price() -> None:
    cost = _cost(Usage(1000, 100), "claude-sonnet-5", "anthropic", parameters={"service_tier": "batch"})

    assert _dollars(cost) == (1000 * Decimal(1) + 100 * Decimal(5)) / MILLION


def test_a_price_is_the_one_of_the_day_of_the_call() -> None:
    tier = {"service_tier": "flex"}

    before = _cost(Usage(1000, 0), "gpt-5.4-mini", parameters=tier, start_ns=SEP_2026_NS)
    after = _cost(Usage(1000, 0), "gpt-5.4-mini", parameters=tier)

    # the table knows flex prices from 12 October 2026 on
    assert (_dollars(before), _dollars(after)) == (Decimal("0.00075"), Decimal("0.000375"))


def test_embeddings_cost_their_input() -> None:
    span = price(model_call(Usage(8, None), "text-embedding-3-small"), BOOK)

    assert span.cost is not None
    assert _dollars(span.cost) == 8 * Decimal("0.02") / MILLION


@pytest.mark.parametrize(
    ("provider", "model", "match", "row"),
    [
        ("openai", "gpt-5.4-mini", PriceMatch.EXACT, "openai/gpt-5.4-mini"),
        ("anthropic", "claude-sonnet-5-20260801", PriceMatch.ALIAS, "anthropic/claude-sonnet-5"),
        ("openai", "gpt-5.4-mini-2026-08-01", PriceMatch.FALLBACK, "openai/gpt-5.4-mini"),
        ("microsoft.agent_framework", "gpt-5.4-mini", PriceMatch.FALLBACK, "openai/gpt-5.4-mini"),
        ("openrouter-like", "openai/gpt-5.4-mini", PriceMatch.FALLBACK, "openai/gpt-5.4-mini"),
        (None, "gpt-5.4-mini", PriceMatch.EXACT, "openai/gpt-5.4-mini"),
    ],
)
def test_a_cost_says_by_which_row_and_how_it_was_found(
    provider: str | None, model: str, match: PriceMatch, row: str
) -> None:
    cost = _cost(Usage(10, 10), model, provider)

    assert (cost.match, cost.price_row) == (match, row)
    assert cost.table is not None
    assert cost.table.startswith("genai-prices ")


@pytest.mark.parametrize(("provider", "model"), [("openai", "error-model"), ("ollama", "gpt-5.4-mini"), (None, None)])
def test_a_price_nobody_knows_is_unknown_and_not_zero(provider: str | None, model: str | None) -> None:
    span = price(model_call(Usage(10, 10), model, provider), BOOK)

    assert span.cost == UNKNOWN_COST
    assert span.cost is not None
    assert span.cost.total is None


def test_a_call_without_usage_has_no_cost() -> None:
    span = model_call(None, "gpt-5.4-mini")

    assert price(span, BOOK) is span


def test_a_roll_up_has_no_cost() -> None:
    span = make_span(span_type=SpanType.AGENT, usage=Usage(10, 10))

    assert price(span, BOOK) is span


def test_the_table_is_not_imported_before_there_is_something_to_price() -> None:
    starting = "import sys, agenttrace_server.pipeline.runner; sys.exit('genai_prices' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", starting], check=False).returncode == 0


def test_the_model_that_answered_goes_before_the_one_that_was_asked() -> None:
    span = model_call(Usage(10, 10), "gpt-5.5")
    assert span.call is not None

    cost = price(span, BOOK).cost

    assert cost is not None
    assert cost.price_row == "openai/gpt-5.5"
