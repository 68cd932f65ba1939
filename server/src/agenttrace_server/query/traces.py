"""Ask for traces, sessions and projects."""

from __future__ import annotations

from collections.abc import Sequence

from agenttrace.model import TraceId
from agenttrace_server.errors import NotFound
from agenttrace_server.store.api import (
    ContentFigures,
    Page,
    PageOf,
    ProjectSummary,
    SessionFilter,
    SessionSummary,
    Store,
    TraceFilter,
    TraceSummary,
)


def find_traces(store: Store, where: TraceFilter, page: Page) -> PageOf[TraceSummary]:
    """Newest first."""
    return store.find_traces(where, page)


def get_trace(store: Store, trace_id: TraceId, project: str | None) -> TraceSummary:
    """Raises: NotFound."""
    found = store.get_trace(trace_id, project)
    if found is None:
        raise NotFound(f"no trace {trace_id}{_of(project)}", field="trace_id")
    return found


def content_of(store: Store, found: TraceSummary) -> ContentFigures:
    """Return what the trace's content takes."""
    return store.content_figures(found.trace_id, found.project)


def delete_project(store: Store, project: str) -> int:
    """Return how many spans went. Raises: NotFound: there is no such project."""
    if not any(found.project == project for found in store.projects()):
        raise NotFound(f"there is no project {project}", field="project")
    return store.delete_project(project)


def delete_trace(store: Store, trace_id: TraceId, project: str | None) -> int:
    """Return how many spans went. Raises: NotFound."""
    gone = store.delete_trace(trace_id, project)
    if not gone:
        raise NotFound(f"no trace {trace_id}{_of(project)}", field="trace_id")
    return gone


def find_sessions(store: Store, where: SessionFilter, page: Page) -> PageOf[SessionSummary]:
    """Latest activity first."""
    return store.find_sessions(where, page)


def get_session(store: Store, session_id: str, project: str | None) -> SessionSummary:
    """Raises: NotFound."""
    found = store.get_session(session_id, project)
    if found is None:
        raise NotFound(f"no session {session_id[:200]!r}{_of(project)}", field="session_id")
    return found


def delete_session(store: Store, session_id: str, project: str | None) -> int:
    """Return how many spans went. Raises: NotFound."""
    gone = store.delete_session(session_id, project)
    if not gone:
        raise NotFound(f"no session {session_id[:200]!r}{_of(project)}", field="session_id")
    return gone


def projects(store: Store) -> Sequence[ProjectSummary]:
    """Every project, by name."""
    return store.projects()


def _of(project: str | None) -> str:
    return "" if project is None else f" in project {project}"
