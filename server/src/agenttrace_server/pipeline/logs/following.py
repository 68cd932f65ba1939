"""Keep the spans that are made of an agent's log events in step with the logs, and with the real spans that come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from agenttrace.model import ProjectName, Span, TraceId
from agenttrace_server.pipeline.logs.runs import is_made_here, spans_of_run
from agenttrace_server.pipeline.logs.runs.events import AGENTS, event_of
from agenttrace_server.store.api import Page, Store, TraceDelta, TraceFilter
from agenttrace_server.store.api.signals import LogRecord

RunKey = tuple[ProjectName, TraceId]
Interval = tuple[int, int]

SLACK_NS: Final = 2_000_000_000
"""An event may be logged this long before the span of the same step begins, or after it has ended."""
_PAGE: Final = Page(1_000)


def runs_touched(store: Store, deltas: Iterable[TraceDelta], arrived: Iterable[LogRecord]) -> set[RunKey]:
    """Return the runs that may have to change: of which records arrived, or whose session real spans came for."""
    touched = {(record.project, record.run_id) for record in arrived if record.run_id is not None}
    sessions = {
        (span.project, span.session_id)
        for delta in deltas
        for span in delta.spans
        if span.session_id is not None and span.framework in AGENTS
    }
    for project, session_id in sessions:
        touched.update((project, run_id) for run_id in store.signals.runs_of_session(project, session_id))
    return touched


def followed(store: Store, run: RunKey) -> list[Span]:
    """Return what is new or other in one run, before any stage. What it must not hold any more is removed.

    An event that happened while the same session had a real trace of the same agent makes no span: the trace tells it.
    """
    project, run_id = run
    records = store.signals.run(project, run_id)
    covered = _Covered(store)
    kept = [record for record in records if not covered.has(record)]
    spans = spans_of_run(kept)
    held = {stored.span.span_id: stored.span for stored in store.get_spans(run_id, project, content=False)}
    if len(kept) < len(records) and held.keys() - {span.span_id for span in spans}:
        store.delete_trace(run_id, project, keep_logs=True)
        return spans
    return [span for span in spans if not _is_known(span, held.get(span.span_id))]


def _is_known(span: Span, held: Span | None) -> bool:
    """Whether the store has a step as it is now; what a step says comes from one event, all but its name's model."""
    if held is None or (span.name, span.parent_span_id, span.start_ns, span.end_ns) != (
        held.name,
        held.parent_span_id,
        held.start_ns,
        held.end_ns,
    ):
        return False
    return span.status.state is held.status.state


class _Covered:
    """What real traces tell of, asked once for each session."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._times: dict[tuple[str, str, str], Sequence[Interval]] = {}
        self._traces: dict[tuple[str, TraceId], bool] = {}

    def has(self, record: LogRecord) -> bool:
        """Whether the step of which a record tells is in a real trace."""
        event = event_of(record)
        if event is None or record.session_id is None:
            return False
        key = (record.project, record.session_id, event.agent)
        if key not in self._times:
            self._times[key] = self._real_times(*key)
        return any(first <= record.time_ns <= last for first, last in self._times[key]) or self._is_in_trace(record)

    def _is_in_trace(self, record: LogRecord) -> bool:
        if record.trace_id is None:
            return False
        key = (record.project, record.trace_id)
        if key not in self._traces:
            self._traces[key] = self._store.get_trace(record.trace_id, record.project) is not None
        return self._traces[key]

    def _real_times(self, project: str, session_id: str, agent: str) -> list[Interval]:
        where = TraceFilter(project=project, session_id=session_id, framework=agent)
        found: list[Interval] = []
        page = _PAGE
        while True:
            part = self._store.find_traces(where, page)
            found += [
                (trace.start_ns - SLACK_NS, trace.last_seen_ns + SLACK_NS)
                for trace in part.items
                if not is_made_here(trace.trace_id)
            ]
            if part.next_cursor is None:
                return found
            page = Page(_PAGE.limit, part.next_cursor)
