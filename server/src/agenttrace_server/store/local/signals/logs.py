"""Keep log records in a SQLite file: columns for what is asked for, the whole record as JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from agenttrace.model import ProjectName, Scope, SpanId, TraceId
from agenttrace_server.store.api import Page, PageOf
from agenttrace_server.store.api.paging import LOG_SHAPE, checked_limit, cut_page, decode_cursor, log_key
from agenttrace_server.store.api.signals.contract import TraceKey
from agenttrace_server.store.api.signals.logs import LogFilter, LogRecord, searchable
from agenttrace_server.store.local.room import Room
from agenttrace_server.store.local.signals.files import SignalFile

LAYOUT: Final = """
CREATE TABLE logs (
    uid TEXT PRIMARY KEY, project TEXT NOT NULL, time_ns INTEGER NOT NULL, position INTEGER NOT NULL,
    severity INTEGER NOT NULL, event TEXT NOT NULL, trace_id TEXT, span_id TEXT, session_id TEXT,
    is_conversation INTEGER NOT NULL, run_id TEXT, words TEXT NOT NULL, record BLOB NOT NULL
);
CREATE INDEX logs_by_time ON logs (time_ns, uid);
CREATE INDEX logs_by_project ON logs (project, time_ns, uid);
CREATE INDEX logs_by_trace ON logs (trace_id, span_id) WHERE trace_id IS NOT NULL;
CREATE INDEX logs_by_session ON logs (session_id, project) WHERE session_id IS NOT NULL;
CREATE INDEX logs_by_run ON logs (run_id) WHERE run_id IS NOT NULL;
CREATE INDEX logs_said ON logs (trace_id) WHERE is_conversation;
"""
_COLUMNS: Final = "uid, project, time_ns, position, severity, event, trace_id, span_id, session_id, is_conversation, run_id, record"  # fmt: skip  # noqa: E501
_KEEP: Final = (
    "INSERT INTO logs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO UPDATE SET"
    " time_ns = min(time_ns, excluded.time_ns), position = min(position, excluded.position)"
)
_CHUNK: Final = 400
_BESIDE: Final = 600
"""Bytes of a row beside its words and its record, with its places in the indexes."""

Row = tuple[Any, ...]


class LogFile:
    """The records of all projects."""

    def __init__(self, path: Path, room: Room) -> None:
        self._file = SignalFile(path, (LAYOUT,), room)
        self._has_conversations = bool(self._file.ask("SELECT 1 FROM logs WHERE is_conversation LIMIT 1"))
        self._has_runs = bool(self._file.ask("SELECT 1 FROM logs WHERE run_id IS NOT NULL LIMIT 1"))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def write(self, records: Sequence[LogRecord]) -> None:
        """See `Signals.write_logs`."""
        if not records:
            return
        rows = list(map(_row_of, records))
        with self._file.transaction(
            len(rows), sum(_BESIDE + len(row[-1]) + len(row[-2]) for row in rows)
        ) as connection:
            connection.executemany(_KEEP, rows)
        self._has_conversations = self._has_conversations or any(record.is_conversation for record in records)
        self._has_runs = self._has_runs or any(record.run_id is not None for record in records)

    def find(self, where: LogFilter, page: Page) -> PageOf[LogRecord]:
        """See `Signals.find_logs`."""
        limit = checked_limit(page)
        after = decode_cursor("logs", page.cursor, LOG_SHAPE)
        conditions, parameters = _conditions(where)
        if after is not None:
            conditions.append("(time_ns, uid) < (?, ?)")
            parameters += after
        only = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        asked = f"SELECT {_COLUMNS} FROM logs{only} ORDER BY time_ns DESC, uid DESC LIMIT ?"  # noqa: S608
        return cut_page("logs", map(_record_of, self._file.ask(asked, [*parameters, limit + 1])), log_key, limit)

    def conversations(self, traces: Collection[TraceKey]) -> list[LogRecord]:
        """See `Signals.conversations`."""
        if not self._has_conversations:
            return []
        wanted = set(traces)
        found: list[LogRecord] = []
        for chunk in _chunks(sorted({trace_id for _, trace_id in wanted})):
            marks = ", ".join("?" * len(chunk))
            asked = f"SELECT {_COLUMNS} FROM logs WHERE is_conversation AND trace_id IN ({marks})"  # noqa: S608
            found += map(_record_of, self._file.ask(asked, chunk))
        return [record for record in found if (record.project, record.trace_id) in wanted]

    def run(self, project: str, run_id: str) -> list[LogRecord]:
        """See `Signals.run`."""
        asked = f"SELECT {_COLUMNS} FROM logs WHERE run_id = ? AND project = ?"  # noqa: S608
        return [_record_of(row) for row in self._file.ask(asked, (run_id, project))]

    def runs_of_session(self, project: str, session_id: str) -> list[TraceId]:
        """See `Signals.runs_of_session`."""
        if not self._has_runs:
            return []
        asked = "SELECT DISTINCT run_id FROM logs WHERE session_id = ? AND project = ? AND run_id IS NOT NULL"
        return [run_id for (run_id,) in self._file.ask(f"{asked} ORDER BY run_id", (session_id, project))]

    def forget(self, traces: Collection[TraceKey]) -> None:
        """See `Signals.forget`."""
        doomed = [(trace_id, trace_id, project) for project, trace_id in traces]
        with self._file.transaction(len(doomed)) as connection:
            connection.executemany("DELETE FROM logs WHERE (trace_id = ? OR run_id = ?) AND project = ?", doomed)

    def forget_before(self, before_ns: int) -> None:
        """See `Signals.forget_before`."""
        if self._file.ask("SELECT 1 FROM logs WHERE time_ns < ? LIMIT 1", (before_ns,)):
            self._file.delete_before("logs", "uid", before_ns)

    def shrink(self, share: float) -> bool:
        """Delete this share of the records, the oldest; False where there are none."""
        before_ns = self._file.time_of_share("logs", share)
        if before_ns is not None:
            self._file.delete_before("logs", "uid", before_ns)
        self.give_back()
        return before_ns is not None

    def give_back(self) -> None:
        """Return free pages to the disk."""
        self._file.give_back()

    def count(self) -> int:
        """Return how many records there are."""
        ((count,),) = self._file.ask("SELECT count(*) FROM logs")
        return int(count)


def _conditions(where: LogFilter) -> tuple[list[str], list[object]]:
    asked: tuple[tuple[str, object], ...] = (
        ("uid = ?", where.uid),
        ("project = ?", where.project),
        ("trace_id = ?", where.trace_id),
        ("span_id = ?", where.span_id),
        ("session_id = ?", where.session_id),
        ("event = ?", where.event),
        ("severity >= ?", where.min_severity),
        ("time_ns >= ?", where.since_ns),
        ("time_ns < ?", where.until_ns),
        *(("instr(words, ?) > 0", word) for word in where.words),
    )
    given = [(condition, value) for condition, value in asked if value is not None]
    return [condition for condition, _ in given], [value for _, value in given]


def _row_of(record: LogRecord) -> Row:
    whole = [
        record.severity_text, record.body, record.attributes, record.resource, record.scope.name, record.scope.version,
    ]  # fmt: skip
    return (
        record.uid, record.project, record.time_ns, record.position, record.severity, record.event_name,
        record.trace_id, record.span_id, record.session_id, record.is_conversation, record.run_id,
        searchable(record), orjson.dumps(whole),
    )  # fmt: skip


def _record_of(row: Row) -> LogRecord:
    uid, project, time_ns, position, severity, event, trace_id, span_id, session_id, said, run_id, whole = row
    severity_text, body, attributes, resource, scope_name, scope_version = orjson.loads(whole)
    return LogRecord(
        uid=uid,
        project=ProjectName(project),
        time_ns=time_ns,
        position=position,
        severity=severity,
        severity_text=severity_text,
        event_name=event,
        body=body,
        attributes=attributes,
        resource=resource,
        scope=Scope(scope_name, scope_version),
        trace_id=None if trace_id is None else TraceId(trace_id),
        span_id=None if span_id is None else SpanId(span_id),
        session_id=session_id,
        is_conversation=bool(said),
        run_id=None if run_id is None else TraceId(run_id),
    )


def _chunks(items: Sequence[str]) -> Iterator[list[str]]:
    waiting = iter(items)
    while chunk := list(islice(waiting, _CHUNK)):
        yield chunk
