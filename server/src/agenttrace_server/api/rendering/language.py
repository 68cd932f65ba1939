"""Render fields, values, facets and histograms."""

from __future__ import annotations

from collections.abc import Sequence

from agenttrace_server.api.rendering.values import microseconds, rfc3339
from agenttrace_server.api.schemas.language import BarOut, FacetValueOut, FieldOut, HistogramOut, ValuesOut
from agenttrace_server.query.trace_list.facets import COUNTED, Histogram
from agenttrace_server.store.api import Bar, FacetValue
from agenttrace_server.store.api.language import Field, Kind

_ORDERED = [":", "=", "!=", ">", ">=", "<", "<="]
_EQUAL = [":", "=", "!="]


def field(found: Field) -> FieldOut:
    """One field."""
    return FieldOut(
        name=found.name,
        kind=found.kind.value,
        about=found.about,
        aliases=list(found.aliases),
        choices=list(found.choices),
        operators=_ORDERED if found.kind.is_amount else ([":"] if found.kind is Kind.WORDS else _EQUAL),
        has_values=found.kind in COUNTED,
    )


def values(name: str, found: Sequence[FacetValue]) -> ValuesOut:
    """The values of one field."""
    return ValuesOut(field=name, values=[FacetValueOut(value=each.value, count=each.count) for each in found])


def histogram(found: Histogram | None) -> HistogramOut:
    """Bars over time."""
    if found is None:
        return HistogramOut(since=None, until=None, width_us=0, bars=[])
    return HistogramOut(
        since=rfc3339(found.begin_ns),
        until=rfc3339(found.end_ns),
        width_us=found.width_ns // 1_000,
        bars=[_bar(bar) for bar in found.bars],
    )


def _bar(found: Bar) -> BarOut:
    return BarOut(
        start=rfc3339(found.start_ns), count=found.traces, errors=found.failed, p95_us=microseconds(found.p95_ns)
    )
