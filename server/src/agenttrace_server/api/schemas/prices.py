"""Fix how prices, and the job that prices history anew, look in the API."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from agenttrace_server.api.schemas.wire import Timestamp, Usd, Wire

PriceUsd = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)]
TierWord = Literal["batch", "flex", "priority", "fast"]


class PriceStepOut(Wire):
    """The prices of calls with more input tokens than `tokens`."""

    tokens: int
    prices: dict[str, float]


class PriceRowOut(Wire):
    """Prices of one model: US dollars for a million tokens, for a thousand searches or requests."""

    row: str = Field(description='"provider/model"; `*` is any provider')
    source: Literal["overrides", "table"]
    tier: TierWord | None
    in_force_from: Timestamp | None = Field(description="of the user's own rows; null: always, or as the table says")
    prices: dict[str, float]
    steps: list[PriceStepOut]


class PricesOut(Wire):
    """GET /api/v1/prices: the user's own rows first, then the table's prices of today."""

    table: str
    table_date: date | None = Field(description="the latest day that the table knows of")
    overrides: str
    overrides_file: str
    overrides_error: str | None = Field(description="why the file as it is now is left aside; null where it is in use")
    snapshot: str
    total: int = Field(description="rows that match; `items` has at most `limit` of them")
    items: list[PriceRowOut]


class PriceOut(Wire):
    """GET /api/v1/prices/{model}: whose price a call would get, and what the usage that was given would cost."""

    model: str
    provider: str | None
    at: Timestamp
    match: Literal["exact", "alias", "fallback"]
    row: str
    table: str
    tier: str | None
    prices: dict[str, float]
    steps: list[PriceStepOut]
    input_usd: Usd | None
    output_usd: Usd | None
    fees_usd: Usd | None
    total_usd: Usd | None


class OverrideIn(Wire):
    """What PUT /api/v1/prices/overrides/{model} takes: fields that are not given stay what they are in the row."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    input: PriceUsd | None = None
    output: PriceUsd | None = None
    cache_read: PriceUsd | None = None
    cache_write: PriceUsd | None = None
    cache_write_1h: PriceUsd | None = None
    reasoning: PriceUsd | None = None
    input_audio: PriceUsd | None = None
    output_audio: PriceUsd | None = None
    cache_read_audio: PriceUsd | None = None
    input_image: PriceUsd | None = None
    output_image: PriceUsd | None = None
    web_search: PriceUsd | None = None
    file_search: PriceUsd | None = None
    request: PriceUsd | None = None
    tier: TierWord | None = None
    in_force_from: date | None = None
    aliases: list[Annotated[str, Field(min_length=1, max_length=200)]] | None = None


class UnpricedOut(Wire):
    """A model that was called and that nobody knows a price of."""

    model: str | None
    calls: int
    tokens: int


class DifferingOut(Wire):
    """A model whose calls cost something else by what their emitters say."""

    model: str | None
    our_usd: Usd = Field(description="of the calls that have both")
    reported_usd: Usd
    difference: float = Field(description="by which share of ours the reported cost is higher or lower")


class PriceCheckOut(Wire):
    """GET /api/v1/prices/check: what is wrong with prices, as far as the store can tell."""

    table: str
    table_date: date | None
    table_age_days: int | None
    is_stale: bool = Field(description="it is older than AGENTTRACE_PRICES_STALE_DAYS")
    overrides_file: str
    overrides_error: str | None
    unpriced: list[UnpricedOut]
    differing: list[DifferingOut]


class ReprocessIn(Wire):
    """What POST /api/v1/reprocess takes: which traces, by their start; all where nothing is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    project: str | None = Field(None, min_length=1, max_length=1_000)
    trace_id: str | None = Field(None, min_length=1, max_length=64)
    since: str | None = Field(None, min_length=1, max_length=40)
    until: str | None = Field(None, min_length=1, max_length=40)
    dry_run: bool = False


class ReprocessSumsOut(Wire):
    """Sums over the traces that are done."""

    model_calls: int
    total_tokens: int
    total_cost_usd: Usd
    unknown_cost_calls: int


class ReprocessOut(Wire):
    """How far the latest job of reprocessing is: POST, GET and DELETE /api/v1/reprocess."""

    job: int
    state: Literal["running", "done", "cancelled", "failed"]
    reason: str | None
    dry_run: bool
    started_at: Timestamp
    ended_at: Timestamp | None
    traces: int
    traces_done: int
    traces_changed: int
    spans: int
    spans_changed: int
    spans_from_journal: int
    spans_refused: int
    before: ReprocessSumsOut
    after: ReprocessSumsOut
