"""Render prices, what is wrong with them, and the job that prices history anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from agenttrace.model import reported_difference
from agenttrace_server.api.rendering.values import rfc3339, rfc3339_or_none, usd
from agenttrace_server.api.schemas.prices import (
    DifferingOut,
    PriceRowOut,
    PriceStepOut,
    ReprocessOut,
    ReprocessSumsOut,
    UnpricedOut,
)
from agenttrace_server.pipeline.price.overrides import FEE_FIELDS, OverrideRow
from agenttrace_server.pipeline.price.rate import Price, Rate
from agenttrace_server.pipeline.reprocess import Progress
from agenttrace_server.store.api import StatsRow, Totals

_NANO = 1_000_000_000
_FIELDS = tuple(field.name for field in fields(Rate))


def prices_of(rate: Rate) -> dict[str, float]:
    """Dollars by field, below every step."""
    return {name: _dollars(name, price[-1][1]) for name, price in _given(rate)}


def steps_of(rate: Rate) -> list[PriceStepOut]:
    """Dollars above each step, lowest first."""
    starts = sorted({start for _, price in _given(rate) for start, _ in price if start >= 0})
    return [PriceStepOut(tokens=start, prices=_above(rate, start)) for start in starts]


def override_row(row: OverrideRow) -> PriceRowOut:
    """One row of the user's file."""
    return PriceRowOut(
        row=row.name,
        source="overrides",
        tier=row.tier,
        in_force_from=rfc3339(row.from_ns) if row.from_ns else None,
        prices=prices_of(row.rate),
        steps=steps_of(row.rate),
    )


def table_row(name: str, rate: Rate) -> PriceRowOut:
    """One row of the public table."""
    return PriceRowOut(
        row=name, source="table", tier=None, in_force_from=None, prices=prices_of(rate), steps=steps_of(rate)
    )


def unpriced(rows: Iterable[StatsRow]) -> list[UnpricedOut]:
    """Models with calls that have usage and no price."""
    return [
        UnpricedOut(
            model=row.key,
            calls=row.totals.unknown_cost_calls,
            tokens=row.totals.input_tokens + row.totals.output_tokens,
        )
        for row in rows
        if row.totals.unknown_cost_calls
    ]


def differing(rows: Iterable[StatsRow], percent: float) -> list[DifferingOut]:
    """Models whose reported cost is further from ours than `percent`."""
    found: list[DifferingOut] = []
    for row in rows:
        ours, reported = row.totals.compared_cost_nano_usd, row.totals.compared_reported_nano_usd
        difference = reported_difference(ours, reported)
        if difference is not None and abs(difference) * 100 > percent:
            found.append(
                DifferingOut(model=row.key, our_usd=usd(ours), reported_usd=usd(reported), difference=difference)
            )
    return found


def job(progress: Progress) -> ReprocessOut:
    """How far a job is."""
    return ReprocessOut(
        job=progress.number,
        state=progress.state.value,
        reason=progress.reason,
        dry_run=progress.selection.dry_run,
        started_at=rfc3339(progress.started_ns),
        ended_at=rfc3339_or_none(progress.ended_ns),
        traces=max(progress.traces, progress.traces_done),
        traces_done=progress.traces_done,
        traces_changed=progress.traces_changed,
        spans=progress.spans,
        spans_changed=progress.spans_changed,
        spans_from_journal=progress.spans_from_journal,
        spans_refused=progress.spans_refused,
        before=_sums(progress.before),
        after=_sums(progress.after),
    )


def _sums(totals: Totals) -> ReprocessSumsOut:
    return ReprocessSumsOut(
        model_calls=totals.model_calls,
        total_tokens=totals.input_tokens + totals.output_tokens,
        total_cost_usd=usd(totals.cost_nano_usd),
        unknown_cost_calls=totals.unknown_cost_calls,
    )


def _given(rate: Rate) -> list[tuple[str, Price]]:
    return [(name, price) for name in _FIELDS if (price := getattr(rate, name)) is not None]


def _above(rate: Rate, start: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, price in _given(rate):
        nano = next((nano for more_than, nano in price if more_than == start), None)
        if nano is not None:
            found[name] = _dollars(name, nano)
    return found


def _dollars(name: str, nano_per_million: int) -> float:
    return nano_per_million / _NANO / (1_000 if name in FEE_FIELDS else 1)
