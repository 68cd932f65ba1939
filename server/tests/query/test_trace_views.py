"""Views of one trace: what is remembered, and that memory never gives an old answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agenttrace.model import OK
from agenttrace_server.errors import BadQuestion, NotFound
from agenttrace_server.query.trace_views import Form, TraceViews
from agenttrace_server.store.api import TraceDelta
from agenttrace_server.store.memory import MemoryStore

BINARY = Form(as_json=False, gzipped=False)


class CountingStore(MemoryStore):
    """Counts how often a whole trace is read."""

    reads = 0

    def get_spans(self, trace_id, project=None, *, content=True):
        self.reads += 1
        return super().get_spans(trace_id, project, content=content)


@pytest.fixture
def store():
    return CountingStore()


@pytest.fixture
def views(store):
    return TraceViews(store, cache_bytes=10_000, max_spans=100)


def keep(store, *stored):
    [trace_id] = {each.span.trace_id for each in stored}
    store.write([TraceDelta(stored[0].span.project, trace_id, tuple(each.span for each in stored))], 1)
    return store.get_trace(trace_id)


def test_an_ended_trace_is_built_once(store, views, make_span):
    trace = keep(store, make_span(0), make_span(1, 0))
    first = views.skeleton(trace, None, BINARY)
    assert views.skeleton(trace, None, BINARY) is first
    assert store.reads == 1


def test_a_running_trace_is_built_each_time(store, views, make_span):
    trace = keep(store, make_span(0, end_ms=None))
    views.skeleton(trace, None, BINARY)
    views.skeleton(trace, None, BINARY)
    assert store.reads == 2


def test_a_late_span_is_in_the_next_answer(store, views, make_span):
    views.skeleton(keep(store, make_span(0)), None, BINARY)
    trace = keep(store, make_span(1, 0))
    assert b'"n":2' in views.skeleton(trace, None, BINARY)


def test_what_is_larger_than_the_memory_is_answered_and_not_kept(store, make_span):
    views = TraceViews(store, cache_bytes=10, max_spans=100)
    trace = keep(store, make_span(0))
    assert views.skeleton(trace, None, BINARY) == views.skeleton(trace, None, BINARY)
    assert store.reads == 2


def test_the_oldest_answers_make_room(store, make_span):
    one = len(TraceViews(store, cache_bytes=0, max_spans=9).skeleton(keep(store, make_span(0)), None, BINARY))
    views = TraceViews(store, cache_bytes=one * 2, max_spans=9)
    trace = store.get_trace(make_span(0).span.trace_id)
    forms = [BINARY, replace(BINARY, since_seq=-1), replace(BINARY, gzipped=True)]
    for form in forms:
        views.skeleton(trace, None, form)
    reads = store.reads
    views.skeleton(trace, None, forms[-1])
    assert store.reads == reads
    views.skeleton(trace, None, forms[0])
    assert store.reads == reads + 1


def test_spans_are_found_by_number_with_one_read_of_the_trace(store, views, make_span):
    trace = keep(store, *(make_span(number) for number in range(5)))
    found = [views.span_by_number(trace.trace_id, number, None).seq for number in range(5)]
    assert found == [0, 1, 2, 3, 4]
    assert store.reads == 1


def test_a_number_that_came_after_the_last_look_is_found(store, views, make_span):
    trace = keep(store, make_span(0))
    views.span_by_number(trace.trace_id, 0, None)
    keep(store, make_span(1))
    assert views.span_by_number(trace.trace_id, 1, None).span.name == "span 1"


def test_numbers_are_right_after_a_trace_was_deleted_and_came_anew(store, views, make_span):
    trace = keep(store, make_span(0), make_span(1))
    views.span_by_number(trace.trace_id, 0, None)
    store.delete_trace(trace.trace_id)
    keep(store, make_span(1))
    assert views.span_by_number(trace.trace_id, 0, None).span.name == "span 1"
    with pytest.raises(NotFound):
        views.span_by_number(trace.trace_id, 1, None)


def test_the_etag_is_the_same_until_the_trace_changes(store, views, make_span):
    running = make_span(0, end_ms=None)
    assert views.etag(keep(store, running)) is None
    ended = replace(running, span=replace(running.span, end_ns=running.span.start_ns + 9, status=OK))
    trace = keep(store, ended)
    assert views.etag(trace) == views.etag(store.get_trace(trace.trace_id))
    assert views.etag(trace) != views.etag(keep(store, make_span(1, 0)))


def test_a_trace_that_is_too_large_is_refused_as_a_tree_too(store, make_span):
    views = TraceViews(store, cache_bytes=0, max_spans=1)
    trace = keep(store, make_span(0), make_span(1))
    for ask in (lambda: views.layout(trace.trace_id, None), lambda: views.skeleton(trace, None, BINARY)):
        with pytest.raises(BadQuestion, match="has 2 spans and a tree or waterfall shows at most 1"):
            ask()
    assert store.reads == 0
