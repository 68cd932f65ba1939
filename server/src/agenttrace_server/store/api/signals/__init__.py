"""What a store keeps beside spans: the records of logs and the points of metrics."""

from agenttrace_server.store.api.signals.contract import SignalCounts, Signals
from agenttrace_server.store.api.signals.logs import LogFilter, LogRecord, matches_log

__all__ = ["LogFilter", "LogRecord", "SignalCounts", "Signals", "matches_log"]
