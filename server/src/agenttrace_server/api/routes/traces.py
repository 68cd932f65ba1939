"""Routes: traces and projects."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from agenttrace_server.api import rendering
from agenttrace_server.api.parameters import InProject, NoParameters, TraceListing
from agenttrace_server.api.schemas import DeletedOut, PageOut, ProjectOut, TraceDetailOut, TraceOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.query import expressions, traces

router = APIRouter(tags=["traces"])


@router.get("/projects")
def list_projects(services: WithServices, asked: Annotated[NoParameters, Query()]) -> list[ProjectOut]:
    """Every project, by name."""
    return [rendering.project(found) for found in traces.projects(services.store)]


@router.delete("/projects/{project}")
def delete_project(services: WithServices, project: str, asked: Annotated[NoParameters, Query()]) -> DeletedOut:
    """Remove every trace of a project, with its log records."""
    gone = traces.delete_project(services.store, project)
    services.installation.sweep(services.now_ns())
    return DeletedOut(deleted_spans=gone)


@router.get("/traces")
def list_traces(services: WithServices, asked: Annotated[TraceListing, Query()]) -> PageOut[TraceOut]:
    """Traces, newest first."""
    found = traces.find_traces(services.store, asked.where(services), asked.page(services))
    items = [rendering.trace(item, services.percent) for item in found.items]
    return PageOut(items=items, next_cursor=found.next_cursor)


@router.get("/traces/{trace_id}")
def get_trace(services: WithServices, trace_id: str, asked: Annotated[InProject, Query()]) -> TraceDetailOut:
    """One trace."""
    found = traces.get_trace(services.store, expressions.trace_id(trace_id), asked.project)
    content = traces.content_of(services.store, found)
    return rendering.trace_detail(found, services.percent, content)


@router.delete("/traces/{trace_id}")
def delete_trace(services: WithServices, trace_id: str, asked: Annotated[InProject, Query()]) -> DeletedOut:
    """Remove one trace; spans that come later start it anew."""
    gone = traces.delete_trace(services.store, expressions.trace_id(trace_id), asked.project)
    services.installation.sweep(services.now_ns())
    return DeletedOut(deleted_spans=gone)
