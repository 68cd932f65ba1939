"""Fix how the filter language's fields, values, facets and histograms look in the API."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agenttrace_server.api.schemas.wire import Timestamp, Wire

KindWord = Literal["keyword", "part", "words", "choice", "number", "money", "duration", "moment", "attribute"]


class FieldOut(Wire):
    """A field of the filter language: an item of GET /api/v1/query/fields."""

    name: str
    kind: KindWord
    about: str
    aliases: list[str]
    choices: list[str] = Field(description="the words that it can be, where these are fixed")
    operators: list[str]
    has_values: bool = Field(description="whether /query/values lists its values")


class FieldsOut(Wire):
    """GET /api/v1/query/fields"""

    of: str
    fields: list[FieldOut]


class FacetValueOut(Wire):
    """A value and how many have it."""

    value: str
    count: int


class ValuesOut(Wire):
    """GET /api/v1/query/values: the commonest first."""

    field: str
    values: list[FacetValueOut]


class FacetsOut(Wire):
    """GET /api/v1/traces/facets"""

    facets: list[ValuesOut]


class BarOut(Wire):
    """One bar of a histogram; bars without a trace are left out."""

    start: Timestamp
    count: int
    errors: int = Field(description="traces that ended in error or timeout")
    p95_us: int | None = Field(description="of the traces that have ended; null where there is none")


class HistogramOut(Wire):
    """GET /api/v1/traces/histogram"""

    since: Timestamp | None = Field(description="where the first bar begins; null where there is nothing")
    until: Timestamp | None
    width_us: int = Field(description="of a bar; 0 where there is nothing")
    bars: list[BarOut]
