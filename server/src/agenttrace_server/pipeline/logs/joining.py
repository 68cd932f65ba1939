"""Bring spans and what the logs say of them together, whichever came first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import structlog

from agenttrace.model import ProjectName, Span, SpanId, TraceId
from agenttrace_server.pipeline.batch import MISTAKES
from agenttrace_server.pipeline.logs.conversation import with_logs, without_logs
from agenttrace_server.store.api import Store, TraceDelta
from agenttrace_server.store.api.arriving.open_span import reopened
from agenttrace_server.store.api.signals import LogRecord
from agenttrace_server.store.api.versions import replaces

_log = structlog.get_logger()

TraceKey = tuple[ProjectName, TraceId]
SpanKey = tuple[ProjectName, TraceId, SpanId]
Finish = Callable[[Span], Span]
"""What follows from the messages of a span: its previews."""


def joined(
    store: Store, deltas: Sequence[TraceDelta], arrived: Iterable[LogRecord], finish: Finish
) -> tuple[TraceDelta, ...]:
    """Return the deltas with every span that is in them, or of which `arrived` tells, as the logs complete it.

    The records that arrived are in the store already; so every span is given all that is known of it, and the order
    in which spans and records come makes no difference.
    """
    spoken_of = {_key_of(record) for record in arrived if record.is_conversation}
    traces = {(delta.project, delta.trace_id) for delta in deltas} | {(key[0], key[1]) for key in spoken_of}
    said = _by_span(store.signals.conversations(traces))
    if not said:
        return tuple(deltas)
    spans = {span.key: span for delta in deltas for span in delta.spans}
    for key in spoken_of:
        held = _stored(store, key)
        if held is not None and (key not in spans or not replaces(spans[key], held)):
            spans[key] = without_logs(held)
    return _deltas_of(_told(span, said[key], finish) if key in said else span for key, span in spans.items())


def _told(span: Span, records: Sequence[LogRecord], finish: Finish) -> Span:
    """A span whose records our reading cannot bear stays as it is, and they stay visible beside it."""
    try:
        return finish(with_logs(reopened(span), records))
    except MISTAKES as error:
        _log.error("logs could not join their span", trace=span.trace_id, span=span.span_id, reason=repr(error))
        return span


def teller(store: Store, trace: TraceKey, finish: Finish) -> Callable[[Span], Span]:
    """Return what gives each span of one trace, fresh from the stages, what the logs say of it."""
    said = _by_span(store.signals.conversations([trace]))
    return lambda span: _told(span, said[span.key], finish) if span.key in said else span


def _by_span(records: Iterable[LogRecord]) -> dict[SpanKey, list[LogRecord]]:
    found: dict[SpanKey, list[LogRecord]] = defaultdict(list)
    for record in records:
        found[_key_of(record)].append(record)
    return found


def _key_of(record: LogRecord) -> SpanKey:
    if record.trace_id is None or record.span_id is None:
        raise ValueError(f"log record {record.uid} names no span")
    return (record.project, record.trace_id, record.span_id)


def _stored(store: Store, key: SpanKey) -> Span | None:
    """Two projects may have been sent the same ids."""
    project, trace_id, span_id = key
    found = store.get_span(span_id, trace_id)
    if found is None or found.span.project == project:
        return None if found is None else found.span
    of_project = store.get_spans(trace_id, project)
    return next((stored.span for stored in of_project if stored.span.span_id == span_id), None)


def _deltas_of(spans: Iterable[Span]) -> tuple[TraceDelta, ...]:
    by_trace: dict[TraceKey, list[Span]] = defaultdict(list)
    for span in spans:
        by_trace[span.project, span.trace_id].append(span)
    return tuple(TraceDelta(*key, tuple(group)) for key, group in by_trace.items())
