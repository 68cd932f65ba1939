"""Join the hot parts' traces and sessions to the catalog's: a newer layer's word counts."""

from __future__ import annotations

import heapq
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from agenttrace.model import ProjectName, SpanState, TraceId
from agenttrace_server.store.api import (
    Bar,
    FacetQuery,
    FacetValue,
    Page,
    PageOf,
    ProjectSummary,
    SessionFilter,
    SessionSummary,
    TraceFilter,
    TraceStats,
    TraceSummary,
)
from agenttrace_server.store.api.grouping import bars_of, commonest, nearest_rank
from agenttrace_server.store.api.language import Leaf, leaves_for_spans, leaves_for_traces, trace_holds
from agenttrace_server.store.api.language.fields import field_named
from agenttrace_server.store.api.language.holding import Holds
from agenttrace_server.store.api.matching import matches_session, matches_trace
from agenttrace_server.store.api.paging import (
    SESSION_SHAPE,
    TRACE_SHAPE,
    Key,
    checked_limit,
    cut_page,
    decode_cursor,
    session_key,
    trace_key,
)
from agenttrace_server.store.api.sessions import summarise_session
from agenttrace_server.store.local.asking.holding import Holding
from agenttrace_server.store.local.asking.spans import SpanSql
from agenttrace_server.store.local.asking.traces import FACET_COLUMNS
from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.catalog.lists import (
    earliest_ns,
    facet,
    is_exact,
    latest_sessions,
    newest_traces,
    outcomes,
    pin,
    projects,
    sessions_with_id,
    traces_among,
    traces_with_id,
)
from agenttrace_server.store.local.catalog.sessions import changes_of, fold_of
from agenttrace_server.store.local.hot import HotPart, SessionKey, TraceKey
from agenttrace_server.store.local.shelf import Shelf, View

_CHUNK = 64
_LARGEST_CHUNK = 4_096
_Item = TypeVar("_Item")


