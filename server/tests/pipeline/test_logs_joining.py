"""What logs say of a span becomes part of it, whichever came first, however often."""

from __future__ import annotations

import json
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.model import Span, TraceId
from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import RawRecord
from agenttrace_server.pipeline.enrich import enrich
from agenttrace_server.pipeline.logs.joining import teller
from agenttrace_server.pipeline.reprocess.again import reread
from agenttrace_server.store.api import Page, SpanFilter, Store
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics

from .landing_parts import STAGES, land, log_record, span_record

TRACE = "0" * 31 + "1"
SPAN = "0" * 15 + "1"
CALL = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o"}


def call(*, ended: bool = True, **attributes: Any) -> RawRecord:
    named = {**CALL, **{name.replace("__", "."): value for name, value in attributes.items()}}
    return span_record(
        named, trace_id=TRACE, span_id=SPAN, scope="opentelemetry.instrumentation.openai_v2", ended=ended
    )


def event(name: str, after_ns: int, body: Any = None, **attributes: Any) -> RawRecord:
    named = {"event.name": name, **{key.replace("__", "."): value for key, value in attributes.items()}}
    return log_record(named, after_ns=after_ns, body=body, traceId=TRACE, spanId=SPAN)


SYSTEM = event("gen_ai.system.message", 1, {"content": "be brief"})
ASKED = event("gen_ai.user.message", 2, {"content": "weather in Paris?"})
ANSWERED = event("gen_ai.choice", 3, {"finish_reason": "stop", "message": {"content": "sunny"}})
PER_MESSAGE = [("system", "be brief"), ("user", "weather in Paris?"), ("assistant", "sunny")]


def message(role: str, content: str) -> dict[str, Any]:
    return {"role": role, "parts": [{"type": "text", "content": content}]}


def details(after_ns: int = 5, **attributes: Any) -> RawRecord:
    told = {name: json.dumps(value) for name, value in attributes.items()}
    return event("gen_ai.client.inference.operation.details", after_ns, None, **told)


WHOLE = details(
    gen_ai__input__messages=[message("user", "weather in Rome?")],
    gen_ai__output__messages=[message("assistant", "rain")],
    gen_ai__system_instructions=[{"type": "text", "content": "be kind"}],
    gen_ai__tool__definitions=[{"type": "function", "name": "get_weather", "description": "d", "parameters": {}}],
)


def landed(*batches: RawRecord) -> MemoryStore:
    store = MemoryStore()
    land(store, *([record] for record in batches))
    return store


def the_span(store: Store) -> Span:
    (stored,) = store.get_spans(TraceId(TRACE))
    return stored.span


def words(span: Span) -> list[tuple[str, str | None]]:
    return [(one.role, one.parts[0].text) for one in (*span.input_messages, *span.output_messages)]


def test_events_for_single_messages_become_the_messages_of_their_span() -> None:
    span = the_span(landed(call(), SYSTEM, ASKED, ANSWERED))
    assert words(span) == PER_MESSAGE
    assert (span.input_preview, span.output_preview) == ("weather in Paris?", "sunny")
    assert span.call is not None
    assert span.call.finish_reasons == ("stop",)


def test_one_event_with_the_whole_conversation_wins_and_brings_the_tools() -> None:
    span = the_span(landed(ASKED, WHOLE, call()))
    assert words(span) == [("system", "be kind"), ("user", "weather in Rome?"), ("assistant", "rain")]
    assert span.call is not None
    assert span.call.tools == [{"name": "get_weather", "description": "d", "parameters": {}}]


def test_a_body_may_be_json_text_or_plain_text() -> None:
    span = the_span(
        landed(
            call(),
            event("gen_ai.user.message", 1, '{"content": "as JSON"}'),
            event("gen_ai.assistant.message", 2, "as text"),
            event("gen_ai.tool.message", 3, {"id": "call_1", "content": "22 C"}),
        )
    )
    assert words(span)[:2] == [("user", "as JSON"), ("assistant", "as text")]
    assert [(part.call_id, part.value) for part in span.input_messages[2].parts] == [("call_1", "22 C")]


def test_what_a_span_says_itself_is_not_overruled() -> None:
    own = json.dumps([message("user", "my own words")])
    span = the_span(landed(call(gen_ai__input__messages=own), SYSTEM, ASKED, ANSWERED))
    assert words(span) == [("system", "be brief"), ("user", "my own words"), ("assistant", "sunny")]


def test_words_that_came_as_logs_are_found_by_a_search() -> None:
    store = landed(call(), ASKED)
    (hit,) = store.search("paris", SpanFilter(), Page()).items
    assert hit.stored.span.span_id == SPAN


def test_logs_of_a_span_of_another_project_are_not_mixed_up() -> None:
    other = RawRecord("other", ASKED.received_ns, ASKED.signal, ASKED.content_type, ASKED.body)
    assert words(the_span(landed(call(), other))) == []


@settings(deadline=None)
@given(st.data())
def test_any_order_and_any_repetition_gives_the_same_span(data: st.DataObject) -> None:
    records = [call(ended=False), call(), SYSTEM, ASKED, ANSWERED]
    order = data.draw(st.permutations([*records, *data.draw(st.lists(st.sampled_from(records), max_size=4))]))
    cuts = data.draw(st.sets(st.integers(1, len(order))))
    edges = sorted({0, *cuts, len(order)})
    store = MemoryStore()
    land(store, *(order[begin:end] for begin, end in pairwise(edges)))
    assert the_span(store) == the_span(landed(*records))
    assert store.info().logs == 3


def test_logs_join_a_span_that_was_stored_before_a_restart(tmp_path: Path) -> None:
    for records in ([ASKED, call()], [SYSTEM], [ANSWERED]):
        store = LocalStore(tmp_path, Settings(), Metrics())
        land(store, records)
        store.close()
    store = LocalStore(tmp_path, Settings(), Metrics())
    assert words(the_span(store)) == PER_MESSAGE
    store.close()


def test_reprocessing_keeps_what_the_logs_said() -> None:
    store = landed(call(), SYSTEM, ASKED, ANSWERED)
    stored = store.get_spans(TraceId(TRACE))
    tell = teller(store, (stored[0].span.project, TraceId(TRACE)), partial(enrich, preview_chars=200))
    again = reread(stored, {}, STAGES, tell)
    assert again.revisions == ()
    assert words(again.spans[0]) == PER_MESSAGE
