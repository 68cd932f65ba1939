"""What a store keeps beside spans: the records of logs and the points of metrics."""

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

__all__ = [
    "KnownSeries",
    "LogFilter",
    "LogRecord",
    "MetricBatch",
    "MetricKind",
    "MetricPoint",
    "MetricSeries",
    "SignalCounts",
    "Signals",
    "Temporality",
    "matches_log",
]
