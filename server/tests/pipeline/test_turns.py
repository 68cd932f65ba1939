"""A call of Codex has the model of its turn, and so a price, in whatever order the two come."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.model import Span
from agenttrace_server.journal.protocol import RawRecord
from agenttrace_server.pipeline.price import PriceBook, price
from agenttrace_server.pipeline.turns import lender
from agenttrace_server.store.api import Page, SpanFilter, TraceFilter
from agenttrace_server.store.memory import MemoryStore

from .landing_parts import land, span_record
from .making import event, make_span

TRACE = "ab" * 16
COST = (120 - 64) * 5_000 + 64 * 500 + 25 * 30_000
"""gpt-5.5: 5 USD a million of input, 0.50 of what is read from the cache, 30 of output."""
USAGE = {
    "gen_ai.usage.input_tokens": 120,
    "gen_ai.usage.output_tokens": 25,
    "gen_ai.usage.cache_read.input_tokens": 64,
}


def codex(name: str, span_id: str, parent: str | None, **attributes: Any) -> RawRecord:
    above = {} if parent is None else {"parentSpanId": parent * 8}
    scope = "codex_cli_rs"
    return span_record(attributes, trace_id=TRACE, span_id=span_id * 8, scope=scope, name=name, **above)


TURN = codex("session_task.turn", "a1", None, model="gpt-5.5", **{"thread.id": "t-1"})
STREAM = codex("receiving_stream", "b2", "a1", busy_ns=1)
CALL = codex("handle_responses", "c3", "b2", **USAGE)
ANOTHER = codex("handle_responses", "d4", "b2", **USAGE)
RECORDS = [TURN, STREAM, CALL, ANOTHER]


def calls(store: MemoryStore) -> list[Span]:
    return [found.span for found in store.find_spans(SpanFilter(), Page(100)).items if found.span.call is not None]


@settings(deadline=None)
@given(st.permutations(RECORDS + RECORDS[:2]), st.integers(1, 6))
def test_calls_have_the_model_of_their_turn_and_its_price_in_any_order(order: list[RawRecord], at_once: int) -> None:
    store = MemoryStore()

    land(store, *(order[at : at + at_once] for at in range(0, len(order), at_once)))

    told = [(call.call.model, call.cost.total) for call in calls(store) if call.call and call.cost]
    assert told == [("gpt-5.5", COST)] * 2
    (trace,) = store.find_traces(TraceFilter(), Page()).items
    assert (trace.totals.model_calls, trace.totals.cost_nano_usd) == (2, 2 * COST)


def test_a_call_whose_turn_names_no_model_has_an_unknown_price() -> None:
    store = MemoryStore()

    land(store, [codex("session_task.turn", "a1", None), STREAM, CALL])

    (call,) = calls(store)
    assert call.call is not None
    assert call.cost is not None
    assert (call.call.model, call.cost.total) == (None, None)


def test_spans_that_are_each_others_parents_end_the_search() -> None:
    store = MemoryStore()

    land(store, [codex("handle_responses", "a1", "b2", **USAGE), codex("receiving_stream", "b2", "a1", busy_ns=1)])

    assert [call.call and call.call.model for call in calls(store)] == [None]


def test_the_nearest_span_above_tells_the_model() -> None:
    inner = codex("run_sampling_request", "b2", "a1", model="gpt-5.4-mini")
    store = MemoryStore()

    land(store, [TURN, inner, CALL])

    assert [call.call and call.call.model for call in calls(store)] == ["gpt-5.4-mini"]


def test_a_call_names_its_own_model_in_an_event() -> None:
    told = event("codex.sse_event", {"event.kind": "response.completed", "model": "gpt-5.5"})
    request = json.loads(CALL.body)
    (span,) = request["resourceSpans"][0]["scopeSpans"][0]["spans"]
    model = {"key": "model", "value": {"stringValue": "gpt-5.5"}}
    span["events"] = [{"name": told.name, "timeUnixNano": str(told.time_ns), "attributes": [model]}]
    store = MemoryStore()

    land(
        store, [RawRecord(CALL.project, CALL.received_ns, CALL.signal, CALL.content_type, json.dumps(request).encode())]
    )

    assert [call.cost and call.cost.total for call in calls(store)] == [COST]


def test_spans_of_others_are_left_as_they_are() -> None:
    span = make_span({"model": "gpt-5.5"}, scope="somebody")

    assert lender([span], lambda found: price(found, PriceBook()))(span) is span
