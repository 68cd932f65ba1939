"""Render traces, sessions and projects."""

from __future__ import annotations

from agenttrace_server.api.rendering.values import rfc3339, rfc3339_or_none, totals_fields
from agenttrace_server.api.schemas import ProjectOut, SessionOut, TraceDetailOut, TraceOut
from agenttrace_server.store.api import ContentFigures, ProjectSummary, SessionSummary, TraceSummary


def trace(found: TraceSummary, percent: float) -> TraceOut:
    """One trace on one line."""
    return TraceOut(
        id=found.trace_id,
        project=found.project,
        session_id=found.session_id,
        session_name=found.session_name,
        user_id=found.user_id,
        name=found.name,
        status=found.status.value,
        started_at=rfc3339(found.start_ns),
        ended_at=rfc3339_or_none(found.end_ns),
        last_seen_at=rfc3339(found.last_seen_ns),
        duration_us=_lasted_us(found.start_ns, found.end_ns, found.last_seen_ns),
        root_span_id=found.root_span_id,
        framework=found.framework,
        agents=list(found.agents),
        models=list(found.models),
        tags=list(found.tags),
        input_preview=found.input_preview,
        output_preview=found.output_preview,
        error_message=found.error_message,
        **totals_fields(found.totals, percent),
    )


def trace_detail(found: TraceSummary, percent: float, content: ContentFigures) -> TraceDetailOut:
    """One trace, with what its content takes."""
    return TraceDetailOut(
        **trace(found, percent).model_dump(),
        content_bytes=content.stored_bytes,
        content_bytes_unshared=content.unshared_bytes,
    )


def session(found: SessionSummary, percent: float) -> SessionOut:
    """One session on one line."""
    return SessionOut(
        id=found.session_id,
        project=found.project,
        name=found.name,
        user_id=found.user_id,
        framework=found.framework,
        status=found.status.value,
        started_at=rfc3339(found.start_ns),
        ended_at=rfc3339_or_none(found.end_ns),
        last_seen_at=rfc3339(found.last_seen_ns),
        duration_us=_lasted_us(found.start_ns, found.end_ns, found.last_seen_ns),
        total_traces=found.traces,
        agents=list(found.agents),
        tags=list(found.tags),
        **totals_fields(found.totals, percent),
    )


def project(found: ProjectSummary) -> ProjectOut:
    """What a project holds."""
    return ProjectOut(name=found.project, traces=found.traces, spans=found.spans, last_seen=rfc3339(found.last_seen_ns))


def _lasted_us(start_ns: int, end_ns: int | None, last_seen_ns: int) -> int:
    return max(0, (last_seen_ns if end_ns is None else end_ns) - start_ns) // 1_000
