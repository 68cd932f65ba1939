"""Laws of cost: additive, never negative, whole nano-dollars, and the same as the table's own arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from genai_prices import Usage as TableUsage
from genai_prices import calc_price
from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.model import Cost, Usage, nano_usd
from agenttrace_server.pipeline.price import PriceBook, Rate, price
from agenttrace_server.pipeline.price.rate import flat

from .making import model_call

BOOK = PriceBook()
MODELS = [
    ("openai", "gpt-5.4-mini"),
    ("openai", "gpt-5.5"),
    ("anthropic", "claude-sonnet-5"),
    ("google", "gemini-2.5-pro"),
]

tokens = st.integers(min_value=0, max_value=2_000_000)
rates = st.builds(
    lambda prices: Rate(*(flat(Decimal(value)) for value in prices)),
    st.lists(st.integers(min_value=0, max_value=500), min_size=8, max_size=8),
)


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    read, write, plain = draw(tokens), draw(tokens), draw(tokens)
    output = draw(tokens)
    return Usage(
        input_tokens=read + write + plain,
        output_tokens=output,
        cache_read_tokens=read,
        cache_write_tokens=write,
        cache_write_1h_tokens=draw(st.integers(min_value=0, max_value=write)),
        reasoning_tokens=draw(st.integers(min_value=0, max_value=output)),
    )


def _sum(first: Usage, second: Usage) -> Usage:
    return Usage(*((getattr(first, name) or 0) + (getattr(second, name) or 0) for name in Usage.__slots__))


@settings(deadline=None)
@given(usages(), st.sampled_from(MODELS))
def test_input_and_output_add_up_to_the_total(usage: Usage, model: tuple[str, str]) -> None:
    cost = _priced(usage, model)

    assert cost.total == (cost.input or 0) + (cost.output or 0)
    assert min(cost.input or 0, cost.output or 0) >= 0


@settings(deadline=None)
@given(rates, usages(), usages())
def test_two_calls_cost_as_much_as_one_call_with_the_tokens_of_both(rate: Rate, first: Usage, second: Usage) -> None:
    apart = [(rate.input_cost(usage) or 0) + (rate.output_cost(usage) or 0) for usage in (first, second)]
    both = _sum(first, second)

    assert sum(apart) == (rate.input_cost(both) or 0) + (rate.output_cost(both) or 0)


@settings(deadline=None)
@given(st.builds(Usage, *[st.none() | tokens] * 8), rates)
def test_parts_that_exceed_their_whole_never_cost_less_than_nothing(usage: Usage, rate: Rate) -> None:
    assert (rate.input_cost(usage) or 0) >= 0
    assert (rate.output_cost(usage) or 0) >= 0


@settings(max_examples=60, deadline=None)
@given(usages(), st.sampled_from(MODELS))
def test_our_arithmetic_agrees_with_the_tables_own(usage: Usage, model: tuple[str, str]) -> None:
    provider, name = model
    theirs = calc_price(
        TableUsage(
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cache_read_tokens=usage.cache_read_tokens,
            cache_write_tokens=usage.cache_write_tokens,
            cache_write_1h_tokens=usage.cache_write_1h_tokens,
        ),
        name,
        provider_id=provider,
        genai_request_timestamp=datetime(2026, 11, 1, tzinfo=UTC),
    )

    ours = _priced(usage, model)

    assert abs((ours.total or 0) - nano_usd(theirs.total_price)) <= 1


def _priced(usage: Usage, model: tuple[str, str]) -> Cost:
    cost = price(model_call(usage, model[1], model[0]), BOOK).cost
    assert cost is not None
    return cost
