"""Keep what the local store has beside spans."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from pathlib import Path

from agenttrace.model import TraceId
from agenttrace_server.store.api import Page, PageOf
from agenttrace_server.store.api.signals import LogFilter, LogRecord, SignalCounts
from agenttrace_server.store.api.signals.contract import TraceKey
from agenttrace_server.store.local.signals.logs import LogFile


class LocalSignals:
    """Keeps the contract `Signals` with a SQLite file."""

    def __init__(self, folder: Path) -> None:
        """Raises: CorruptData: a newer server wrote a file, or it is broken."""
        with ExitStack() as opened:
            self._logs = LogFile(folder / "logs.db")
            opened.callback(self._logs.close)
            self._opened = opened.pop_all()

    def close(self) -> None:
        """Close the files."""
        self._opened.close()

    def write_logs(self, records: Sequence[LogRecord]) -> None:
        self._logs.write(records)

    def find_logs(self, where: LogFilter, page: Page) -> PageOf[LogRecord]:
        return self._logs.find(where, page)

    def conversations(self, traces: Collection[TraceKey]) -> Sequence[LogRecord]:
        return self._logs.conversations(traces)

    def run(self, project: str, run_id: str) -> Sequence[LogRecord]:
        return self._logs.run(project, run_id)

    def runs_of_session(self, project: str, session_id: str) -> Sequence[TraceId]:
        return self._logs.runs_of_session(project, session_id)

    def forget(self, traces: Collection[TraceKey]) -> None:
        self._logs.forget(traces)

    def counts(self) -> SignalCounts:
        return SignalCounts(logs=self._logs.count())
