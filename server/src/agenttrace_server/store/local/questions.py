"""Ask for spans in SQL, over the segments and the hot parts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agenttrace.model import ProjectName, SpanId, SpanState, TraceId
from agenttrace_server.store.api import GroupBy, SpanFilter, StatsRow, StoredSpan, Totals
from agenttrace_server.store.api.failures import Failure, failure_words
from agenttrace_server.store.api.grouping import TIME_BUCKETS, bucket_name, in_order
from agenttrace_server.store.api.language import Is, Node, Op
from agenttrace_server.store.api.language.fields import ATTRIBUTE
from agenttrace_server.store.api.language.texts import fold
from agenttrace_server.store.api.language.tree import all_of
from agenttrace_server.store.api.matching import matches_span
from agenttrace_server.store.api.paging import Key
from agenttrace_server.store.api.whose import Saying
from agenttrace_server.store.local.asking.spans import Source, SpanSql, values_sql
from agenttrace_server.store.local.condition import ANYTHING, Condition, in_list
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.hot import TraceKey
from agenttrace_server.store.local.rows import AT, FIGURES, WHOLE, WITHOUT_CONTENT, Row
from agenttrace_server.store.local.shelf import Segment, View

_LARGEST_CHUNK = 1_024
_ORDER = ("start_ns", "trace_id", "span_id", "project")
_COLUMN_OF = {
    GroupBy.NOTHING: "NULL",
    GroupBy.MODEL: "model",
    GroupBy.PROVIDER: "provider",
    GroupBy.AGENT: "agent",
    GroupBy.USER: "user_id",
    GroupBy.SESSION: "session_id",
    GroupBy.PROJECT: "project",
    GroupBy.SPAN_TYPE: "span_type",
    GroupBy.TOOL: "tool",
    GroupBy.NAME: "name",
}
_FAILURES = tuple(state.value for state in SpanState if state.is_failure)
_PERCENTILES = "[0.5, 0.9, 0.95, 0.99]"


def meant_by(asked: SpanSql, where: SpanFilter, source: Source) -> Condition:
    """Return the filter as SQL; `source` is the FROM that it is asked of."""
    conditions: list[tuple[str, object]] = [
        ("project = ?", where.project),
        ("trace_id = ?", where.trace_id),
        ("session_id = ?", where.session_id),
        ("user_id = ?", where.user_id),
        ("model = ?", where.model),
        ("provider = ?", where.provider),
        ("agent = ?", where.agent),
        ("tool = ?", where.tool_name),
        ("contains(lower(name), ?)", None if where.name is None else fold(where.name)),
        ("start_ns >= ?", where.since_ns),
        ("start_ns < ?", where.until_ns),
        ("duration_ns >= ?", where.min_duration_ns),
        ("cost >= ?", where.min_cost_nano_usd),
        ("list_contains(?, span_type)", [kind.value for kind in where.span_type] or None),
        ("list_contains(?, state)", [state.value for state in where.status] or None),
    ]
    given = [(sql, value) for sql, value in conditions if value is not None]
    meant = Condition(" AND ".join(["true", *(sql for sql, _ in given)]), [value for _, value in given])
    meant = meant.and_(asked.of(where.query, source))
    for name, value in where.attributes:
        pointer = "/" + name.replace("~", "~0").replace("/", "~1")
        meant = meant.and_(
            Condition(
                "list_contains(?, coalesce(json_extract_string(attributes, ?), json_extract_string(resource, ?)))",
                [asked.contents.spellings(asked.view, value, where.project), pointer, pointer],
            )
        )
    return meant


def segments_for(view: View, since_ns: int | None, until_ns: int | None) -> list[Segment]:
    """Return the segments that may hold spans which start in this time; `until_ns` is exclusive."""
    return within_time(view.segments, since_ns, until_ns)


def within_time(segments: Iterable[Segment], since_ns: int | None, until_ns: int | None) -> list[Segment]:
    """Return those of the segments that may hold spans which start in this time; `until_ns` is exclusive."""
    return [
        segment
        for segment in segments
        if (since_ns is None or segment.max_start_ns >= since_ns)
        and (until_ns is None or segment.min_start_ns < until_ns)
    ]


def asked_in(where: SpanFilter) -> Node | None:
    """Return all of a filter that an index of words may know of."""
    attributes = (Is(ATTRIBUTE + name, Op.EQ, value) for name, value in where.attributes)
    parts = (*(() if where.query is None else (where.query,)), *attributes)
    return all_of(*parts) if parts else None


def exactly(asked: SpanSql, where: SpanFilter, source: Source) -> Condition:
    """Return the filter as SQL that is true of nothing else; where words are asked, each span with them is read."""
    meant = meant_by(asked, where, source)
    if meant.is_exact:
        return meant
    versions = [
        row[AT["version"]]
        for rows, _ in _chunks(asked, where, None, _LARGEST_CHUNK, all_rows=False)
        for row, stored in zip(rows, asked.contents.stored_spans(asked.view, rows), strict=True)
        if matches_span(where, stored.span)
    ]
    return Condition("version IN (SELECT unnest(?::BIGINT[]))", (versions,))


def newest_spans(
    asked: SpanSql, where: SpanFilter, after: Key | None, first: int, *, content: bool = True
) -> Iterator[StoredSpan]:
    """Give the spans that are meant behind this place, newest start first, in chunks of which the first has `first`.

    Without `content`, what is large is left out wherever the question can be answered without it.
    """
    for rows, is_exact in _chunks(asked, where, after, first, content=content):
        for stored in asked.contents.stored_spans(asked.view, rows):
            if is_exact or matches_span(where, stored.span):
                yield stored


def sealed_rows(
    engine: Engine,
    view: View,
    where: Condition,
    since_ns: int | None,
    last_ns: int | None,
    columns: Sequence[str] = WHOLE,
) -> list[Row]:
    """Return rows from the segments alone; `last_ns` is inclusive."""
    segments = segments_for(view, since_ns, None if last_ns is None else last_ns + 1)
    if not segments:
        return []
    source = engine.source(view, segments, with_hot=False)
    return engine.query(f"SELECT {', '.join(columns)} FROM {source} WHERE {where.sql}", where.values)  # noqa: S608


def latest_rows(engine: Engine, view: View, where: Condition, limit: int) -> list[Row]:
    """Return the last rows that were sealed, and the others of their traces, without content."""
    if not view.segments:
        return []
    source = engine.source(view, view.segments, with_hot=False)
    latest = f"SELECT trace_id FROM {source} WHERE {where.sql} ORDER BY version DESC LIMIT {limit:d}"  # noqa: S608
    sql = f"SELECT {', '.join(WITHOUT_CONTENT)} FROM {source} WHERE {where.sql} AND trace_id IN ({latest})"  # noqa: S608
    return engine.query(sql, [*where.values, *where.values])


def sealed_refs(
    engine: Engine, view: View, where: Condition, since_ns: int, last_ns: int
) -> list[tuple[str, str | None, int | None]]:
    """Return (span id, refs, bytes of content) from the segments alone; `last_ns` is inclusive."""
    segments = segments_for(view, since_ns, last_ns + 1)
    if not segments:
        return []
    sql = f"SELECT span_id, refs, content_bytes FROM {engine.source(view, segments, with_hot=False)} WHERE {where.sql}"  # noqa: S608
    return [(row[0], row[1], row[2]) for row in engine.query(sql, where.values)]


def span_numbers(
    engine: Engine, view: View, trace_ids: Sequence[str], since_ns: int, last_ns: int
) -> list[tuple[ProjectName, TraceId, SpanId, int]]:
    """Return (project, trace id, span id, number in the trace) of every sealed span of these traces."""
    segments = segments_for(view, since_ns, last_ns + 1)
    if not segments:
        return []
    source = engine.source(view, segments, with_hot=False)
    sql = f"SELECT project, trace_id, span_id, seq FROM {source} WHERE {in_list('trace_id', trace_ids)}"  # noqa: S608
    return [(ProjectName(row[0]), TraceId(row[1]), SpanId(row[2]), row[3]) for row in engine.query(sql, trace_ids)]


def agents_said(
    engine: Engine, view: View, trace_ids: Sequence[str], since_ns: int, last_ns: int
) -> list[tuple[TraceKey, Saying]]:
    """Return what every sealed span of these traces says of agents."""
    segments = segments_for(view, since_ns, last_ns + 1)
    if not segments:
        return []
    source = engine.source(view, segments, with_hot=False)
    sql = (
        "SELECT project, trace_id, span_id, parent_span_id, json_extract_string(body, '$.agent.name'),"  # noqa: S608
        " json_extract_string(body, '$.agent.id'), start_ns, json_extract_string(body, '$.tool.asked_agent')"
        f" FROM {source} WHERE {in_list('trace_id', trace_ids)}"
    )
    return [((row[0], row[1]), Saying(*row[2:])) for row in engine.query(sql, trace_ids)]


_OCTAVE = "length(bin(duration_ns | 1)) - 1"
"""As `octave_of`, from the bits of the integer, which no rounding disturbs."""


def statistics(asked: SpanSql, where: SpanFilter, group_by: GroupBy) -> list[StatsRow]:
    """Add spans up by reading the columns that matter; percentiles are exact."""
    source, meant = _all_of(asked, where)
    sums = ", ".join(f"coalesce(sum({name}), 0)" for name in FIGURES)
    sql = (
        f"SELECT {_group_column(group_by)} AS grouped, count(*), {sums}, count(DISTINCT (project, trace_id)),"  # noqa: S608
        f" quantile_disc(duration_ns, {_PERCENTILES}), avg(duration_ns), max(duration_ns), histogram({_OCTAVE})"
        f" FROM {source} WHERE {meant.sql} GROUP BY grouped"
    )
    rows = asked.engine.query(sql, meant.values)
    return in_order([_stats_row(row, group_by) for row in rows if row[1]], group_by)


def values_of(asked: SpanSql, where: SpanFilter, field: str) -> dict[str, int]:
    """Return each value of a field with the number of spans that have it."""
    source, meant = _all_of(asked, where)
    found = asked.engine.query(values_sql(field, source, meant, "count(*)"), meant.values)
    return {str(value): count for value, count in found}


def failures(asked: SpanSql, where: SpanFilter) -> list[Failure]:
    """Return failed spans, those of a trace with the same words taken together."""
    source, meant = _all_of(asked, where)
    meant = meant.and_(Condition(in_list("state", _FAILURES), _FAILURES))
    moment = "coalesce(end_ns, start_ns)"
    sql = (
        f"SELECT status_message, status_code, span_type, name, trace_id, count(*), min({moment}), max({moment}),"  # noqa: S608
        f" arg_max(span_id, ({moment}, span_id)) FROM {source}"
        f" WHERE {meant.sql} GROUP BY ALL"
    )
    return [
        Failure(
            message=failure_words(message, code),
            span_type=span_type,
            name=name,
            trace_id=TraceId(trace_id),
            count=count,
            first_ns=first_ns,
            last_ns=last_ns,
            last_span_id=SpanId(last_span_id),
        )
        for message, code, span_type, name, trace_id, count, first_ns, last_ns, last_span_id in asked.engine.query(
            sql, meant.values
        )
    ]


def _all_of(asked: SpanSql, where: SpanFilter) -> tuple[Source, Condition]:
    """Return the FROM of a question over everything that the filter may mean, and the filter, exactly."""
    node = asked_in(where)
    segments = asked.worth_reading(node, segments_for(asked.view, where.since_ns, where.until_ns))
    source = asked.source(node, segments, all_rows=False)
    return source, exactly(asked, where, source)


def _chunks(
    asked: SpanSql, where: SpanFilter, after: Key | None, first: int, *, all_rows: bool = True, content: bool = True
) -> Iterator[tuple[list[Row], bool]]:
    """Give rows in order, and whether all of them are meant."""
    if after is not None:
        until_ns = int(after[0]) + 1
        where = replace(where, until_ns=until_ns if where.until_ns is None else min(until_ns, where.until_ns))
    node, size = asked_in(where), first
    segments = asked.worth_reading(node, segments_for(asked.view, where.since_ns, where.until_ns))
    for begin_ns, end_ns in _slices(segments, where):
        source = asked.source(node, within_time(segments, begin_ns, end_ns), all_rows=all_rows)
        within = meant_by(asked, where, source).and_(_between(begin_ns, end_ns))
        columns = WHOLE if content or not within.is_exact else WITHOUT_CONTENT
        while True:
            rows = _chunk(asked.engine, source, within.and_(_behind(after)), size, columns)
            yield rows, within.is_exact
            if len(rows) < size:
                size -= len(rows) if within.is_exact else 0
                break
            after = tuple(rows[-1][AT[name]] for name in _ORDER)
            size = min(2 * max(size, first), _LARGEST_CHUNK)


def _slices(segments: Sequence[Segment], where: SpanFilter) -> Iterator[tuple[int | None, int | None]]:
    """Cut the asked time into (begin, end) slices, newest first, each with about twice the segments of the last.

    What is looked for is often recent, and then older segments are not read.
    """
    end_ns = where.until_ns
    begins = sorted((segment.min_start_ns for segment in segments), reverse=True)
    taken = 1
    while taken < len(begins):
        begin_ns = begins[taken - 1]
        if where.since_ns is not None and begin_ns <= where.since_ns:
            break
        if end_ns is None or begin_ns < end_ns:
            yield begin_ns, end_ns
            end_ns = begin_ns
        taken *= 2
    yield where.since_ns, end_ns


def _between(begin_ns: int | None, end_ns: int | None) -> Condition:
    condition = ANYTHING
    if begin_ns is not None:
        condition = condition.and_(Condition("start_ns >= ?", [begin_ns]))
    if end_ns is not None:
        condition = condition.and_(Condition("start_ns < ?", [end_ns]))
    return condition


def _behind(after: Key | None) -> Condition:
    if after is None:
        return ANYTHING
    return Condition(f"({', '.join(_ORDER)}) < (?, ?, ?, ?)", [*after])


def _chunk(engine: Engine, source: Source, meant: Condition, size: int, columns: Sequence[str]) -> list[Row]:
    """Return rows in order. First the keys, then the rows: bodies are read for those alone."""
    order = ", ".join(f"{name} DESC" for name in _ORDER)
    with engine.snapshot() as cursor:
        keys = cursor.execute(
            f"SELECT version, start_ns, trace_id FROM {source} WHERE {meant.sql} ORDER BY {order} LIMIT {size:d}",  # noqa: S608
            meant.values,
        ).fetchall()
        if not keys:
            return []
        versions, traces = [key[0] for key in keys], sorted({key[2] for key in keys})
        rows: list[Row] = cursor.execute(
            f"SELECT {', '.join(columns)} FROM {source} WHERE {in_list('version', versions)}"  # noqa: S608
            f" AND {in_list('trace_id', traces)} AND start_ns BETWEEN ? AND ?",
            [*versions, *traces, keys[-1][1], keys[0][1]],
        ).fetchall()
    return sorted(rows, key=lambda row: tuple(row[AT[name]] for name in _ORDER), reverse=True)


def _group_column(group_by: GroupBy) -> str:
    if group_by not in TIME_BUCKETS:
        return _COLUMN_OF[group_by]
    width, origin = TIME_BUCKETS[group_by]
    return f"(start_ns - {origin}) // {width} * {width} + {origin}"


def _stats_row(row: Row, group_by: GroupBy) -> StatsRow:
    key, spans, *rest = row
    figures, (traces, percentiles, mean, most, spread) = rest[: len(FIGURES)], rest[len(FIGURES) :]
    totals = Totals(spans=spans, **{name: int(value) for name, value in zip(FIGURES, figures, strict=True)})
    name = bucket_name(key) if group_by in TIME_BUCKETS else key
    if most is None:
        return StatsRow(name, totals, traces)
    p50, p90, p95, p99 = percentiles
    return StatsRow(name, totals, traces, p50, p90, p95, p99, mean_ns=int(mean), max_ns=most, spread=spread)
