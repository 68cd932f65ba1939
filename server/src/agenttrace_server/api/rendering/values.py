"""Write times, money and sums the way the API does."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TypedDict

from agenttrace.model import reported_difference
from agenttrace_server.store.api import Totals

_NS_PER_S = 1_000_000_000
_NANO_PER_USD = 1_000_000_000


class TotalsFields(TypedDict):
    """The fields of `TotalsOut`."""

    total_spans: int
    errors: int
    running: int
    model_calls: int
    tool_calls: int
    total_tokens: int
    input_tokens: int
    output_tokens: int
    cache_read_tokens: int
    cache_creation_tokens: int
    reasoning_tokens: int
    calls_without_usage: int
    total_cost_usd: float
    input_cost_usd: float
    output_cost_usd: float
    unknown_cost_calls: int
    reported_cost_usd: float
    reported_difference: float | None
    reported_differs: bool


def rfc3339(at_ns: int) -> str:
    """Return RFC 3339 in UTC with nanoseconds."""
    seconds, nanoseconds = divmod(at_ns, _NS_PER_S)
    return f"{_second(seconds)}.{nanoseconds:09d}Z"


def rfc3339_or_none(at_ns: int | None) -> str | None:
    """The same, None for None."""
    return None if at_ns is None else rfc3339(at_ns)


def usd(nano: int) -> float:
    """Return dollars: the double nearest to the exact amount."""
    return nano / _NANO_PER_USD


def usd_or_none(nano: int | None) -> float | None:
    """The same, None for None."""
    return None if nano is None else nano / _NANO_PER_USD


def microseconds(nanoseconds: int | None) -> int | None:
    """Return whole microseconds, None for None."""
    return None if nanoseconds is None else nanoseconds // 1_000


def is_marked(difference: float | None, percent: float) -> bool:
    """Whether a reported cost is so far from ours that a screen must say it: the only place that compares."""
    return difference is not None and abs(difference) * 100 > percent


def totals_fields(totals: Totals, percent: float) -> TotalsFields:
    """Return the sums under their names on the wire; a reported cost further than `percent` from ours is marked."""
    difference = reported_difference(totals.compared_cost_nano_usd, totals.compared_reported_nano_usd)
    has_both = totals.compared_cost_nano_usd > 0 or totals.compared_reported_nano_usd > 0
    return TotalsFields(
        total_spans=totals.spans,
        errors=totals.errors,
        running=totals.running,
        model_calls=totals.model_calls,
        tool_calls=totals.tool_calls,
        total_tokens=totals.input_tokens + totals.output_tokens,
        input_tokens=totals.input_tokens,
        output_tokens=totals.output_tokens,
        cache_read_tokens=totals.cache_read_tokens,
        cache_creation_tokens=totals.cache_write_tokens,
        reasoning_tokens=totals.reasoning_tokens,
        calls_without_usage=totals.calls_without_usage,
        total_cost_usd=usd(totals.cost_nano_usd),
        input_cost_usd=usd(totals.input_cost_nano_usd),
        output_cost_usd=usd(totals.output_cost_nano_usd),
        unknown_cost_calls=totals.unknown_cost_calls,
        reported_cost_usd=usd(totals.reported_cost_nano_usd),
        reported_difference=difference if has_both else None,
        reported_differs=has_both and is_marked(difference, percent),
    )


@lru_cache(maxsize=4_096)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
