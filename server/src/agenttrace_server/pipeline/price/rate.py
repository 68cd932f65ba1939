"""Multiply tokens by prices, in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from agenttrace.model import Cost, NanoUsd, PriceMatch, Usage

_PER: Final = 1_000_000
_NANO_PER_USD: Final = 1_000_000_000

Price = tuple[tuple[int, int], ...]
"""(more input tokens than this, nano-dollars for a million tokens), the highest threshold first, the last one -1.

Crossing a threshold prices every token of the call at that step, as providers with long-context prices do.
"""


def flat(usd_per_million: Decimal) -> Price:
    """Return a price that does not depend on the length of the input."""
    return ((-1, nano_per_million(usd_per_million)),)


def stepped(base: Decimal, steps: list[tuple[int, Decimal]]) -> Price:
    """Return a price that changes for calls with more input tokens than each step's threshold."""
    ordered = sorted(((start, nano_per_million(usd)) for start, usd in steps), reverse=True)
    return (*ordered, (-1, nano_per_million(base)))


def nano_per_million(usd: Decimal) -> int:
    """Return dollars for a million tokens as nano-dollars for a million tokens."""
    return int((usd * _NANO_PER_USD).to_integral_value(ROUND_HALF_EVEN))


@dataclass(frozen=True, slots=True)
class Rate:
    """What a million tokens of each sort cost. A part without a price of its own costs what its whole costs."""

    input: Price | None
    output: Price | None
    cache_read: Price | None = None
    cache_write: Price | None = None
    cache_write_1h: Price | None = None
    reasoning: Price | None = None
    input_audio: Price | None = None
    output_audio: Price | None = None

    def input_cost(self, usage: Usage) -> NanoUsd | None:
        """Return what the input cost, cached and audio parts at their own prices; None where there is no price."""
        total = usage.input_tokens or 0
        if self.input is None:
            return NanoUsd(0) if total == 0 else None
        read = min(usage.cache_read_tokens or 0, total)
        write = min(usage.cache_write_tokens or 0, total - read)
        write_1h = min(usage.cache_write_1h_tokens or 0, write)
        audio = min(usage.input_audio_tokens or 0, total - read - write) if self.input_audio is not None else 0
        write_price = self.cache_write or self.input
        amount = (
            (total - read - write - audio) * _at(self.input, total)
            + read * _at(self.cache_read or self.input, total)
            + (write - write_1h) * _at(write_price, total)
            + write_1h * _at(self.cache_write_1h or write_price, total)
            + audio * _at(self.input_audio or self.input, total)
        )
        return _rounded(amount)

    def output_cost(self, usage: Usage) -> NanoUsd | None:
        """Return what the output cost; None where there is no price for what was put out."""
        total = usage.output_tokens or 0
        if self.output is None:
            return NanoUsd(0) if total == 0 or self.input is not None else None
        length = usage.input_tokens or 0
        reasoning = min(usage.reasoning_tokens or 0, total) if self.reasoning is not None else 0
        audio = min(usage.output_audio_tokens or 0, total - reasoning) if self.output_audio is not None else 0
        amount = (
            (total - reasoning - audio) * _at(self.output, length)
            + reasoning * _at(self.reasoning or self.output, length)
            + audio * _at(self.output_audio or self.output, length)
        )
        return _rounded(amount)


@dataclass(frozen=True, slots=True)
class Quote:
    """A rate, and where it was found."""

    rate: Rate
    match: PriceMatch
    row: str
    """"provider/model" in the table's words."""
    table: str

    def cost_of(self, usage: Usage) -> Cost:
        """Return the cost of one call; unknown, with the row, where the row has no price for what was used."""
        input_cost = self.rate.input_cost(usage)
        output_cost = self.rate.output_cost(usage)
        if input_cost is None or output_cost is None:
            return Cost(PriceMatch.UNKNOWN, price_row=self.row, table=self.table)
        return Cost(
            match=self.match,
            total=NanoUsd(input_cost + output_cost),
            input=input_cost,
            output=output_cost,
            price_row=self.row,
            table=self.table,
        )


def _at(price: Price, input_tokens: int) -> int:
    for more_than, nano in price:
        if input_tokens > more_than:
            return nano
    return price[-1][1]


def _rounded(amount: int) -> NanoUsd:
    """Divide by a million, half to even."""
    whole, rest = divmod(amount, _PER)
    if 2 * rest > _PER or (2 * rest == _PER and whole % 2):
        whole += 1
    return NanoUsd(whole)
