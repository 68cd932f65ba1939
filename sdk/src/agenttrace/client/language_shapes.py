"""Shapes of answers to questions: fields of the filter language, values, facets, histograms, SQL."""

from __future__ import annotations

from typing import Any, TypedDict


class FacetValue(TypedDict):
    """A value of a field and how many have it."""

    value: str
    count: int


class Values(TypedDict):
    """GET /api/v1/query/values"""

    field: str
    values: list[FacetValue]


class Facets(TypedDict):
    """GET /api/v1/traces/facets"""

    facets: list[Values]


class View(TypedDict):
    """A saved view of the list of traces."""

    name: str
    project: str | None
    q: str
    range: str
    columns: list[str]
    saved_at: str


class Field(TypedDict):
    """A field of the filter language."""

    name: str
    kind: str
    about: str
    aliases: list[str]
    choices: list[str]
    operators: list[str]
    has_values: bool


class Fields(TypedDict):
    """GET /api/v1/query/fields"""

    of: str
    fields: list[Field]


class Bar(TypedDict):
    """One bar of a histogram."""

    start: str
    count: int
    errors: int
    p95_us: int | None


class Histogram(TypedDict):
    """GET /api/v1/traces/histogram"""

    since: str | None
    until: str | None
    width_us: int
    bars: list[Bar]


class SqlColumn(TypedDict):
    """A column of an answer in SQL."""

    name: str
    type: str


class SqlAnswer(TypedDict):
    """POST /api/v1/sql"""

    columns: list[SqlColumn]
    rows: list[list[Any]]
    is_cut: bool
    elapsed_ms: float
