"""Routes: sessions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api import rendering
from agenttrace_server.api.parameters import InProject, ListPage, SessionListing
from agenttrace_server.api.schemas import DeletedOut, PageOut, SessionOut, TraceOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.query import traces
from agenttrace_server.store.api import TraceFilter

router = APIRouter(tags=["sessions"])


@router.get("/sessions")
def list_sessions(services: WithServices, asked: Annotated[SessionListing, Query()]) -> PageOut[SessionOut]:
    """Sessions, latest activity first."""
    found = traces.find_sessions(services.store, asked.where(services), asked.page(services))
    items = [rendering.session(item, services.percent) for item in found.items]
    return PageOut(items=items, next_cursor=found.next_cursor)


# a session's id is the user's own text and may have slashes in it: the longer path is looked at first
@router.get("/sessions/{session_id:path}/traces")
def list_session_traces(
    services: WithServices, session_id: str, asked: Annotated[ListPage, Query()]
) -> PageOut[TraceOut]:
    """The traces of one session, newest first."""
    traces.get_session(services.store, session_id, asked.project)
    where = TraceFilter(project=asked.project, session_id=session_id)
    found = traces.find_traces(services.store, where, asked.page(services))
    items = [rendering.trace(item, services.percent) for item in found.items]
    return PageOut(items=items, next_cursor=found.next_cursor)


@router.get("/sessions/{session_id:path}")
def get_session(services: WithServices, session_id: str, asked: Annotated[InProject, Query()]) -> SessionOut:
    """One session."""
    return rendering.session(traces.get_session(services.store, session_id, asked.project), services.percent)


@router.delete("/sessions/{session_id:path}")
def delete_session(services: WithServices, session_id: str, asked: Annotated[InProject, Query()]) -> DeletedOut:
    """Remove every trace of one session."""
    gone = traces.delete_session(services.store, session_id, asked.project)
    services.installation.sweep(services.now_ns())
    return DeletedOut(deleted_spans=gone)