class Listing:
    """Answers about traces, sessions and projects as wholes. It reads spans only where a question is about them."""

    def __init__(self, shelf: Shelf, catalog: Catalog, asked: Callable[[View], SpanSql]) -> None:
        self._shelf = shelf
        self._catalog = catalog
        self._asked = asked
        self._sessions: dict[SessionKey, tuple[HotPart, HotPart | None, int, SessionSummary | None]] = {}
        """What was added up last, and of which state of the hot parts."""

    def find_traces(self, where: TraceFilter, page: Page) -> PageOf[TraceSummary]:
        """See `Store`."""
        limit = checked_limit(page)
        after = decode_cursor("traces", page.cursor, TRACE_SHAPE)
        with self._shelf.reading() as view:
            return cut_page("traces", self._meant(view, where, after), trace_key, limit)

    def get_trace(self, trace_id: TraceId, project: str | None) -> TraceSummary | None:
        """Return the trace; where several projects have this id and none is named, the one that began last."""
        with self._shelf.reading() as view:
            found = {trace.project: trace for trace in traces_with_id(self._catalog, trace_id, project)}
            for part in reversed(view.parts):
                with self._shelf.lock:
                    found.update({trace.record.key[0]: trace.summary for trace in part.find(trace_id, project)})
        return max(found.values(), key=trace_key, default=None)

    def find_sessions(self, where: SessionFilter, page: Page) -> PageOf[SessionSummary]:
        """See `Store`."""
        limit = checked_limit(page)
        after = decode_cursor("sessions", page.cursor, SESSION_SHAPE)
        with self._shelf.reading() as view:
            touched = self._touched_sessions(view)
            hot = sorted(
                (s for s in touched.values() if s is not None and (after is None or session_key(s) < after)),
                key=session_key,
                reverse=True,
            )
            sealed = (
                session
                for session in latest_sessions(self._catalog, where, after)
                if (session.project, session.session_id) not in touched
            )
            merged = heapq.merge(hot, sealed, key=session_key, reverse=True)
            return cut_page("sessions", self._meant_sessions(view, where, merged), session_key, limit)

    def get_session(self, session_id: str, project: str | None) -> SessionSummary | None:
        """Return the session; where several projects have this id and none is named, the latest active one."""
        with self._shelf.reading() as view:
            keys = {key for key in self._touched_keys(view) if key[1] == session_id and project in (None, key[0])}
            found: dict[str, SessionSummary | None] = {
                session.project: session for session in sessions_with_id(self._catalog, session_id, project)
            }
            found.update({key[0]: self._session(view, key) for key in keys})
        return max((session for session in found.values() if session), key=session_key, default=None)

    def traces_of_session(self, key: SessionKey) -> list[TraceSummary]:
        """Return every trace of a session."""
        with self._shelf.reading() as view:
            return self._members(view, key)

    def forget_sessions(self) -> None:
        """Something was deleted: add sessions up anew."""
        self._sessions.clear()

    def projects(self) -> list[ProjectSummary]:
        """Return every project, by name."""
        with self._one_moment() as (connection, hot):
            found = {project.project: project for project in projects(connection)}
        for summary, known in hot:
            held = found.get(summary.project, ProjectSummary(summary.project, 0, 0, 0))
            found[summary.project] = replace(
                held,
                traces=held.traces + (known is None),
                spans=held.spans + summary.totals.spans - (known.totals.spans if known else 0),
                last_seen_ns=max(held.last_seen_ns, summary.last_seen_ns),
            )
        return [found[name] for name in sorted(found)]

    def trace_stats(self, where: TraceFilter) -> TraceStats:
        """See `Store`."""
        found = self._outcomes(where, lambda _: 0)
        lasted = sorted(
            lasted_ns
            for (_, lasted_ns, state), count in found.items()
            if state != SpanState.RUNNING.value
            for _ in range(count)
        )
        return TraceStats(
            traces=found.total(),
            failed=sum(count for (*_, state), count in found.items() if SpanState(state).is_failure),
            p50_ns=nearest_rank(lasted, 0.50) if lasted else None,
            p95_ns=nearest_rank(lasted, 0.95) if lasted else None,
        )

    def trace_bars(self, where: TraceFilter, begin_ns: int, width_ns: int) -> list[Bar]:
        """See `Store`."""
        found = self._outcomes(where, lambda start_ns: (start_ns - begin_ns) // width_ns)
        return bars_of(found, begin_ns, width_ns)

    def trace_facet(self, where: TraceFilter, name: str, query: FacetQuery) -> list[FacetValue]:
        """See `Store`."""
        field = field_named(name)
        if field.trace is None:
            return commonest(self._values_in_spans(where, name), query)
        values_of = field.trace
        column = FACET_COLUMNS.get(name)
        if column is None or not is_exact(where):
            with self._shelf.reading() as view:
                return commonest(Counter(str(v) for t in self._meant(view, where, None) for v in values_of(t)), query)
        with self._one_moment() as (connection, hot):
            counts = Counter(dict(facet(connection, where, column)))
        for summary, known in hot:
            if known is not None and matches_trace(where, known, _not_asked):
                counts.subtract(map(str, values_of(known)))
            if matches_trace(where, summary, _not_asked):
                counts.update(map(str, values_of(summary)))
        return commonest(counts, query)

    def earliest_ns(self, project: str | None) -> int | None:
        """See `Store`."""
        with self._one_moment() as (connection, hot):
            starts = [earliest_ns(connection, project)]
        starts += [summary.start_ns for summary, _ in hot if project in (None, summary.project)]
        return min((start_ns for start_ns in starts if start_ns is not None), default=None)

    def count_sessions(self) -> int:
        """Return how many sessions there are."""
        with self._shelf.reading() as view:
            touched = self._touched_sessions(view)
            with self._catalog.reading() as connection:
                known = connection.execute("SELECT project, session_id FROM sessions").fetchall()
            untouched = sum((ProjectName(project), session_id) not in touched for project, session_id in known)
            return untouched + sum(session is not None for session in touched.values())

    @contextmanager
    def _one_moment(self) -> Iterator[tuple[sqlite3.Connection, list[tuple[TraceSummary, TraceSummary | None]]]]:
        """Give the catalog, and each hot trace beside what the catalog has of it, as they are at one moment."""
        with self._catalog.reading() as connection:
            with self._shelf.lock, self._shelf.reading() as view:
                pin(connection)
                hot = [
                    (trace.summary, trace.in_catalog)
                    for place, part in enumerate(view.parts)
                    for key, trace in part.traces.items()
                    if not _is_newer(view, place, key)
                ]
            yield connection, hot

    def _outcomes(self, where: TraceFilter, bar_of: Callable[[int], int]) -> Counter[tuple[int, int, str]]:
        """Count the traces meant by (bar of their start, how long they lasted in nanoseconds, status).

        The catalog's figures, less those of traces that a hot part knows better, plus theirs.
        """
        if not is_exact(where):
            with self._shelf.reading() as view:
                return Counter(_outcome(trace, bar_of) for trace in self._meant(view, where, None))
        with self._one_moment() as (connection, hot):
            found = Counter(
                (bar_of(start_ns), lasted, state) for start_ns, lasted, state in outcomes(connection, where)
            )
        for summary, known in hot:
            if known is not None and matches_trace(where, known, _not_asked):
                found[_outcome(known, bar_of)] -= 1
            if matches_trace(where, summary, _not_asked):
                found[_outcome(summary, bar_of)] += 1
        return found

    def _meant(self, view: View, where: TraceFilter, after: Key | None) -> Iterator[TraceSummary]:
        """Give the traces that are meant, newest first; spans are asked for many traces at a time."""
        asked = () if where.query is None else leaves_for_spans(where.query)
        sealed = (trace for trace in self._sealed(view, where, after, asked) if not _is_in(view, trace))
        layers = [*(self._hot_traces(view, place, after) for place in range(len(view.parts))), sealed]
        merged = heapq.merge(*layers, key=trace_key, reverse=True)
        if not asked:
            yield from (trace for trace in merged if matches_trace(where, trace, _not_asked))
            return
        holding = self._holding(view)
        rest = replace(where, query=None)
        for chunk in _chunks(trace for trace in merged if matches_trace(rest, trace, _not_asked)):
            held = {leaf: holding.of(leaf, chunk) for leaf in asked}
            yield from (trace for trace in chunk if matches_trace(where, trace, _held_by(trace, held)))

    def _sealed(
        self, view: View, where: TraceFilter, after: Key | None, asked: Sequence[Leaf]
    ) -> Iterable[TraceSummary]:
        """Give what the catalog has of the traces that may be meant, newest first."""
        among = self._holding(view).among(where.query, where.since_ns) if asked and where.query is not None else None
        return (
            newest_traces(self._catalog, where, after) if among is None else traces_among(self._catalog, among, after)
        )

    def _meant_sessions(
        self, view: View, where: SessionFilter, sessions: Iterable[SessionSummary]
    ) -> Iterator[SessionSummary]:
        asked = () if where.query is None else leaves_for_traces(where.query)
        if not asked:
            yield from (session for session in sessions if matches_session(where, session, _not_asked))
            return
        rest = replace(where, query=None)
        of_spans = tuple(dict.fromkeys(leaf for whole in asked for leaf in leaves_for_spans(whole)))
        for chunk in _chunks(session for session in sessions if matches_session(rest, session, _not_asked)):
            members = {session: self._members(view, (session.project, session.session_id)) for session in chunk}
            traces = [trace for held in members.values() for trace in held]
            holding = self._holding(view)
            held = {leaf: holding.of(leaf, traces) for leaf in of_spans}
            for session, of_session in members.items():
                if matches_session(where, session, _true_of_one(of_session, held)):
                    yield session

    def _values_in_spans(self, where: TraceFilter, field: str) -> Counter[str]:
        counts: Counter[str] = Counter()
        with self._shelf.reading() as view:
            holding = self._holding(view)
            for chunk in _chunks(self._meant(view, where, None)):
                counts.update(holding.values(field, chunk))
        return counts

    def _holding(self, view: View) -> Holding:
        return Holding(self._asked(view))

    def _hot_traces(self, view: View, place: int, after: Key | None) -> Iterator[TraceSummary]:
        part = view.parts[place]
        while True:
            with self._shelf.lock:
                summaries = [
                    (trace.summary, _is_newer(view, place, trace.record.key)) for trace in part.newest(after, _CHUNK)
                ]
            yield from (summary for summary, is_newer in summaries if not is_newer)
            if len(summaries) < _CHUNK:
                return
            after = trace_key(summaries[-1][0])

    def _touched_keys(self, view: View) -> set[SessionKey]:
        with self._shelf.lock:
            return {key for part in view.parts for key in part.sessions}

    def _touched_sessions(self, view: View) -> dict[SessionKey, SessionSummary | None]:
        return {key: self._session(view, key) for key in self._touched_keys(view)}

    def _session(self, view: View, key: SessionKey) -> SessionSummary | None:
        """Return the session with its hot traces; None where its last trace has left it."""
        with self._shelf.lock:
            changed = view.active.session_changes.get(key, 0)
        held = self._sessions.get(key)
        if held is not None and held[:3] == (view.active, view.frozen, changed):
            return held[3]
        summary = self._added_up(view, key)
        self._sessions[key] = (view.active, view.frozen, changed, summary)
        return summary

    def _added_up(self, view: View, key: SessionKey) -> SessionSummary | None:
        """Count what the hot parts change of what the catalog has; where that is not enough, add up every trace."""
        with self._catalog.reading() as connection:
            with self._shelf.lock, self._shelf.reading() as now:
                pin(connection)
                known = {
                    trace_key_: (part.traces[trace_key_].in_catalog, part.traces[trace_key_].summary)
                    for part in reversed(now.parts)
                    for trace_key_ in part.sessions.get(key, ())
                }
            counted = fold_of(connection, key)
        if counted is not None:
            for old, new in changes_of(known.values()).get(key, ()):
                counted.include(old, new)
            if not counted.lost:
                return counted.summary(*key)
        return summarise_session(*key, self._members(view, key))

    def _members(self, view: View, key: SessionKey) -> list[TraceSummary]:
        with self._shelf.lock:
            hot = [
                part.traces[trace_key_].summary
                for place, part in enumerate(view.parts)
                for trace_key_ in part.sessions.get(key, ())
                if not _is_newer(view, place, trace_key_)
            ]
        sealed = (record.summary() for record in self._catalog.records_of_session(key))
        members = [*hot, *(summary for summary in sealed if not _is_in(view, summary))]
        return [summary for summary in members if summary.session_id == key[1]]


def _outcome(summary: TraceSummary, bar_of: Callable[[int], int]) -> tuple[int, int, str]:
    """Return the bar of its start, how long the trace lasted, in nanoseconds, and how it ended."""
    lasted_ns = (summary.end_ns or summary.last_seen_ns) - summary.start_ns
    return bar_of(summary.start_ns), lasted_ns, summary.status.value


def _not_asked(leaf: Leaf) -> bool:
    raise AssertionError(f"nobody was to ask the spans for {leaf}")


def _chunks(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """Cut into lists that grow: the first page comes soon, and a long search asks few questions."""
    size = _CHUNK
    chunk: list[_Item] = []
    for item in items:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk, size = [], min(4 * size, _LARGEST_CHUNK)
    if chunk:
        yield chunk


def _held_by(trace: TraceSummary, held: Mapping[Leaf, set[TraceKey]]) -> Holds:
    return lambda leaf: (trace.project, trace.trace_id) in held[leaf]


def _true_of_one(traces: Sequence[TraceSummary], held: Mapping[Leaf, set[TraceKey]]) -> Holds:
    return lambda leaf: any(trace_holds(trace, leaf, _held_by(trace, held)) for trace in traces)


def _is_in(view: View, summary: TraceSummary) -> bool:
    """Whether a hot part knows the trace, and so knows better than the catalog."""
    return any((summary.project, summary.trace_id) in part.traces for part in view.parts)


def _is_newer(view: View, place: int, key: TraceKey) -> bool:
    """Whether a part before this one has the trace."""
    return any(key in part.traces for part in view.parts[:place])
