"""What every store promises, and the values that go in and out of it."""

from agenttrace_server.store.api.contract import Capabilities, Store, TraceDelta, Written
from agenttrace_server.store.api.filters import FacetQuery, GroupBy, Page, SessionFilter, SpanFilter, TraceFilter
from agenttrace_server.store.api.records import (
    Bar,
    ContentFigures,
    DeadLetter,
    ErrorPattern,
    FacetValue,
    PageOf,
    ProjectSummary,
    SearchHit,
    SessionSummary,
    StatsRow,
    StoredSpan,
    StoreInfo,
    Totals,
    TraceStats,
    TraceSummary,
)

__all__ = [
    "Bar",
    "Capabilities",
    "ContentFigures",
    "DeadLetter",
    "ErrorPattern",
    "FacetQuery",
    "FacetValue",
    "GroupBy",
    "Page",
    "PageOf",
    "ProjectSummary",
    "SearchHit",
    "SessionFilter",
    "SessionSummary",
    "SpanFilter",
    "StatsRow",
    "Store",
    "StoreInfo",
    "StoredSpan",
    "Totals",
    "TraceDelta",
    "TraceFilter",
    "TraceStats",
    "TraceSummary",
    "Written",
]
