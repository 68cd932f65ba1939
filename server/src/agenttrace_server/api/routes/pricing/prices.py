"""Routes: prices, the user's own ones, and what is wrong with them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Query
from pydantic import Field

from agenttrace.model import Call, Usage
from agenttrace_server.api.parameters import Asked, InWindow, Moment, Text
from agenttrace_server.api.rendering import prices as rendering
from agenttrace_server.api.rendering.values import rfc3339, usd_or_none
from agenttrace_server.api.schemas.prices import (
    OverrideIn,
    PriceCheckOut,
    PriceOut,
    PriceRowOut,
    PricesOut,
)
from agenttrace_server.api.services import Services, WithServices
from agenttrace_server.errors import BadPayload, BadSetting, NotFound
from agenttrace_server.pipeline.price.editing import Value
from agenttrace_server.query import expressions
from agenttrace_server.store.api import GroupBy, SpanFilter

router = APIRouter(tags=["prices"])

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Count = Annotated[int | None, Field(ge=0, le=2**62)]


class PriceListing(Asked):
    """GET /api/v1/prices"""

    provider: Text | None = Field(None, description="only rows of this provider, in the table's words")
    model: Text | None = Field(None, description="part of the model's name")
    limit: int = Field(100, ge=1, le=10_000)


class PriceAsked(Asked):
    """GET /api/v1/prices/{model}"""

    provider: Text | None = None
    at: Moment | None = Field(None, description="when the call is made; now where it is not given")
    tier: Literal["batch", "flex", "priority", "fast"] | None = None
    input_tokens: _Count = None
    output_tokens: _Count = None
    cache_read_tokens: _Count = None
    cache_write_tokens: _Count = None
    cache_write_1h_tokens: _Count = None
    reasoning_tokens: _Count = None
    input_audio_tokens: _Count = None
    output_audio_tokens: _Count = None
    web_searches: _Count = None
    file_searches: _Count = None

    def usage(self) -> Usage:
        """The usage that was given."""
        names = set(Usage.__slots__) & set(type(self).model_fields)
        return Usage(**{name: getattr(self, name) for name in names})


@router.get("/prices")
def list_prices(services: WithServices, asked: Annotated[PriceListing, Query()]) -> PricesOut:
    """The user's own rows, then the table's prices of today."""
    book, now_ns = services.prices.book, services.now_ns()
    rows = [rendering.override_row(row) for row in book.overrides.rows]
    for found in book.table.rows():
        if asked.provider in (None, found.provider.id) and (asked.model or "").lower() in found.model.id.lower():
            quote = book.table.quote(found, None, now_ns)
            rows += [] if quote is None else [rendering.table_row(quote.row, quote.rate)]
    return _listed(services, [row for row in rows if _is_meant(row, asked)], most=asked.limit)


@router.get("/prices/check")
def check_prices(services: WithServices, asked: Annotated[InWindow, Query()]) -> PriceCheckOut:
    """Models that were seen without a price, costs that differ from the reported ones, the age of the table."""
    since_ns, until_ns = asked.window(services)
    where = SpanFilter(project=asked.project, since_ns=since_ns, until_ns=until_ns)
    rows = services.store.stats(where, GroupBy.MODEL)
    today = _day(services.now_ns())
    book = services.prices.book
    dated = book.dated(today)
    age_days = None if dated is None else (today - dated).days
    return PriceCheckOut(
        table=book.table.name,
        table_date=dated,
        table_age_days=age_days,
        is_stale=age_days is None or age_days > services.settings.prices_stale_days,
        overrides_file=str(services.prices.path),
        overrides_error=services.prices.error,
        unpriced=rendering.unpriced(rows),
        differing=rendering.differing(rows, services.percent),
    )


@router.put("/prices/overrides/{model:path}")
def set_price(services: WithServices, model: str, given: Annotated[OverrideIn, Body()]) -> PricesOut:
    """Write prices into the user's file; they hold for spans that are priced from now on."""
    try:
        services.prices.set(model, _values(given))
    except BadSetting as mistake:
        raise BadPayload(mistake.message, field="model") from None
    written = [row for row in services.prices.book.overrides.rows if model.lower() in (row.model, row.name)]
    return _listed(services, [rendering.override_row(row) for row in written], most=len(written))


@router.get("/prices/{model:path}")
def get_price(services: WithServices, model: str, asked: Annotated[PriceAsked, Query()]) -> PriceOut:
    """Whose price a call of this model would get, and what the given usage would cost."""
    at_ns = services.now_ns()
    if asked.at is not None:
        at_ns = expressions.moment(asked.at, now_ns=at_ns, field="at")
    quote = services.prices.book.quote(_call(model, asked), at_ns)
    if quote is None:
        raise NotFound(f"nobody knows a price of {model[:200]!r}; set one with: agenttrace prices set")
    cost = quote.cost_of(asked.usage())
    return PriceOut(
        model=model,
        provider=asked.provider,
        at=rfc3339(at_ns),
        match=quote.match.value,
        row=quote.row,
        table=quote.table,
        tier=quote.tier,
        prices=rendering.prices_of(quote.rate),
        steps=rendering.steps_of(quote.rate),
        input_usd=usd_or_none(cost.input),
        output_usd=usd_or_none(cost.output),
        fees_usd=usd_or_none(cost.fees),
        total_usd=usd_or_none(cost.total),
    )


def _listed(services: Services, rows: list[PriceRowOut], most: int) -> PricesOut:
    book, keeper = services.prices.book, services.prices
    return PricesOut(
        table=book.table.name,
        table_date=book.dated(_day(services.now_ns())),
        overrides=book.overrides.table,
        overrides_file=str(keeper.path),
        overrides_error=keeper.error,
        snapshot=book.snapshot.table,
        total=len(rows),
        items=rows[:most],
    )


def _is_meant(row: PriceRowOut, asked: PriceListing) -> bool:
    provider, _, model = row.row.partition("/")
    return asked.provider in (None, provider) and (asked.model or "").lower() in model.lower()


def _call(model: str, asked: PriceAsked) -> Call:
    provider, slash, name = model.partition("/")
    parameters = {} if asked.tier is None else {"service_tier": asked.tier}
    if slash and asked.provider is None:
        return Call(provider=provider, response_model=name, request_model=model, parameters=parameters)
    return Call(provider=asked.provider, response_model=model, parameters=parameters)


def _values(given: OverrideIn) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, value in given.model_dump(exclude_none=True).items():
        if name == "in_force_from":
            values["from"] = value
        else:
            values[name] = tuple(value) if isinstance(value, list) else _exact(value)
    return values


def _exact(value: float | str) -> Value:
    return value if isinstance(value, str) else Decimal(str(value))


def _day(now_ns: int) -> date:
    return (_EPOCH + timedelta(microseconds=now_ns // 1_000)).date()
