"""What a store keeps beside spans: the records of logs, the points of metrics, the views that people saved."""

from agenttrace_server.store.api.signals.contract import SignalCounts, Signals
from agenttrace_server.store.api.signals.logs import LogFilter, LogRecord, matches_log
from agenttrace_server.store.api.signals.points import (
    KnownSeries,
    MetricBatch,
    MetricKind,
    MetricPoint,
    MetricSeries,
    Temporality,
)
from agenttrace_server.store.api.signals.views import ALL_PROJECTS, SavedView, SavedViews

__all__ = [
    "ALL_PROJECTS",
    "KnownSeries",
    "LogFilter",
    "LogRecord",
    "MetricBatch",
    "MetricKind",
    "MetricPoint",
    "MetricSeries",
    "SavedView",
    "SavedViews",
    "SignalCounts",
    "Signals",
    "Temporality",
    "matches_log",
]
