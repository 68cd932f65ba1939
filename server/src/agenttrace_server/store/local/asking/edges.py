"""Read the spans of a piece of an hour as cells of the rollups, so that a window need not begin or end on the hour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from agenttrace.model import ProjectName, TraceId
from agenttrace_server.store.api import SpanFilter, Totals
from agenttrace_server.store.api.grouping import HOUR_NS
from agenttrace_server.store.local.asking.spans import SpanSql
from agenttrace_server.store.local.hot import TraceKey
from agenttrace_server.store.local.questions import meant_by, segments_for
from agenttrace_server.store.local.rollups import LOG_GROWTH, Cell, CellKey
from agenttrace_server.store.local.rows import FIGURES

Numbers = Callable[[Sequence[TraceKey]], Mapping[TraceKey, int]]
"""Gives the numbers by which traces are counted once."""


def split(where: SpanFilter) -> tuple[SpanFilter, list[SpanFilter]] | None:
    """Return the whole hours of a window and its ragged ends; None where there is no whole hour in it."""
    since_ns, until_ns = where.since_ns, where.until_ns
    first_ns = None if since_ns is None else -(-since_ns // HOUR_NS) * HOUR_NS
    last_ns = None if until_ns is None else until_ns // HOUR_NS * HOUR_NS
    if first_ns is not None and last_ns is not None and first_ns >= last_ns:
        return None
    ends = []
    if first_ns is not None and since_ns != first_ns:
        ends.append(replace(where, until_ns=first_ns))
    if last_ns is not None and until_ns != last_ns:
        ends.append(replace(where, since_ns=last_ns))
    return replace(where, since_ns=first_ns, until_ns=last_ns), ends


def cells_of(asked: SpanSql, ends: Iterable[SpanFilter], numbers_of: Numbers) -> list[tuple[CellKey, Cell]]:
    """Return the cells of the spans in these pieces of hours."""
    found: list[tuple[CellKey, Cell]] = []
    for where in ends:
        source = asked.source(None, segments_for(asked.view, where.since_ns, where.until_ns))
        meant = meant_by(asked, where, source)
        sums = ", ".join(f"coalesce(sum({name}), 0)" for name in FIGURES)
        bucket = f"CASE WHEN duration_ns > 0 THEN floor(ln(duration_ns) / {LOG_GROWTH!r})::INT ELSE -1 END"
        sql = (
            f"SELECT start_ns // {HOUR_NS} * {HOUR_NS} AS hour, project, model, provider, span_type, count(*), {sums},"  # noqa: S608
            f" coalesce(sum(duration_ns), 0), list({bucket}) FILTER (duration_ns IS NOT NULL), list(DISTINCT trace_id)"
            f" FROM {source} WHERE {meant.sql} GROUP BY hour, project, model, provider, span_type"
        )
        for hour_ns, project, model, provider, kind, spans, *rest in asked.engine.query(sql, meant.values):
            figures, (duration_ns, buckets, traces) = rest[: len(FIGURES)], rest[len(FIGURES) :]
            cell = Cell(Totals(spans=spans, **{n: int(v) for n, v in zip(FIGURES, figures, strict=True)}))
            cell.duration_ns = int(duration_ns)
            for number in buckets or ():
                cell.latencies[number] = cell.latencies.get(number, 0) + 1
            keys = [(ProjectName(project), TraceId(trace_id)) for trace_id in traces]
            for number in numbers_of(keys).values():
                cell.joined.add(number)
            found.append(((hour_ns, project, model, provider, kind), cell))
    return found
