"""Put the parts of the local store together behind the contract."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from agenttrace.model import ProjectName, SpanId, TraceId
from agenttrace_server.config import Settings
from agenttrace_server.store.api import (
    Bar,
    Capabilities,
    ContentFigures,
    DeadLetter,
    ErrorPattern,
    FacetQuery,
    FacetValue,
    GroupBy,
    Page,
    PageOf,
    ProjectSummary,
    Revision,
    SearchHit,
    SessionFilter,
    SessionSummary,
    SpanFilter,
    StatsRow,
    StoredSpan,
    StoreInfo,
    TraceDelta,
    TraceFilter,
    TraceStats,
    TraceSummary,
    Written,
)
from agenttrace_server.store.api.failures import count_patterns
from agenttrace_server.store.api.grouping import ATTRIBUTES_FROM_SPANS, commonest
from agenttrace_server.store.api.paging import (
    LETTER_SHAPE,
    SPAN_SHAPE,
    checked_limit,
    cut_page,
    decode_cursor,
    letter_key,
    span_key,
)
from agenttrace_server.store.api.revising import deltas_of
from agenttrace_server.store.api.sql import IsCancelled, SqlAnswer, SqlLimits
from agenttrace_server.store.api.wording import hit, with_words, words_of
from agenttrace_server.store.local import questions, rollups
from agenttrace_server.store.local.asking import edges
from agenttrace_server.store.local.asking.spans import SpanSql
from agenttrace_server.store.local.catalog import Catalog, Letters
from agenttrace_server.store.local.catalog.lists import cells, pin, traces_with_id
from agenttrace_server.store.local.condition import Condition
from agenttrace_server.store.local.content.contents import Contents
from agenttrace_server.store.local.content.preparing import Preparing
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.hot import HotPart, TraceKey
from agenttrace_server.store.local.listing import Listing
from agenttrace_server.store.local.opening import FolderLock, prepare_folder, size_on_disk
from agenttrace_server.store.local.room import Room, database_growth
from agenttrace_server.store.local.rows import AT, WHOLE, WITHOUT_CONTENT, Row, thin
from agenttrace_server.store.local.sealer import Sealer
from agenttrace_server.store.local.shelf import Shelf, View
from agenttrace_server.store.local.signals import LocalSignals
from agenttrace_server.store.local.sql.on_disk import only_project
from agenttrace_server.store.local.sql.running import Rows, Turns, ask
from agenttrace_server.store.local.upkeep import LocalUpkeep
from agenttrace_server.store.local.upkeep.usage import tree_bytes
from agenttrace_server.store.local.words import Indexer
from agenttrace_server.store.local.writer import Writer
from agenttrace_server.telemetry import Metrics

SHA256_BYTES = 32
FOREVER_NS = 2**63 - 1
_LETTER_BYTES = 4_096


class LocalStore:
    """The embedded store. What is not sealed yet lives in memory; after a crash the journal delivers it again.

    Statistics by hour, day, week, model, provider, project or type come from the rollups, with latencies at most 1 %
    off; of a window that does not begin or end on the hour, the ragged ends are read from the spans. All others, and
    windows without a whole hour, read the spans' columns and are exact.
    """

    capabilities = Capabilities(full_text=True, attribute_filter=True, latency_percentiles=True, sql=True)

    def __init__(self, folder: Path, settings: Settings, metrics: Metrics) -> None:
        """Open the store in this folder. Raises: BadSetting, CorruptData: it cannot be used; the message says why."""
        self._folder = folder
        self._sql_turns = Turns(settings.sql_at_once)
        self.prepare = Preparing(settings.content_min_bytes, settings.attachment_min_bytes)
        with ExitStack() as opened:
            opened.callback(FolderLock(folder).release)
            self._catalog = Catalog(folder / "catalog.db")
            opened.callback(self._catalog.close)
            self._room = Room(folder, settings.store_bound_bytes, tree_bytes)
            self._letters = Letters(folder / "signals.db")
            opened.callback(self._letters.close)
            self._signals = LocalSignals(folder, self._room)
            opened.callback(self._signals.close)
            segments, contents = self._catalog.segments(), self._catalog.contents()
            scratch = prepare_folder(folder, [*segments, *contents])
            memory_mb, threads = settings.duckdb_memory_mb, settings.duckdb_threads
            self._engine = Engine(folder, scratch, memory_mb, threads, self._room.scratch_bytes)
            opened.callback(self._engine.close)
            self._engine.bury(self._catalog.dead())
            first = HotPart(0)
            self._engine.create_table(first)
            self._shelf = Shelf(segments, contents, first, self._catalog.latest_version())
            self._writing = threading.RLock()
            self.words = Indexer(folder / "words", self._shelf, self._room, settings, metrics)
            opened.callback(self.words.stop)
            self._contents = Contents(self._shelf, self._catalog, self._engine, settings)
            number, most = self._catalog.number("number"), settings.compared_calls
            self._writer = Writer(self._shelf, self._catalog, self._engine, self._contents, number, most)
            self._listing = Listing(self._shelf, self._catalog, self._asked)
            shared = (self._shelf, self._catalog, self._engine)
            kept = (self._contents, self._writing, self._room)
            self._sealer = Sealer(*shared, self._writer, *kept, settings, metrics)
            signals, words, room = self._signals, self.words, self._room
            self._upkeep = LocalUpkeep(*shared, self._sealer, signals, words, room, self._writing)
            self._upkeep.on_delete(self._writer.leave, self._signals.forget, self._listing.forget_sessions)
            self._sealer.start()
            self.words.start()
            self._opened = opened.pop_all()

    @property
    def signals(self) -> LocalSignals:
        return self._signals

    @property
    def upkeep(self) -> LocalUpkeep:
        return self._upkeep

    def write(self, deltas: Sequence[TraceDelta], offset: int) -> Written:
        self._sealer.wait_for_room()
        with self._writing:
            written = self._writer.write(deltas)
            self._sealer.note_write(offset)
        return written

    def revise(self, revisions: Sequence[Revision]) -> Written:
        self._sealer.wait_for_room()
        with self._writing:
            written = self._writer.write(deltas_of(revisions, self.get_spans))
            self._sealer.note_write(self._sealer.written_offset)
        return written

    def write_dead_letters(self, letters: Sequence[DeadLetter], offset: int) -> None:
        with self._room.reserved(database_growth(len(letters), _LETTER_BYTES * len(letters), 0)):
            self._letters.keep_letters(letters)
        with self._writing:
            self._sealer.note_write(offset)

    def durable_offset(self) -> int:
        return self._sealer.durable_offset

    def flush(self) -> None:
        self._sealer.flush()

    def get_trace(self, trace_id: TraceId, project: str | None = None) -> TraceSummary | None:
        return self._listing.get_trace(trace_id, project)

    def get_spans(self, trace_id: TraceId, project: str | None = None, *, content: bool = True) -> Sequence[StoredSpan]:
        with self._shelf.reading() as view:
            summary = self._listing.get_trace(trace_id, project)
            if summary is None:
                return []
            key: TraceKey = (summary.project, trace_id)
            rows, is_sealed = self._hot_rows(view, key)
            if not content:
                rows = {span_id: thin(row) for span_id, row in rows.items()}
            if is_sealed:
                where = Condition("trace_id = ? AND project = ?", [trace_id, summary.project])
                bounds = (summary.start_ns, summary.last_seen_ns)
                columns = WHOLE if content else WITHOUT_CONTENT
                sealed = questions.sealed_rows(self._engine, view, where, *bounds, columns)
                rows = {**{row[AT["span_id"]]: row for row in sealed}, **rows}
            spans = self._contents.stored_spans(view, rows.values())
        return sorted(spans, key=lambda stored: (stored.span.start_ns, stored.seq))

    def get_span(self, span_id: str, trace_id: str | None = None) -> StoredSpan | None:
        with self._shelf.reading() as view:
            found = self._hot_span(view, SpanId(span_id), trace_id)
            if not found:
                found = self._sealed_span(view, span_id, trace_id)
            spans = self._contents.stored_spans(view, found)
        return max(spans, key=span_key, default=None)

    def get_blob(self, sha256: str, project: str) -> bytes | None:
        try:
            digest = bytes.fromhex(sha256)
        except ValueError:
            return None
        return self._contents.blob(ProjectName(project), digest) if len(digest) == SHA256_BYTES else None

    def content_figures(self, trace_id: TraceId, project: str | None = None) -> ContentFigures:
        with self._shelf.reading() as view:
            summary = self._listing.get_trace(trace_id, project)
            if summary is None:
                return ContentFigures()
            rows, is_sealed = self._hot_rows(view, (summary.project, trace_id))
            if is_sealed:
                where = Condition("trace_id = ? AND project = ?", [trace_id, summary.project])
                sealed = questions.sealed_refs(self._engine, view, where, summary.start_ns, summary.last_seen_ns)
                refs = {span_id: (found, size) for span_id, found, size in sealed}
            else:
                refs = {}
            refs.update({i: (row[AT["refs"]], row[AT["content_bytes"]]) for i, row in rows.items()})
            return self._contents.figures(view, refs.values())

    def find_traces(self, where: TraceFilter, page: Page) -> PageOf[TraceSummary]:
        return self._listing.find_traces(where, page)

    def find_spans(self, where: SpanFilter, page: Page, *, content: bool = True) -> PageOf[StoredSpan]:
        limit = checked_limit(page)
        after = decode_cursor("spans", page.cursor, SPAN_SHAPE)
        with self._shelf.reading() as view:
            spans = questions.newest_spans(self._asked(view), where, after, limit + 1, content=content)
            return cut_page("spans", spans, span_key, limit)

    def find_sessions(self, where: SessionFilter, page: Page) -> PageOf[SessionSummary]:
        return self._listing.find_sessions(where, page)

    def get_session(self, session_id: str, project: str | None = None) -> SessionSummary | None:
        return self._listing.get_session(session_id, project)

    def projects(self) -> Sequence[ProjectSummary]:
        return self._listing.projects()

    def stats(self, where: SpanFilter, group_by: GroupBy) -> Sequence[StatsRow]:
        cut = edges.split(where)
        if cut is not None and rollups.answers(cut[0], group_by):
            return self._stats_of_cells(*cut, group_by)
        with self._shelf.reading() as view:
            return questions.statistics(self._asked(view), where, group_by)

    def trace_stats(self, where: TraceFilter) -> TraceStats:
        return self._listing.trace_stats(where)

    def trace_bars(self, where: TraceFilter, begin_ns: int, width_ns: int) -> Sequence[Bar]:
        return self._listing.trace_bars(where, begin_ns, width_ns)

    def trace_facet(self, where: TraceFilter, field: str, query: FacetQuery) -> Sequence[FacetValue]:
        return self._listing.trace_facet(where, field, query)

    def span_facet(self, where: SpanFilter, field: str, query: FacetQuery) -> Sequence[FacetValue]:
        with self._shelf.reading() as view:
            return commonest(questions.values_of(self._asked(view), where, field), query)

    def attribute_names(self, where: SpanFilter, query: FacetQuery) -> Sequence[FacetValue]:
        latest = self.find_spans(where, Page(ATTRIBUTES_FROM_SPANS))
        return commonest(Counter(name for found in latest.items for name in found.span.attributes), query)

    def earliest_ns(self, project: str | None = None) -> int | None:
        return self._listing.earliest_ns(project)

    def sql(self, project: str | None, sql: str, limits: SqlLimits, is_cancelled: IsCancelled) -> SqlAnswer:
        name = only_project(project, [found.project for found in self.projects()])
        with self._sql_turns, self._shelf.reading() as view, TemporaryDirectory(prefix="agenttrace-sql-") as folder:
            asked = self._asked(view)
            files = [self._folder / segment.file for segment in view.segments]
            hot = Path(folder) / "hot.parquet"
            if asked.engine.write_hot(view, name, hot):
                files.append(hot)
            dead = asked.engine.dead_versions(view.version)
            rows = Rows(files, dead, self._folder / "logs.db", Path(folder))
            return ask(name, sql, rows, limits, is_cancelled)

    def error_patterns(self, where: SpanFilter, limit: int) -> Sequence[ErrorPattern]:
        with self._shelf.reading() as view:
            return count_patterns(questions.failures(self._asked(view), where), limit)

    def search(self, text: str, where: SpanFilter, page: Page) -> PageOf[SearchHit]:
        words = words_of(text)
        limit = checked_limit(page)
        after = decode_cursor("hits", page.cursor, SPAN_SHAPE)
        meant = with_words(where, words)
        with self._shelf.reading() as view:
            asked = self._asked(view)
            spans = questions.newest_spans(asked, meant, after, limit + 1)
            hits = (hit(stored, words) for stored in spans)
            found = cut_page("hits", hits, lambda one: span_key(one.stored), limit)
            return replace(found, looked=asked.looked)

    def dead_letters(self, page: Page) -> PageOf[DeadLetter]:
        limit = checked_limit(page)
        after = decode_cursor("dead letters", page.cursor, LETTER_SHAPE)
        return cut_page("dead letters", self._letters.letters(after, limit + 1), letter_key, limit)

    def delete_trace(self, trace_id: TraceId, project: str | None = None, *, keep_logs: bool = False) -> int:
        summary = self.get_trace(trace_id, project)
        return 0 if summary is None else self._upkeep.delete([(summary.project, trace_id)], keep_logs=keep_logs)

    def delete_session(self, session_id: str, project: str | None = None) -> int:
        session = self.get_session(session_id, project)
        if session is None:
            return 0
        traces = self._listing.traces_of_session((session.project, session_id))
        return self._upkeep.delete([(trace.project, trace.trace_id) for trace in traces])

    def delete_project(self, project: str) -> int:
        self._sealer.flush()
        return self._upkeep.drop_before(FOREVER_NS, project).spans

    def info(self) -> StoreInfo:
        projects = self.projects()
        signals = self._signals.counts()
        with self._shelf.reading() as view:
            return StoreInfo(
                spans=sum(project.spans for project in projects),
                traces=sum(project.traces for project in projects),
                sessions=self._listing.count_sessions(),
                hot_spans=sum(part.rows for part in view.parts),
                segments=len(view.segments),
                disk_bytes=size_on_disk(self._folder),
                dead_letters=self._letters.count(),
                logs=signals.logs,
                metric_points=signals.metric_points,
                content=self._contents.figures_of_all(view),
                content_disk_bytes=sum(file.size_bytes for file in view.contents),
            )

    def close(self) -> None:
        self._sealer.stop()
        with self._opened:
            self._sealer.flush()

    def _hot_rows(self, view: View, key: TraceKey) -> tuple[dict[SpanId, Row], bool]:
        """Return the trace's rows in the hot parts, and whether segments may have more."""
        rows: dict[SpanId, Row] = {}
        is_sealed, is_hot = False, False
        with self._shelf.lock:
            for part in reversed(view.parts):
                trace = part.traces.get(key)
                if trace is not None:
                    rows.update(trace.rows)
                    is_hot = True
                    is_sealed = is_sealed or trace.in_catalog is not None
        return rows, is_sealed or not is_hot

    def _hot_span(self, view: View, span_id: SpanId, trace_id: str | None) -> list[Row]:
        found: dict[TraceKey, Row] = {}
        with self._shelf.lock:
            for part in reversed(view.parts):
                traces = part.traces.values() if trace_id is None else part.find(TraceId(trace_id), None)
                found.update({t.record.key: t.rows[span_id] for t in traces if span_id in t.rows})
        return list(found.values())

    def _sealed_span(self, view: View, span_id: str, trace_id: str | None) -> list[Row]:
        if trace_id is None:
            return questions.sealed_rows(self._engine, view, Condition("span_id = ?", [span_id]), None, None)
        summaries = traces_with_id(self._catalog, trace_id, None)
        if not summaries:
            return []
        since_ns = min(summary.start_ns for summary in summaries)
        last_ns = max(summary.last_seen_ns for summary in summaries)
        where = Condition("trace_id = ? AND span_id = ?", [trace_id, span_id])
        return questions.sealed_rows(self._engine, view, where, since_ns, last_ns)

    def _asked(self, view: View) -> SpanSql:
        """Return what writes questions about spans, with all that was written before in reach of them."""
        self._engine.drain(view.parts, self._shelf.lock)
        return SpanSql(self._engine, self._contents, self.words, view)

    def _stats_of_cells(self, where: SpanFilter, ends: list[SpanFilter], group_by: GroupBy) -> list[StatsRow]:
        """Add up whole hours from the rollups, and what lies beside them from the spans."""
        with self._shelf.reading() as view:
            beside = edges.cells_of(self._asked(view), ends, partial(self._numbers, view)) if ends else []
        with self._catalog.reading() as connection:
            with self._shelf.lock, self._shelf.reading() as view:
                pin(connection)
                hot = [
                    (key, cell.copy())
                    for part in reversed(view.parts)
                    for key, cell in part.cells.items()
                    if rollups.is_meant(where, key)
                ]
            return rollups.stats_of([*cells(connection, where), *hot, *beside], group_by)

    def _numbers(self, view: View, keys: Sequence[TraceKey]) -> dict[TraceKey, int]:
        """Return the numbers by which traces are counted once."""
        with self._shelf.lock:
            hot = {key: part.traces[key].record.number for part in view.parts for key in keys if key in part.traces}
        sealed = self._catalog.records([key for key in keys if key not in hot])
        return {**{key: record.number for key, record in sealed.items()}, **hot}
