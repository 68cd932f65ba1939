"""Ask for spans: lists, one, the words in them, and all of them for an export."""

from __future__ import annotations

from collections.abc import Iterator

from agenttrace.model import SpanId, TraceId
from agenttrace_server.errors import BadQuestion, NotFound, UnsupportedByStore
from agenttrace_server.query.metrics import count_spans
from agenttrace_server.store.api import Page, PageOf, SearchHit, SpanFilter, Store, StoredSpan

_WHOLE_PAGE = 1_000


def find_spans(store: Store, where: SpanFilter, page: Page) -> PageOf[StoredSpan]:
    """Newest first, without what is large and no list shows.

    Raises: UnsupportedByStore: a condition on attributes that this store cannot answer.
    """
    _check_answerable(store, where)
    return store.find_spans(where, page, content=False)


def get_span(store: Store, span_id: SpanId, trace_id: TraceId | None, project: str | None = None) -> StoredSpan:
    """Raises: NotFound."""
    found = (
        store.get_span(span_id, trace_id) if trace_id is None else span_in_project(store, span_id, trace_id, project)
    )
    if found is None:
        of = "" if trace_id is None else f" in trace {trace_id}"
        raise NotFound(f"no span {span_id}{of}", field="span_id")
    return found


def span_in_project(store: Store, span_id: SpanId, trace_id: TraceId, project: str | None) -> StoredSpan | None:
    """Return one span of one project's trace: two projects may have been sent the same ids."""
    found = store.get_span(span_id, trace_id)
    if found is None or project in (None, found.span.project):
        return found
    of_project = store.get_spans(trace_id, project)
    return next((stored for stored in of_project if stored.span.span_id == span_id), None)


def get_blob(store: Store, sha256: str, project: str) -> bytes:
    """Return a file that a span of the project carries. Raises: NotFound."""
    found = store.get_blob(sha256, project)
    if found is None:
        raise NotFound(f"no file {sha256} in project {project}", field="sha256")
    return found


def search(store: Store, text: str, where: SpanFilter, page: Page) -> PageOf[SearchHit]:
    """Find spans with all the words, newest first.

    Raises: BadQuestion: no word in it. UnsupportedByStore: the store has no full-text search.
    """
    if not text.strip():
        raise BadQuestion("q must have at least one word", field="q")
    if not store.capabilities.full_text:
        raise UnsupportedByStore("this store has no full-text search; filter by name instead", field="q")
    _check_answerable(store, where)
    return store.search(text, where, page)


def search_trace(store: Store, text: str, trace_id: TraceId, project: str | None) -> list[int]:
    """Return the `seq` of every span of one trace that has all the words, ascending."""
    where = SpanFilter(project=project, trace_id=trace_id)
    found: set[int] = set()
    page = Page(_WHOLE_PAGE)
    while True:
        hits = search(store, text, where, page)
        found.update(hit.stored.seq for hit in hits.items)
        if hits.next_cursor is None:
            return sorted(found)
        page = Page(_WHOLE_PAGE, hits.next_cursor)


def every_span(store: Store, where: SpanFilter, maximum: int) -> Iterator[tuple[StoredSpan, ...]]:
    """Return pages of everything that matches, newest first.

    Raises: BadQuestion: more than `maximum` match; nothing is ever left out in silence.
    """
    _check_answerable(store, where)
    count = count_spans(store, where)
    if count > maximum:
        raise BadQuestion(f"{count} spans match and an export holds at most {maximum}; narrow the filters")
    return _pages(store, where)


def _pages(store: Store, where: SpanFilter) -> Iterator[tuple[StoredSpan, ...]]:
    page = Page(_WHOLE_PAGE)
    while True:
        found = store.find_spans(where, page)
        if found.items:
            yield found.items
        if found.next_cursor is None:
            return
        page = Page(_WHOLE_PAGE, found.next_cursor)


def _check_answerable(store: Store, where: SpanFilter) -> None:
    if where.attributes and not store.capabilities.attribute_filter:
        raise UnsupportedByStore("this store cannot filter by attributes; filter by name, model or tool", field="attr")
