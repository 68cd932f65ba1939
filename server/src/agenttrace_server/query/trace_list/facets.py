"""Ask what there is to filter by: fields, their values with counts, and when it happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agenttrace_server.errors import BadQuestion
from agenttrace_server.store.api import Bar, FacetQuery, FacetValue, SpanFilter, Store, TraceFilter
from agenttrace_server.store.api.language import FIELDS, Field, Kind, Target
from agenttrace_server.store.api.language.fields import ATTRIBUTE, BY_NAME, attribute_field

_S = 1_000_000_000
_WIDTHS_NS = tuple(
    seconds * _S
    for seconds in (1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400)
)
_DAY_NS = 86_400 * _S
COUNTED = (Kind.KEYWORD, Kind.CHOICE, Kind.PART, Kind.ATTRIBUTE)
"""Kinds of fields whose values can be listed."""


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars side by side; those without a trace are left out."""

    begin_ns: int
    end_ns: int
    width_ns: int
    bars: Sequence[Bar]


def histogram(store: Store, where: TraceFilter, buckets: int, now_ns: int) -> Histogram | None:
    """Return at most `buckets` bars over the window, or over all there is; None where there is nothing."""
    begin_ns = store.earliest_ns(where.project) if where.since_ns is None else where.since_ns
    if begin_ns is None:
        return None
    end_ns = max(begin_ns + 1, now_ns + 1 if where.until_ns is None else where.until_ns)
    width_ns = _width(end_ns - begin_ns, buckets)
    aligned_ns = begin_ns // width_ns * width_ns
    return Histogram(aligned_ns, end_ns, width_ns, store.trace_bars(where, aligned_ns, width_ns))


def facets(
    store: Store, where: TraceFilter, names: Sequence[str], limit: int
) -> list[tuple[Field, Sequence[FacetValue]]]:
    """Return the commonest values of each field. Raises: BadQuestion: no such field, or it is an amount."""
    fields = [countable(name, "fields", Target.TRACES) for name in names]
    return [(field, store.trace_facet(where, field.name, FacetQuery(limit=limit))) for field in fields]


def values(store: Store, name: str, of: Target, where: SpanFilter, query: FacetQuery) -> Sequence[FacetValue]:
    """Return what a field can be compared with, the commonest first. Raises: BadQuestion, as `facets`."""
    if name in ("@", ATTRIBUTE):
        return store.attribute_names(where, query)
    field = countable(name, "field", of)
    if field.trace is not None and of is not Target.SPANS:
        traces = TraceFilter(project=where.project, since_ns=where.since_ns, until_ns=where.until_ns)
        return store.trace_facet(traces, field.name, query)
    return store.span_facet(where, field.name, query)


def fields_of(target: Target) -> list[Field]:
    """Return the fields that can be asked of these."""
    return [field for field in FIELDS if field.is_of(target)]


def countable(name: str, parameter: str, target: Target) -> Field:
    """Return a field whose values can be listed. Raises: BadQuestion: there is no such field, or it is an amount."""
    plain = name.strip()
    attribute = plain.removeprefix("@") if plain.startswith("@") else plain.removeprefix(ATTRIBUTE)
    field = BY_NAME.get(plain) if attribute == plain else attribute_field(attribute)
    if field is None or field.kind not in COUNTED or (not field.is_of(target) and field.span is None):
        raise BadQuestion(f"{parameter}: there is no field {plain[:60]!r} whose values can be listed", field=parameter)
    return field


def _width(length_ns: int, buckets: int) -> int:
    """The least round width of which `buckets` cover the length, wherever the first begins."""
    for width_ns in _WIDTHS_NS:
        if -(-length_ns // width_ns) + 1 <= buckets:
            return width_ns
    days = -(-length_ns // (_DAY_NS * max(1, buckets - 1)))
    return days * _DAY_NS
