"""Counting once, and whose step it was, survive what happens to a local store between two spans of a trace."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.model import Span
from agenttrace_server.config import Settings
from agenttrace_server.store.local import LocalStore
from agenttrace_server.telemetry import Metrics

from .agents import traces_of_agents
from .calls import traces_of_calls
from .contract_agents import assert_agents
from .contract_counting import assert_counted_once
from .harness import put


@settings(max_examples=15, deadline=None)
@given(traces_of_calls(), st.data())
def test_seals_and_restarts_between_the_spans_of_a_call_change_nothing(spans: list[Span], data: st.DataObject) -> None:
    records = data.draw(st.permutations([*spans, *spans[:3]]))
    with tempfile.TemporaryDirectory() as folder:
        store = LocalStore(Path(folder), Settings(), Metrics())
        for record in records:
            put(store, record)
            event = data.draw(st.sampled_from(["nothing", "nothing", "seal", "restart"]))
            if event == "seal":
                store.flush()
            if event == "restart":
                store.close()
                store = LocalStore(Path(folder), Settings(), Metrics())
        assert_counted_once(store, spans)
        store.close()


@settings(max_examples=15, deadline=None)
@given(traces_of_agents(), st.data())
def test_seals_and_restarts_between_agents_and_their_steps_change_nothing(
    spans: list[Span], data: st.DataObject
) -> None:
    records = data.draw(st.permutations([*spans, *spans[:3]]))
    with tempfile.TemporaryDirectory() as folder:
        store = LocalStore(Path(folder), Settings(), Metrics())
        for record in records:
            put(store, record)
            event = data.draw(st.sampled_from(["nothing", "nothing", "seal", "restart"]))
            if event == "seal":
                store.flush()
            if event == "restart":
                store.close()
                store = LocalStore(Path(folder), Settings(), Metrics())
        assert_agents(store, spans)
        store.close()
