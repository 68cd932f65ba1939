"""Keep one row a session in the catalog: changes are counted, traces read again only where that is not enough."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

import orjson

from agenttrace_server.store.api import Totals, TraceSummary
from agenttrace_server.store.api.sessions import SessionFold
from agenttrace_server.store.local.catalog.entries import session_row, trace_record
from agenttrace_server.store.local.hot import SessionKey

Change = tuple[TraceSummary | None, TraceSummary | None]
"""What was counted of a trace in a session, and what is to be counted now."""

_COLUMNS = 10


def changes_of(traces: Iterable[Change]) -> dict[SessionKey, list[Change]]:
    """Return what these changes of traces mean for each session."""
    found: dict[SessionKey, list[Change]] = {}
    for old, new in traces:
        was, now = _session_of(old), _session_of(new)
        if was is not None and was == now:
            found.setdefault(was, []).append((old, new))
            continue
        if was is not None:
            found.setdefault(was, []).append((old, None))
        if now is not None:
            found.setdefault(now, []).append((None, new))
    return found


def fold_of(connection: sqlite3.Connection, key: SessionKey) -> SessionFold | None:
    """Return what is counted of a session; None where an older server has left only its line."""
    sql = "SELECT fold FROM sessions WHERE project = ? AND session_id = ?"
    row = connection.execute(sql, key).fetchone()
    if row is None:
        return SessionFold()
    return None if row[0] is None else _load(row[0])


def refresh_sessions(connection: sqlite3.Connection, changes: Mapping[SessionKey, Iterable[Change]]) -> None:
    """Count the changes; the transaction has written the traces already."""
    for key, changed in changes.items():
        traces = partial(traces_of, connection, key)
        fold = fold_of(connection, key)
        if fold is None:
            fold = SessionFold()
            changed = ((None, trace) for trace in traces(False))
        for old, new in changed:
            fold.include(old, new)
        fold.repair(traces)
        summary = fold.summary(*key)
        if summary is None:
            connection.execute("DELETE FROM sessions WHERE project = ? AND session_id = ?", key)
            continue
        marks = ", ".join("?" * _COLUMNS)
        row = (*session_row(summary), _dump(fold))
        connection.execute(f"INSERT OR REPLACE INTO sessions VALUES ({marks})", row)  # noqa: S608


def traces_of(connection: sqlite3.Connection, key: SessionKey, newest_first: bool) -> Iterator[TraceSummary]:
    """Give a session's traces, by start."""
    order = "start_ns DESC, trace_id DESC" if newest_first else "start_ns, trace_id"
    sql = f"SELECT project, trace_id, record FROM traces WHERE project = ? AND session_id = ? ORDER BY {order}"  # noqa: S608
    for row in connection.execute(sql, key):
        yield trace_record(*row).summary()


def _session_of(trace: TraceSummary | None) -> SessionKey | None:
    return None if trace is None or trace.session_id is None else (trace.project, trace.session_id)


def _dump(fold: SessionFold) -> bytes:
    return orjson.dumps([fold.totals, fold.traces, fold.running, fold.holders, fold.agents, fold.tags])


def _load(raw: bytes) -> SessionFold:
    totals, traces, running, holders, agents, tags = orjson.loads(raw)
    return SessionFold(
        Totals(**totals),
        traces,
        running,
        {name: (tuple(place), value) for name, (place, value) in holders.items()},
        {name: (count, tuple(place)) for name, (count, place) in agents.items()},
        {name: (count, tuple(place)) for name, (count, place) in tags.items()},
    )
