"""Join the hot parts' traces and sessions to the catalog's: a newer layer's word counts."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from agenttrace.model import ProjectName, SpanState, TraceId
from agenttrace_server.store.api import (
    Page,
    PageOf,
    ProjectSummary,
    SessionFilter,
    SessionSummary,
    TraceFilter,
    TraceStats,
    TraceSummary,
)
from agenttrace_server.store.api.folding import summarise_session
from agenttrace_server.store.api.grouping import nearest_rank
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
from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.catalog.lists import (
    latest_sessions,
    newest_traces,
    outcomes,
    pin,
    projects,
    sessions_with_id,
    traces_with_id,
)
from agenttrace_server.store.local.hot import HotPart, SessionKey, TraceKey
from agenttrace_server.store.local.shelf import Shelf, View

_CHUNK = 64


class Listing:
    """Answers about traces, sessions and projects as wholes. It never reads a span."""

    def __init__(self, shelf: Shelf, catalog: Catalog) -> None:
        self._shelf = shelf
        self._catalog = catalog
        self._sessions: dict[SessionKey, tuple[HotPart, HotPart | None, int, SessionSummary | None]] = {}
        """What was added up last, and of which state of the hot parts."""

    def find_traces(self, where: TraceFilter, page: Page) -> PageOf[TraceSummary]:
        """See `Store`."""
        limit = checked_limit(page)
        after = decode_cursor("traces", page.cursor, TRACE_SHAPE)
        with self._shelf.reading() as view:
            sealed = (t for t in newest_traces(self._catalog, where, after) if not _is_in(view, t))
            layers = [*(self._hot_traces(view, place, where, after) for place in range(len(view.parts))), sealed]
            merged = heapq.merge(*layers, key=trace_key, reverse=True)
            return cut_page("traces", merged, trace_key, limit)

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
                (
                    session
                    for session in touched.values()
                    if session is not None
                    and matches_session(where, session)
                    and (after is None or session_key(session) < after)
                ),
                key=session_key,
                reverse=True,
            )
            sealed = (
                session
                for session in latest_sessions(self._catalog, where, after)
                if (session.project, session.session_id) not in touched
            )
            return cut_page("sessions", heapq.merge(hot, sealed, key=session_key, reverse=True), session_key, limit)

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
        with self._catalog.reading() as connection:
            with self._shelf.lock, self._shelf.reading() as view:
                pin(connection)
                hot = self._newest_hot(view)
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
        """See `Store`. The catalog's figures, less those of traces that a hot part knows better, plus theirs."""
        with self._catalog.reading() as connection:
            with self._shelf.lock, self._shelf.reading() as view:
                pin(connection)
                hot = self._newest_hot(view)
            found = Counter(outcomes(connection, where))
        for summary, known in hot:
            if known is not None and matches_trace(where, known):
                found[_outcome(known)] -= 1
            if matches_trace(where, summary):
                found[_outcome(summary)] += 1
        lasted = sorted(
            lasted_ns
            for (lasted_ns, state), count in found.items()
            if state != SpanState.RUNNING.value
            for _ in range(count)
        )
        return TraceStats(
            traces=found.total(),
            failed=sum(count for (_, state), count in found.items() if SpanState(state).is_failure),
            p50_ns=nearest_rank(lasted, 0.50) if lasted else None,
            p95_ns=nearest_rank(lasted, 0.95) if lasted else None,
        )

    def count_sessions(self) -> int:
        """Return how many sessions there are."""
        with self._shelf.reading() as view:
            touched = self._touched_sessions(view)
            with self._catalog.reading() as connection:
                known = connection.execute("SELECT project, session_id FROM sessions").fetchall()
            untouched = sum((ProjectName(project), session_id) not in touched for project, session_id in known)
            return untouched + sum(session is not None for session in touched.values())

    def _newest_hot(self, view: View) -> list[tuple[TraceSummary, TraceSummary | None]]:
        """Return each hot trace beside what the catalog has of it. The caller holds the shelf's lock."""
        return [
            (trace.summary, trace.in_catalog)
            for place, part in enumerate(view.parts)
            for key, trace in part.traces.items()
            if not _is_newer(view, place, key)
        ]

    def _hot_traces(self, view: View, place: int, where: TraceFilter, after: Key | None) -> Iterator[TraceSummary]:
        part = view.parts[place]
        while True:
            with self._shelf.lock:
                summaries = [
                    (trace.summary, _is_newer(view, place, trace.record.key)) for trace in part.newest(after, _CHUNK)
                ]
            for summary, is_newer in summaries:
                if not is_newer and matches_trace(where, summary):
                    yield summary
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
        summary = summarise_session(*key, self._members(view, key))
        self._sessions[key] = (view.active, view.frozen, changed, summary)
        return summary

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


def _outcome(summary: TraceSummary) -> tuple[int, str]:
    """Return how long the trace lasted, in nanoseconds, and how it ended."""
    return (summary.end_ns or summary.last_seen_ns) - summary.start_ns, summary.status.value


def _is_in(view: View, summary: TraceSummary) -> bool:
    """Whether a hot part knows the trace, and so knows better than the catalog."""
    return any((summary.project, summary.trace_id) in part.traces for part in view.parts)


def _is_newer(view: View, place: int, key: TraceKey) -> bool:
    """Whether a part before this one has the trace."""
    return any(key in part.traces for part in view.parts[:place])
