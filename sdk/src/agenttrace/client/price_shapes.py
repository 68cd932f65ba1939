"""Fix the answers of the REST API about prices, and about pricing history anew, for whoever reads them in Python."""

from __future__ import annotations

from typing_extensions import TypedDict


class PriceStep(TypedDict):
    """The prices of calls with more input tokens than `tokens`."""

    tokens: int
    prices: dict[str, float]


class PriceRow(TypedDict):
    """Prices of one model: US dollars for a million tokens, for a thousand searches or requests."""

    row: str
    source: str
    tier: str | None
    in_force_from: str | None
    prices: dict[str, float]
    steps: list[PriceStep]


class Prices(TypedDict):
    """GET /api/v1/prices: the user's own rows first."""

    table: str
    table_date: str | None
    overrides: str
    overrides_file: str
    overrides_error: str | None
    snapshot: str
    total: int
    items: list[PriceRow]


class Price(TypedDict):
    """GET /api/v1/prices/{model}: whose price a call would get, and what the usage that was given would cost."""

    model: str
    provider: str | None
    at: str
    match: str
    row: str
    table: str
    tier: str | None
    prices: dict[str, float]
    steps: list[PriceStep]
    input_usd: float | None
    output_usd: float | None
    fees_usd: float | None
    total_usd: float | None


class Unpriced(TypedDict):
    """A model that was called and that nobody knows a price of."""

    model: str | None
    calls: int
    tokens: int


class Differing(TypedDict):
    """A model whose calls cost something else by what their emitters say."""

    model: str | None
    our_usd: float
    reported_usd: float
    difference: float


class PriceCheck(TypedDict):
    """GET /api/v1/prices/check: what is wrong with prices, as far as the store can tell."""

    table: str
    table_date: str | None
    table_age_days: int | None
    is_stale: bool
    overrides_file: str
    overrides_error: str | None
    unpriced: list[Unpriced]
    differing: list[Differing]


class ReprocessSums(TypedDict):
    """Sums over the traces that are done."""

    model_calls: int
    total_tokens: int
    total_cost_usd: float
    unknown_cost_calls: int


class Reprocess(TypedDict):
    """How far the latest job of reprocessing is."""

    job: int
    state: str
    reason: str | None
    dry_run: bool
    started_at: str
    ended_at: str | None
    traces: int
    traces_done: int
    traces_changed: int
    spans: int
    spans_changed: int
    spans_from_journal: int
    spans_refused: int
    before: ReprocessSums
    after: ReprocessSums
