"""Ask for log records."""

from __future__ import annotations

from agenttrace.model import Span
from agenttrace_server.store.api import Page, PageOf, Store
from agenttrace_server.store.api.signals import LogFilter, LogRecord


def find_logs(store: Store, where: LogFilter, page: Page) -> PageOf[LogRecord]:
    """Newest first. Raises: BadQuestion: bad cursor."""
    return store.signals.find_logs(where, page)


def logs_of_span(store: Store, span: Span, limit: int) -> tuple[LogRecord, ...]:
    """Return what was logged within a span, in the order in which it happened; of more than `limit` the latest."""
    where = LogFilter(project=span.project, trace_id=span.trace_id, span_id=span.span_id)
    found = store.signals.find_logs(where, Page(limit))
    return tuple(sorted(found.items, key=lambda record: record.order))
