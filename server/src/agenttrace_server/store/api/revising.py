"""Keep of revisions those whose span is still what was read: everything else is the pipeline's."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from agenttrace.model import ProjectName, Span, TraceId
from agenttrace_server.store.api.contract import Revision, TraceDelta
from agenttrace_server.store.api.records import StoredSpan
from agenttrace_server.store.api.versions import as_arrived


def deltas_of(
    revisions: Sequence[Revision], read: Callable[[TraceId, ProjectName], Sequence[StoredSpan]]
) -> list[TraceDelta]:
    """Return what to write, a trace at a time. The caller lets nobody else write until it has."""
    traces: dict[tuple[ProjectName, TraceId], list[Revision]] = {}
    for revision in revisions:
        traces.setdefault((revision.old.project, revision.old.trace_id), []).append(revision)
    deltas: list[TraceDelta] = []
    for (project, trace_id), of_trace in traces.items():
        stored = {one.span.span_id: one.span for one in read(trace_id, project)}
        news = tuple(revision.new for revision in of_trace if _is_unchanged(revision, stored.get(revision.old.span_id)))
        if news:
            deltas.append(TraceDelta(project, trace_id, news))
    return deltas


def _is_unchanged(revision: Revision, stored: Span | None) -> bool:
    return stored is not None and as_arrived(stored) == as_arrived(revision.old)
