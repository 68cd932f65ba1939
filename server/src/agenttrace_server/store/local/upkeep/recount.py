"""Count again what the catalog keeps sums of: traces, sessions, and the rollups by hour."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import orjson

from agenttrace_server.store.api import Totals
from agenttrace_server.store.api.folding import fold
from agenttrace_server.store.api.grouping import HOUR_NS
from agenttrace_server.store.api.upkeep import Finding
from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.condition import Condition, in_list
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.hot import TraceKey
from agenttrace_server.store.local.questions import sealed_rows
from agenttrace_server.store.local.rollups import load_cell
from agenttrace_server.store.local.rows import AT, FIGURES, WITHOUT_CONTENT, outline_of
from agenttrace_server.store.local.shelf import View

_AT_ONCE: Final = 200
_SHOWN: Final = 20
_REMEDY: Final = "figures are wrong, spans are all there; delete and send the trace again, or restore a backup"
_FIGURES: Final = ("spans", *FIGURES)


def check_traces(engine: Engine, catalog: Catalog, view: View) -> Iterator[Finding]:
    """Compare how many spans each trace has in its row and in the files."""
    with catalog.reading() as connection:
        told = {(p, t): spans for p, t, spans in connection.execute("SELECT project, trace_id, spans FROM traces")}
    source = engine.source(view, view.segments, with_hot=False)
    sql = f"SELECT project, trace_id, count(*), count(DISTINCT span_id) FROM {source} GROUP BY ALL"  # noqa: S608
    counted = {(p, t): (rows, spans) for p, t, rows, spans in engine.query(sql)}
    wrong: list[Finding] = []
    for key in sorted(told.keys() | counted.keys()):
        rows, spans = counted.get(key, (0, 0))
        where = f"trace {key[1]} of project {key[0]}"
        if rows != spans:
            wrong.append(Finding(where, f"has {rows} rows for {spans} spans: some count twice", _REMEDY))
        elif told.get(key, 0) != spans:
            wrong.append(Finding(where, f"has {spans} spans in files and {told.get(key, 0)} in the catalog", _REMEDY))
    yield from _shortened(wrong)


def check_sums(engine: Engine, catalog: Catalog, view: View) -> Iterator[Finding]:
    """Compare the sums by hour with the spans themselves."""
    source = engine.source(view, view.segments, with_hot=False)
    sums = ", ".join(f"coalesce(sum({name}), 0)::HUGEINT" for name in FIGURES)
    keys = f"start_ns // {HOUR_NS} * {HOUR_NS}, project, model, provider, span_type"
    sql = f"SELECT {keys}, count(*), {sums} FROM {source} GROUP BY ALL"  # noqa: S608
    counted = {tuple(row[:5]): tuple(int(value) for value in row[5:]) for row in engine.query(sql)}
    told: dict[tuple[object, ...], tuple[int, ...]] = {}
    with catalog.reading() as connection:
        for key, raw in connection.execute("SELECT key, cell FROM rollups"):
            told[tuple(orjson.loads(key))] = _figures(load_cell(raw).totals)
    wrong = [
        Finding(f"sums of {key}", f"are {told.get(key)}, the spans give {counted.get(key)}", _REMEDY)
        for key in sorted(told.keys() | counted.keys(), key=str)
        if told.get(key) != counted.get(key)
    ]
    yield from _shortened(wrong)


def check_summaries(engine: Engine, catalog: Catalog, view: View, keys: Iterable[TraceKey]) -> Iterator[Finding]:
    """Fold the spans of these traces anew and compare the whole row."""
    listed = list(keys)
    for begin in range(0, len(listed), _AT_ONCE):
        chunk = listed[begin : begin + _AT_ONCE]
        records = catalog.records(chunk)
        ids = sorted({trace_id for _, trace_id in chunk})
        where = Condition(in_list("trace_id", ids), [*ids])
        rows = sealed_rows(engine, view, where, None, None, WITHOUT_CONTENT)
        for key, record in records.items():
            spans = [outline_of(row).span for row in rows if (row[AT["project"]], row[AT["trace_id"]]) == key]
            told, found = record.summary(), fold(spans).summary(*key)
            names = [name for name in type(told).__slots__ if getattr(told, name) != getattr(found, name)]
            if names:
                yield Finding(f"trace {key[1]} of project {key[0]}", f"{', '.join(names)} differ", _REMEDY)


def check_sessions(catalog: Catalog) -> Iterator[Finding]:
    """Compare the sessions with the traces that are in them."""
    with catalog.reading() as connection:
        rows = connection.execute(
            "SELECT project, session_id, count(*), sum(spans), sum(cost_nano_usd) FROM traces"
            " WHERE session_id IS NOT NULL GROUP BY project, session_id"
        )
        counted = {(project, session): tuple(rest) for project, session, *rest in rows}
        told: dict[tuple[str, str], tuple[int, int, int]] = {}
        for project, session, raw in connection.execute("SELECT project, session_id, summary FROM sessions"):
            summary = orjson.loads(raw)
            totals = summary["totals"]
            told[project, session] = (summary["traces"], totals["spans"], totals["cost_nano_usd"])
    wrong = [
        Finding(
            f"session {key[1]} of project {key[0]}", f"is {told.get(key)}, its traces give {counted.get(key)}", _REMEDY
        )
        for key in sorted(told.keys() | counted.keys())
        if told.get(key) != counted.get(key)
    ]
    yield from _shortened(wrong)


def sample_of(catalog: Catalog, size: int | None) -> list[TraceKey]:
    """Return so many traces, or all; the same every time for the same catalog."""
    with catalog.reading() as connection:
        keys: list[TraceKey] = connection.execute("SELECT project, trace_id FROM traces ORDER BY trace_id").fetchall()
    return keys if size is None or size >= len(keys) else random.Random(len(keys)).sample(keys, size)  # noqa: S311


def _figures(totals: Totals) -> tuple[int, ...]:
    return tuple(getattr(totals, name) for name in _FIGURES)


def _shortened(wrong: list[Finding]) -> list[Finding]:
    if len(wrong) <= _SHOWN:
        return wrong
    more = Counter(finding.problem for finding in wrong[_SHOWN:]).total()
    return [*wrong[:_SHOWN], Finding("and more", f"{more} more of the same kind", _REMEDY)]
