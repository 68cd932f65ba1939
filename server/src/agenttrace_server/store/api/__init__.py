"""What every store promises, and the values that go in and out of it."""

from agenttrace_server.store.api.contract import Capabilities, Store, TraceDelta, Written
from agenttrace_server.store.api.filters import GroupBy, Page, SessionFilter, SpanFilter, TraceFilter
from agenttrace_server.store.api.records import (
    ContentFigures,
    DeadLetter,
    ErrorPattern,
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
    "Capabilities",
    "ContentFigures",
    "DeadLetter",
    "ErrorPattern",
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
