"""Keep everything in dictionaries: the reference that shows what the contract means, and a store for tests."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from agenttrace.model import ProjectName, Span, SpanId, TraceId
from agenttrace_server.errors import UnsupportedByStore
from agenttrace_server.store.api import (
    Bar,
    Capabilities,
    ContentFigures,
    DeadLetter,
    ErrorPattern,
    FacetQuery,
    FacetValue,
    GroupBy,
    Looked,
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
from agenttrace_server.store.api.content import blob_hash, blobs_in
from agenttrace_server.store.api.failures import Failure, count_patterns, failure_words
from agenttrace_server.store.api.grouping import ATTRIBUTES_FROM_SPANS, bars_of, commonest, group_spans, nearest_rank
from agenttrace_server.store.api.language import span_holds, trace_holds
from agenttrace_server.store.api.language.fields import field_named
from agenttrace_server.store.api.language.holding import Holds
from agenttrace_server.store.api.matching import matches_session, matches_span, matches_trace
from agenttrace_server.store.api.paging import (
    LETTER_SHAPE,
    SESSION_SHAPE,
    SPAN_SHAPE,
    TRACE_SHAPE,
    Key,
    checked_limit,
    cut_page,
    decode_cursor,
    letter_key,
    session_key,
    span_key,
    trace_key,
)
from agenttrace_server.store.api.records import Item
from agenttrace_server.store.api.revising import deltas_of
from agenttrace_server.store.api.sessions import summarise_session
from agenttrace_server.store.api.sql import IsCancelled, SqlAnswer, SqlLimits
from agenttrace_server.store.api.wording import hit, with_words, words_of
from agenttrace_server.store.memory.signals import MemorySignals
from agenttrace_server.store.memory.traces import CountedTraces, HeldTrace, TraceKey
from agenttrace_server.store.memory.upkeep import MemoryUpkeep


class MemoryStore:
    """Holds what fits in memory and forgets it at the end of the process. Every answer is computed when asked.

    Nothing survives a crash, but `durable_offset` says that all of it does: there is nobody to deliver it again to.
    """

    prepare = None
    capabilities = Capabilities(full_text=True, attribute_filter=True, latency_percentiles=True)

    def __init__(self, blob_min_bytes: int = 1024, compared_calls: int = 20_000) -> None:
        self._blob_min_bytes = blob_min_bytes
        self._lock = threading.RLock()
        self._counted = CountedTraces(compared_calls)
        self._traces = self._counted.traces
        self._signals = MemorySignals()
        self._letters: dict[int, DeadLetter] = {}
        self._offset = 0
        self._upkeep = MemoryUpkeep(self._all_traces, self._delete_all)

    @property
    def signals(self) -> MemorySignals:
        return self._signals

    @property
    def upkeep(self) -> MemoryUpkeep:
        return self._upkeep

    def write(self, deltas: Sequence[TraceDelta], offset: int) -> Written:
        with self._lock:
            self._offset = max(self._offset, offset)
            changed: dict[TraceKey, set[SpanId]] = defaultdict(set)
            for delta in deltas:
                for key, span_ids in self._counted.write(delta).items():
                    changed[key] |= span_ids
            return Written(
                spans=tuple(
                    self._traces[key].spans[span_id] for key, ids in changed.items() for span_id in sorted(ids)
                ),
                traces=tuple(self._traces[key].summary for key in changed),
            )

    def revise(self, revisions: Sequence[Revision]) -> Written:
        with self._lock:
            return self.write(deltas_of(revisions, self.get_spans), self._offset)

    def write_dead_letters(self, letters: Sequence[DeadLetter], offset: int) -> None:
        with self._lock:
            self._offset = max(self._offset, offset)
            for letter in letters:
                self._letters.setdefault(letter.offset, letter)

    def durable_offset(self) -> int:
        return self._offset

    def flush(self) -> None:
        """There is nothing to make durable."""

    def get_trace(self, trace_id: TraceId, project: str | None = None) -> TraceSummary | None:
        with self._lock:
            found = self._find(trace_id, project)
            return None if found is None else found.summary

    def get_spans(self, trace_id: TraceId, project: str | None = None, *, content: bool = True) -> Sequence[StoredSpan]:
        with self._lock:
            found = self._find(trace_id, project)
            spans = [] if found is None else list(found.spans.values())
        return sorted(spans, key=lambda stored: (stored.span.start_ns, stored.seq))

    def get_span(self, span_id: str, trace_id: str | None = None) -> StoredSpan | None:
        matching = [
            stored
            for stored in self._all_spans()
            if stored.span.span_id == span_id and trace_id in (None, stored.span.trace_id)
        ]
        return max(matching, key=span_key, default=None)

    def get_blob(self, sha256: str, project: str) -> bytes | None:
        spans = (stored.span for stored in self._all_spans() if stored.span.project == project)
        blobs = (blob for span in spans for blob in blobs_in(span, self._blob_min_bytes))
        return next((blob for blob in blobs if blob_hash(blob) == sha256), None)

    def content_figures(self, trace_id: TraceId, project: str | None = None) -> ContentFigures:
        return ContentFigures()

    def find_traces(self, where: TraceFilter, page: Page) -> PageOf[TraceSummary]:
        traces = self._meant(where)
        return _page("traces", traces, trace_key, TRACE_SHAPE, page)

    def find_spans(self, where: SpanFilter, page: Page, *, content: bool = True) -> PageOf[StoredSpan]:
        return _page("spans", self._matching(where), span_key, SPAN_SHAPE, page)

    def find_sessions(self, where: SessionFilter, page: Page) -> PageOf[SessionSummary]:
        sessions = self._meant_sessions(where)
        return _page("sessions", sessions, session_key, SESSION_SHAPE, page)

    def get_session(self, session_id: str, project: str | None = None) -> SessionSummary | None:
        matching = [
            session
            for session in self._all_sessions()
            if session.session_id == session_id and project in (None, session.project)
        ]
        return max(matching, key=session_key, default=None)

    def projects(self) -> Sequence[ProjectSummary]:
        by_project: dict[ProjectName, list[TraceSummary]] = {}
        for trace in self._all_traces():
            by_project.setdefault(trace.project, []).append(trace)
        return [
            ProjectSummary(
                project=name,
                traces=len(traces),
                spans=sum(trace.totals.spans for trace in traces),
                last_seen_ns=max(trace.last_seen_ns for trace in traces),
            )
            for name, traces in sorted(by_project.items())
        ]

    def stats(self, where: SpanFilter, group_by: GroupBy) -> Sequence[StatsRow]:
        return group_spans((stored.span for stored in self._matching(where)), group_by)

    def trace_stats(self, where: TraceFilter) -> TraceStats:
        found = self._meant(where)
        lasted = sorted(trace.end_ns - trace.start_ns for trace in found if trace.end_ns is not None)
        return TraceStats(
            traces=len(found),
            failed=sum(trace.status.is_failure for trace in found),
            p50_ns=nearest_rank(lasted, 0.5) if lasted else None,
            p95_ns=nearest_rank(lasted, 0.95) if lasted else None,
        )

    def trace_bars(self, where: TraceFilter, begin_ns: int, width_ns: int) -> Sequence[Bar]:
        outcomes = Counter(
            (
                (trace.start_ns - begin_ns) // width_ns,
                (trace.end_ns or trace.last_seen_ns) - trace.start_ns,
                trace.status.value,
            )
            for trace in self._meant(where)
        )
        return bars_of(outcomes, begin_ns, width_ns)

    def trace_facet(self, where: TraceFilter, field: str, query: FacetQuery) -> Sequence[FacetValue]:
        asked = field_named(field)
        counts: Counter[str] = Counter()
        for trace in self._meant(where):
            if asked.trace is not None:
                counts.update(map(str, asked.trace(trace)))
            elif asked.span is not None:
                counts.update({str(value) for span in self._spans_of(trace) for value in asked.span(span)})
        return commonest(counts, query)

    def span_facet(self, where: SpanFilter, field: str, query: FacetQuery) -> Sequence[FacetValue]:
        values_of = field_named(field).span or (lambda _: ())
        found = (str(value) for stored in self._matching(where) for value in values_of(stored.span))
        return commonest(Counter(found), query)

    def attribute_names(self, where: SpanFilter, query: FacetQuery) -> Sequence[FacetValue]:
        latest = self.find_spans(where, Page(ATTRIBUTES_FROM_SPANS))
        return commonest(Counter(name for found in latest.items for name in found.span.attributes), query)

    def earliest_ns(self, project: str | None = None) -> int | None:
        starts = (trace.start_ns for trace in self._all_traces() if project in (None, trace.project))
        return min(starts, default=None)

    def sql(self, project: str | None, sql: str, limits: SqlLimits, is_cancelled: IsCancelled) -> SqlAnswer:
        raise UnsupportedByStore("the memory store cannot be asked in SQL; use the local store", field="store")

    def error_patterns(self, where: SpanFilter, limit: int) -> Sequence[ErrorPattern]:
        failed = (stored.span for stored in self._matching(where) if stored.span.status.state.is_failure)
        return count_patterns(map(_failure, failed), limit)

    def search(self, text: str, where: SpanFilter, page: Page) -> PageOf[SearchHit]:
        words = words_of(text)
        hits = [hit(stored, words) for stored in self._matching(with_words(where, words))]
        found = _page("hits", hits, lambda one: span_key(one.stored), SPAN_SHAPE, page)
        return replace(found, looked=Looked(scanned=len(self._all_spans())))

    def dead_letters(self, page: Page) -> PageOf[DeadLetter]:
        with self._lock:
            letters = list(self._letters.values())
        return _page("dead letters", letters, letter_key, LETTER_SHAPE, page)

    def delete_trace(self, trace_id: TraceId, project: str | None = None, *, keep_logs: bool = False) -> int:
        with self._lock:
            found = self._find(trace_id, project)
            if found is None:
                return 0
            self._counted.delete((found.summary.project, trace_id))
            if not keep_logs:
                self._signals.forget([(found.summary.project, trace_id)])
            return len(found.spans)

    def delete_session(self, session_id: str, project: str | None = None) -> int:
        with self._lock:
            session = self.get_session(session_id, project)
            if session is None:
                return 0
            doomed = [
                trace
                for trace in self._all_traces()
                if trace.project == session.project and trace.session_id == session_id
            ]
            return self._delete_all(doomed)

    def delete_project(self, project: str) -> int:
        with self._lock:
            return self._delete_all([trace for trace in self._all_traces() if trace.project == project])

    def _delete_all(self, doomed: Sequence[TraceSummary]) -> int:
        return sum(self.delete_trace(trace.trace_id, trace.project) for trace in doomed)

    def info(self) -> StoreInfo:
        spans = len(self._all_spans())
        with self._lock:
            return StoreInfo(
                spans=spans,
                traces=len(self._traces),
                sessions=len(self._all_sessions()),
                hot_spans=spans,
                segments=0,
                disk_bytes=0,
                dead_letters=len(self._letters),
                logs=self._signals.counts().logs,
                metric_points=self._signals.counts().metric_points,
            )

    def close(self) -> None:
        """There is nothing to let go of."""

    def _find(self, trace_id: TraceId, project: str | None) -> HeldTrace | None:
        """Return the trace; where several projects have this id and none is named, the one that began last."""
        matching = [
            trace for (owner, known), trace in self._traces.items() if known == trace_id and project in (None, owner)
        ]
        return max(matching, key=lambda trace: trace_key(trace.summary), default=None)

    def _all_spans(self) -> list[StoredSpan]:
        with self._lock:
            return [stored for trace in self._traces.values() for stored in trace.spans.values()]

    def _all_traces(self) -> list[TraceSummary]:
        with self._lock:
            return [trace.summary for trace in self._traces.values()]

    def _all_sessions(self) -> list[SessionSummary]:
        members: dict[tuple[ProjectName, str], list[TraceSummary]] = {}
        for trace in self._all_traces():
            if trace.session_id is not None:
                members.setdefault((trace.project, trace.session_id), []).append(trace)
        summaries = [summarise_session(*key, traces) for key, traces in members.items()]
        return [summary for summary in summaries if summary is not None]

    def _spans_of(self, trace: TraceSummary) -> list[Span]:
        with self._lock:
            held = self._traces.get((trace.project, trace.trace_id))
            return [] if held is None else [stored.span for stored in held.spans.values()]

    def _in_spans(self, trace: TraceSummary) -> Holds:
        return lambda leaf: any(span_holds(span, leaf) for span in self._spans_of(trace))

    def _meant(self, where: TraceFilter) -> list[TraceSummary]:
        return [trace for trace in self._all_traces() if matches_trace(where, trace, self._in_spans(trace))]

    def _meant_sessions(self, where: SessionFilter) -> list[SessionSummary]:
        traces = self._all_traces()

        def in_traces(session: SessionSummary) -> Holds:
            members = [t for t in traces if (t.project, t.session_id) == (session.project, session.session_id)]
            return lambda leaf: any(trace_holds(trace, leaf, self._in_spans(trace)) for trace in members)

        return [s for s in self._all_sessions() if matches_session(where, s, in_traces(s))]

    def _matching(self, where: SpanFilter) -> list[StoredSpan]:
        return [stored for stored in self._all_spans() if matches_span(where, stored.span)]


def _page(kind: str, items: Iterable[Item], key: Callable[[Item], Key], shape: Key, page: Page) -> PageOf[Item]:
    limit = checked_limit(page)
    after = decode_cursor(kind, page.cursor, shape)
    ordered = sorted(items, key=key, reverse=True)
    return cut_page(kind, (item for item in ordered if after is None or key(item) < after), key, limit)


def _failure(span: Span) -> Failure:
    moment_ns = span.end_ns or span.start_ns
    return Failure(
        message=failure_words(span.status.message, span.status.code),
        span_type=span.span_type.value,
        name=span.name,
        trace_id=span.trace_id,
        count=1,
        first_ns=moment_ns,
        last_ns=moment_ns,
        last_span_id=span.span_id,
    )
