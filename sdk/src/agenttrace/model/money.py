"""Keep money as whole nano-dollars, with the story of how each amount came about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum
from typing import NewType

NanoUsd = NewType("NanoUsd", int)
"""A billionth of a US dollar."""

NANO_PER_USD = 1_000_000_000
ROUNDING_NANO_USD = 1_000
"""A millionth of a dollar: emitters write costs with six digits."""


def nano_usd(dollars: Decimal) -> NanoUsd:
    """Round an exact amount of dollars to the nearest nano-dollar (half to even)."""
    return NanoUsd(int((dollars * NANO_PER_USD).to_integral_value(ROUND_HALF_EVEN)))


def dollars(amount: int) -> Decimal:
    """Return the exact decimal dollars of a number of nano-dollars."""
    return Decimal(amount) / NANO_PER_USD


class PriceMatch(str, Enum):
    """How the model of a call was found in the price table."""

    EXACT = "exact"
    ALIAS = "alias"
    FALLBACK = "fallback"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one call cost by our table, and by whose price: `total` is input plus output plus fees.

    `total` None means unknown, shown as "?".
    """

    match: PriceMatch
    total: NanoUsd | None = None
    input: NanoUsd | None = None
    output: NanoUsd | None = None
    price_row: str | None = None
    """The row of the table, "provider/model"."""
    table: str | None = None
    """The table and its version, such as "genai-prices 0.2.3" or "overrides <hash>"."""
    fees: NanoUsd | None = None
    """What is charged beside tokens: for the request, for searches. None: nothing, or nobody knows how much."""
    tier: str | None = None
    """The service tier whose prices were used: batch, flex, priority, fast; None: the standard prices."""


def reported_difference(ours: int | None, reported: int | None) -> float | None:
    """Return by which share of ours the emitter's cost is higher (0.02: 2 %) or lower; None where one is not known.

    0 where they differ by less than `ROUNDING_NANO_USD`, which is how somebody rounded; 1 where ours is 0.
    """
    if ours is None or reported is None:
        return None
    difference = reported - ours
    if abs(difference) < ROUNDING_NANO_USD:
        return 0.0
    return difference / ours if ours else 1.0


UNKNOWN_COST = Cost(PriceMatch.UNKNOWN)
