"""Read lists from the catalog: SQL narrows, whoever asks decides with the filter itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from typing import Any

import orjson

from agenttrace_server.store.api import (
    ProjectSummary,
    SessionFilter,
    SessionSummary,
    SpanFilter,
    TraceFilter,
    TraceSummary,
)
from agenttrace_server.store.api.language.texts import fold
from agenttrace_server.store.api.paging import Key, trace_key
from agenttrace_server.store.local.asking.dialect import Column, Shape
from agenttrace_server.store.local.asking.traces import sessions_meant, traces_meant
from agenttrace_server.store.local.catalog.catalog import Catalog
from agenttrace_server.store.local.catalog.entries import session_summary, trace_record
from agenttrace_server.store.local.condition import Condition as Question
from agenttrace_server.store.local.hot import TraceKey
from agenttrace_server.store.local.rollups import Cell, CellKey, is_meant, load_cell

_FIRST_CHUNK = 64
_LARGEST_CHUNK = 4_096

Condition = tuple[str, object]
"""(SQL with placeholders, the value or tuple of values for them; None means that it is not asked)."""


def newest_traces(catalog: Catalog, where: TraceFilter, after: Key | None) -> Iterator[TraceSummary]:
    """Give the traces that the filter means behind this place, and some others, newest start first."""
    order = "start_ns DESC, trace_id DESC, project DESC"
    place = "(start_ns, trace_id, project) < (?, ?, ?)"
    what = "project, trace_id, record FROM traces"
    for row in _walk(catalog, what, _trace_conditions(where), place, order, after):
        yield trace_record(*row).summary()


def latest_sessions(catalog: Catalog, where: SessionFilter, after: Key | None) -> Iterator[SessionSummary]:
    """Give the sessions that the filter means behind this place, and some others, latest activity first."""
    order = "last_seen_ns DESC, session_id DESC, project DESC"
    place = "(last_seen_ns, session_id, project) < (?, ?, ?)"
    for (raw,) in _walk(catalog, "summary FROM sessions", _session_conditions(where), place, order, after):
        yield session_summary(raw)


def traces_with_id(catalog: Catalog, trace_id: str, project: str | None) -> list[TraceSummary]:
    """Return the traces with this id: one a project."""
    with catalog.reading() as connection:
        rows = connection.execute("SELECT project, trace_id, record FROM traces WHERE trace_id = ?", (trace_id,))
        return [trace_record(*row).summary() for row in rows if project in (None, row[0])]


def traces_among(catalog: Catalog, keys: Collection[TraceKey], after: Key | None) -> list[TraceSummary]:
    """Return those of these traces that lie behind this place, newest start first."""
    found = [record.summary() for record in catalog.records(list(keys)).values()]
    return sorted((one for one in found if after is None or trace_key(one) < after), key=trace_key, reverse=True)


def sessions_with_id(catalog: Catalog, session_id: str, project: str | None) -> list[SessionSummary]:
    """Return the sessions with this id: one a project."""
    with catalog.reading() as connection:
        rows = connection.execute("SELECT project, summary FROM sessions WHERE session_id = ?", (session_id,))
        return [session_summary(row[1]) for row in rows if project in (None, row[0])]


def pin(connection: sqlite3.Connection) -> None:
    """Fix the moment from which the connection answers until its block ends."""
    connection.execute("SELECT 1 FROM meta").fetchone()


def projects(connection: sqlite3.Connection) -> list[ProjectSummary]:
    """Return what each project has in the catalog."""
    rows = connection.execute("SELECT project, count(*), sum(spans), max(last_seen_ns) FROM traces GROUP BY project")
    return [ProjectSummary(*row) for row in rows]


def is_exact(where: TraceFilter) -> bool:
    """Whether the catalog alone says which traces are meant."""
    return traces_meant(where.query).is_exact


def outcomes(connection: sqlite3.Connection, where: TraceFilter) -> Iterator[tuple[int, int, str]]:
    """Give the start of each trace that the filter means, how long it lasted, in nanoseconds, and its status."""
    sql, values = _all_of(_trace_conditions(where))
    yield from connection.execute(f"SELECT start_ns, duration_ns, status FROM traces WHERE {sql}", values)  # noqa: S608


def facet(connection: sqlite3.Connection, where: TraceFilter, column: Column) -> Iterator[tuple[str, int]]:
    """Give each value that the traces meant have in a column, and how many have it."""
    sql, values = _all_of(_trace_conditions(where))
    table, value = "traces", column.sql
    if column.shape is Shape.LIST:
        table, value = f"traces, json_each({column.sql})", "value"
    yield from connection.execute(
        f"SELECT {value} AS found, count(*) FROM {table} WHERE found IS NOT NULL AND {sql} GROUP BY found",  # noqa: S608
        values,
    )


def earliest_ns(connection: sqlite3.Connection, project: str | None) -> int | None:
    """Return when the first trace began."""
    sql, values = _all_of([("project = ?", project)])
    found: int | None = connection.execute(f"SELECT min(start_ns) FROM traces WHERE {sql}", values).fetchone()[0]  # noqa: S608
    return found


def cells(connection: sqlite3.Connection, where: SpanFilter) -> Iterator[tuple[CellKey, Cell]]:
    """Give the cells of the rollups that the filter means."""
    sql, values = _all_of(
        [("hour_ns >= ?", where.since_ns), ("hour_ns < ?", where.until_ns), ("project = ?", where.project)]
    )
    for text, raw in connection.execute(f"SELECT key, cell FROM rollups WHERE {sql}", values):  # noqa: S608
        hour_ns, project, model, provider, span_type = orjson.loads(text)
        key: CellKey = (hour_ns, project, model, provider, span_type)
        if is_meant(where, key):
            yield key, load_cell(raw)


def _walk(
    catalog: Catalog, what: str, conditions: list[Condition], place: str, order: str, after: Key | None
) -> Iterator[tuple[Any, ...]]:
    """Give rows in order, chunk by chunk, so that nobody holds a connection while the reader thinks."""
    size = _FIRST_CHUNK
    while True:
        wanted = [*conditions, (place, after)]
        sql, values = _all_of(wanted)
        with catalog.reading() as connection:
            rows = connection.execute(
                f"SELECT {order.replace(' DESC', '')}, {what} WHERE {sql} ORDER BY {order} LIMIT {size:d}",
                values,
            ).fetchall()
        for row in rows:
            yield row[3:]
        if len(rows) < size:
            return
        after = rows[-1][:3]
        size = min(2 * size, _LARGEST_CHUNK)


def _trace_conditions(where: TraceFilter) -> list[Condition]:
    conditions: list[Condition] = [
        ("project = ?", where.project),
        ("session_id = ?", where.session_id),
        ("user_id = ?", where.user_id),
        ("(errors > 0) = ?", where.has_errors),
        ("framework = ?", where.framework),
        ("instr(agents, ?)", _part_of_json(where.agent)),
        ("instr(models, ?)", _part_of_json(where.model)),
        ("instr(tags, ?)", _part_of_json(where.tag)),
        ("instr(name_lower, ?)", None if where.name is None else fold(where.name)),
        ("start_ns >= ?", where.since_ns),
        ("start_ns < ?", where.until_ns),
        ("duration_ns >= ?", where.min_duration_ns),
        ("cost_nano_usd >= ?", where.min_cost_nano_usd),
        ("tokens >= ?", where.min_tokens),
        _one_of("status", tuple(state.value for state in where.status)),
        _asked(traces_meant(where.query)),
    ]
    return conditions


def _session_conditions(where: SessionFilter) -> list[Condition]:
    conditions: list[Condition] = [
        ("project = ?", where.project),
        ("user_id = ?", where.user_id),
        ("framework = ?", where.framework),
        ("instr(name_lower, ?)", None if where.name is None else fold(where.name)),
        ("start_ns >= ?", where.since_ns),
        ("start_ns < ?", where.until_ns),
        _one_of("status", tuple(state.value for state in where.status)),
        _asked(sessions_meant(where.query)),
    ]
    return conditions


def _asked(question: Question) -> Condition:
    return question.sql, tuple(question.values)


def _all_of(conditions: list[Condition]) -> tuple[str, list[object]]:
    """Return the conditions that are asked as SQL, and the values of its placeholders."""
    asked = [(sql, bound) for sql, bound in conditions if bound is not None]
    values = [value for _, bound in asked for value in (bound if isinstance(bound, tuple) else (bound,))]
    return " AND ".join(["1 = 1", *(sql for sql, _ in asked)]), values


def _one_of(column: str, values: tuple[str, ...]) -> tuple[str, object]:
    return (f"{column} IN ({', '.join('?' * len(values))})", values or None)


def _part_of_json(name: str | None) -> str | None:
    return None if name is None else orjson.dumps(name).decode()
