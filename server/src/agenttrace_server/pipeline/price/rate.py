"""Multiply what was used by prices, in whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from agenttrace.model import Cost, NanoUsd, PriceMatch, Usage

_PER: Final = 1_000_000
_NANO_PER_USD: Final = 1_000_000_000

Price = tuple[tuple[int, int], ...]
"""(more input tokens than this, nano-dollars for a million), the highest threshold first, the last one -1.

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
    """What a million of each sort cost. A part without a price of its own costs what its whole costs."""

    input: Price | None
    output: Price | None
    cache_read: Price | None = None
    cache_write: Price | None = None
    cache_write_1h: Price | None = None
    reasoning: Price | None = None
    input_audio: Price | None = None
    output_audio: Price | None = None
    cache_read_audio: Price | None = None
    input_image: Price | None = None
    output_image: Price | None = None
    web_search: Price | None = None
    file_search: Price | None = None
    request: Price | None = None

    def input_cost(self, usage: Usage) -> NanoUsd | None:
        """Return what the input cost, its parts at their own prices; None where there is no price."""
        total = usage.input_tokens or 0
        if self.input is None:
            return NanoUsd(0) if total == 0 else None
        read, read_audio = usage.cache_read_tokens or 0, 0
        audio = usage.input_audio_tokens or 0
        if usage.cache_read_audio_tokens:
            read_audio = min(usage.cache_read_audio_tokens, read, audio) if self.cache_read_audio is not None else 0
            audio -= usage.cache_read_audio_tokens
        write = usage.cache_write_tokens or 0
        write_1h = min(usage.cache_write_1h_tokens or 0, write)
        write_price = self.cache_write or self.input
        parts = (
            (read_audio, self.cache_read_audio),
            (read - read_audio, self.cache_read or self.input),
            (write_1h, self.cache_write_1h or write_price),
            (write - write_1h, write_price),
            (audio, self.input_audio),
            (usage.input_image_tokens or 0, self.input_image),
        )
        return _handed_out(total, parts, self.input, length=total)

    def output_cost(self, usage: Usage) -> NanoUsd | None:
        """Return what the output cost; None where there is no price for what was put out."""
        total = usage.output_tokens or 0
        if self.output is None:
            return NanoUsd(0) if total == 0 or self.input is not None else None
        parts = (
            (usage.reasoning_tokens or 0, self.reasoning),
            (usage.output_audio_tokens or 0, self.output_audio),
            (usage.output_image_tokens or 0, self.output_image),
        )
        return _handed_out(total, parts, self.output, length=usage.input_tokens or 0)

    def fees(self, usage: Usage) -> NanoUsd | None:
        """Return what is charged beside tokens; None where there is nothing, or no price for it."""
        charged = [(1, self.request), (usage.web_searches, self.web_search), (usage.file_searches, self.file_search)]
        known = [number * price[-1][1] for number, price in charged if number and price is not None]
        return _rounded(sum(known)) if known else None


@dataclass(frozen=True, slots=True)
class Quote:
    """A rate, and where it was found."""

    rate: Rate
    match: PriceMatch
    row: str
    """"provider/model" in the table's words."""
    table: str
    tier: str | None = None
    """The service tier that the prices are of; None: the standard one."""

    def cost_of(self, usage: Usage) -> Cost:
        """Return the cost of one call; unknown, with the row, where the row has no price for what was used."""
        rate = self.rate
        input_cost = rate.input_cost(usage)
        output_cost = rate.output_cost(usage)
        if input_cost is None or output_cost is None:
            return Cost(PriceMatch.UNKNOWN, price_row=self.row, table=self.table)
        fees = rate.fees(usage) if rate.request or usage.web_searches or usage.file_searches else None
        return Cost(
            match=self.match,
            total=NanoUsd(input_cost + output_cost + (fees or 0)),
            input=input_cost,
            output=output_cost,
            price_row=self.row,
            table=self.table,
            fees=fees,
            tier=self.tier,
        )


def _handed_out(total: int, parts: Iterable[tuple[int, Price | None]], whole: Price, *, length: int) -> NanoUsd:
    """Return the cost of the parts at their prices, and of what is left of `total` at the price of the whole.

    No part gets more than what the ones before it left over.
    """
    left, amount = total, 0
    for wanted, price in parts:
        if wanted > 0 and price is not None:
            tokens = min(wanted, left)
            left -= tokens
            amount += tokens * _at(price, length)
    return _rounded(amount + left * _at(whole, length))


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
