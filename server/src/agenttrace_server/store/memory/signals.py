"""Keep log records in memory, and compute every answer when asked."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from dataclasses import replace

from agenttrace.model import TraceId
from agenttrace_server.store.api import Page, PageOf
from agenttrace_server.store.api.paging import LOG_SHAPE, checked_limit, cut_page, decode_cursor, log_key
from agenttrace_server.store.api.signals import LogFilter, LogRecord, SignalCounts, matches_log
from agenttrace_server.store.api.signals.contract import TraceKey


class MemorySignals:
    """Keeps the contract `Signals` as long as the process lives."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._logs: dict[str, LogRecord] = {}

    def write_logs(self, records: Sequence[LogRecord]) -> None:
        with self._lock:
            for record in records:
                held = self._logs.setdefault(record.uid, record)
                time_ns, position = min(held.time_ns, record.time_ns), min(held.position, record.position)
                self._logs[record.uid] = replace(held, time_ns=time_ns, position=position)

    def find_logs(self, where: LogFilter, page: Page) -> PageOf[LogRecord]:
        limit = checked_limit(page)
        after = decode_cursor("logs", page.cursor, LOG_SHAPE)
        ordered = sorted((record for record in self._all() if matches_log(where, record)), key=log_key, reverse=True)
        return cut_page("logs", (one for one in ordered if after is None or log_key(one) < after), log_key, limit)

    def conversations(self, traces: Collection[TraceKey]) -> Sequence[LogRecord]:
        wanted = set(traces)
        return [one for one in self._all() if one.is_conversation and (one.project, one.trace_id) in wanted]

    def run(self, project: str, run_id: str) -> Sequence[LogRecord]:
        return [one for one in self._all() if one.run_id == run_id and one.project == project]

    def runs_of_session(self, project: str, session_id: str) -> Sequence[TraceId]:
        told = (one for one in self._all() if one.session_id == session_id and one.project == project)
        return sorted({one.run_id for one in told if one.run_id is not None})

    def forget(self, traces: Collection[TraceKey]) -> None:
        doomed = set(traces)
        with self._lock:
            self._logs = {
                uid: one
                for uid, one in self._logs.items()
                if (one.project, one.trace_id) not in doomed and (one.project, one.run_id) not in doomed
            }

    def counts(self) -> SignalCounts:
        with self._lock:
            return SignalCounts(logs=len(self._logs))

    def _all(self) -> list[LogRecord]:
        with self._lock:
            return list(self._logs.values())
