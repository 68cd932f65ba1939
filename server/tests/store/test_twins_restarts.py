"""A call that two traces tell of counts once whatever happens to a local store between the two, within bounds."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.model import Span
from agenttrace_server.config import Settings
from agenttrace_server.store.api import GroupBy, SpanFilter, Store
from agenttrace_server.store.api.dedupe import ALONE, Head, TwinIndex, seen_call
from agenttrace_server.store.api.dedupe.twins import head_of as head_in_trace
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics

from .contract_twins import NATIVE, RICH, THIRD, assert_counted_once, calls_of_traces, in_trace
from .harness import put


def reopened(store: LocalStore, folder: Path, compared_calls: int = 20_000) -> LocalStore:
    """Stop the store and start it again."""
    store.close()
    return LocalStore(folder, Settings(compared_calls=compared_calls), Metrics())


def calls_counted(store: Store) -> int:
    return store.stats(SpanFilter(), GroupBy.NOTHING)[0].totals.model_calls


@settings(max_examples=15, deadline=None)
@given(st.lists(calls_of_traces(), min_size=2, max_size=7, unique_by=lambda span: span.key), st.data())
def test_seals_and_restarts_between_the_traces_of_a_call_change_nothing(spans: list[Span], data: st.DataObject) -> None:
    records = data.draw(st.permutations([*spans, *spans[:3]]))
    with tempfile.TemporaryDirectory() as name:
        store = LocalStore(Path(name), Settings(), Metrics())
        for record in records:
            put(store, record)
            event = data.draw(st.sampled_from(["nothing", "nothing", "seal", "restart"]))
            if event == "seal":
                store.flush()
            if event == "restart":
                store = reopened(store, Path(name))
        assert_counted_once(store, spans)
        doomed = data.draw(st.sampled_from(spans)).trace_id
        store.delete_trace(doomed)
        store = reopened(store, Path(name))
        left = [span for span in spans if span.trace_id != doomed]
        if left:
            assert_counted_once(store, left)
        store.close()


def test_a_call_that_is_no_longer_compared_keeps_its_role_and_gives_it_back(tmp_path: Path) -> None:
    store = LocalStore(tmp_path, Settings(), Metrics())
    put(store, RICH, NATIVE)
    store = reopened(store, tmp_path, compared_calls=4)
    put(store, *(in_trace(n, 1, "rich", response_id=f"other {n}") for n in range(4, 12)))
    assert calls_counted(store) == 9
    put(store, replace(NATIVE, name="said again"))
    assert calls_counted(store) == 9
    store.delete_trace(RICH.trace_id)
    assert calls_counted(store) == 9
    survivor = store.get_span(NATIVE.span_id)
    assert survivor is not None
    assert survivor.span.shadow_of is None
    store.close()


def test_with_no_calls_to_compare_each_trace_counts_its_own(tmp_path: Path) -> None:
    local = LocalStore(tmp_path, Settings(compared_calls=0), Metrics())
    for store in (local, MemoryStore(compared_calls=0)):
        put(store, RICH, NATIVE, THIRD)
        assert calls_counted(store) == 3
    local.close()


def test_an_index_holds_no_more_than_it_may_and_forgets_a_call_at_once() -> None:
    index = TwinIndex(3)
    index.change({head.key: head for head in map(head_of, (RICH, NATIVE))})
    role = index.role_of(RICH.key)
    assert role is not None
    for number in (4, 5):
        index.change({(other := head_of(in_trace(number, 1, "rich", response_id=f"r{number}"))).key: other})
    assert RICH.key not in index
    assert NATIVE.key not in index
    assert index.role_of(NATIVE.key) is None


def head_of(span: Span) -> Head:
    """The call of a span that is alone in its trace."""
    call = seen_call(span)
    assert call is not None
    head = head_in_trace(span.project, span.trace_id, call, ALONE, {call.span_id: call})
    assert head is not None
    return head
