"""Claude Code's and Codex's log events become spans where nobody exported any, and count nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.model import Span, SpanState, SpanType
from agenttrace_server.config import Settings
from agenttrace_server.journal.protocol import RawRecord
from agenttrace_server.store.api import GroupBy, Page, SpanFilter, Store, Totals, TraceFilter
from agenttrace_server.store.api.signals import LogFilter
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics

from .landing_parts import land, log_record, span_record

SECOND = 1_000_000_000
MODEL = "claude-sonnet-4-5-20250929"


def claude(kind: str, after_s: float, prompt_id: str | None = "p1", **attributes: Any) -> RawRecord:
    named = {"event.name": kind, "session.id": "s1", **attributes}
    if prompt_id is not None:
        named["prompt.id"] = prompt_id
    scope = "com.anthropic.claude_code.events"
    return log_record(named, after_ns=int(after_s * SECOND), body=f"claude_code.{kind}", scope=scope)


PROMPTED = claude("user_prompt", 0, prompt_length="5", prompt="hello")
REQUESTED = claude(
    "api_request",
    3,
    model=MODEL,
    cost_usd="0.0123",
    duration_ms="2000",
    input_tokens="10",
    output_tokens="20",
    cache_read_tokens="100",
    cache_creation_tokens="5",
    request_id="req_1",
)
DECIDED = claude("tool_decision", 3.1, tool_name="Bash", decision="accept", tool_use_id="t1")
RAN = claude("tool_result", 4, tool_name="Bash", success="true", duration_ms="500", tool_use_id="t1")
REJECTED = claude("tool_decision", 5, tool_name="Write", decision="reject", tool_use_id="t2")
FAILED = claude("api_error", 6, model=MODEL, error="overloaded", status_code="529", duration_ms="100")
RUN = [PROMPTED, REQUESTED, DECIDED, RAN, REJECTED, FAILED]

REAL = span_record(
    {"span.type": "llm_request", "session.id": "s1", "model": MODEL, "input_tokens": 10, "output_tokens": 20},
    trace_id="ab" * 16,
    span_id="cd" * 8,
    scope="com.anthropic.claude_code.tracing",
    name="claude_code.llm_request",
    startTimeUnixNano=str(1_793_491_200_000_000_000 + SECOND),
    endTimeUnixNano=str(1_793_491_200_000_000_000 + 6 * SECOND),
)


def codex(kind: str, after_s: float, **attributes: Any) -> RawRecord:
    named = {"event.name": f"codex.{kind}", "conversation.id": "c1", "model": "gpt-5-codex", **attributes}
    return log_record(named, after_ns=int(after_s * SECOND))


CODEX_RUN = [
    codex("conversation_starts", 0, provider_name="OpenAI"),
    codex("user_prompt", 1, prompt="fix it"),
    codex("api_request", 2, **{"duration_ms": "500", "http.response.status_code": "200"}),
    codex(
        "sse_event",
        4,
        **{"event.kind": "response.completed", "input_token_count": "100", "output_token_count": "30",
           "cached_token_count": "40", "reasoning_token_count": "10", "tool_token_count": "130"},
    ),
    codex("tool_result", 5, tool_name="shell", call_id="k1", success="false", output="no such file", duration_ms="10"),
]  # fmt: skip


def landed(*batches: Sequence[RawRecord]) -> MemoryStore:
    store = MemoryStore()
    land(store, *batches)
    return store


def spans(store: Store) -> list[Span]:
    return [stored.span for stored in store.find_spans(SpanFilter(), Page(100)).items]


def totals(store: Store) -> Totals:
    rows = store.stats(SpanFilter(), GroupBy.NOTHING)
    return rows[0].totals if rows else Totals()


def by_name(store: Store) -> dict[str, Span]:
    return {span.name: span for span in spans(store)}


def test_a_turn_of_claude_code_is_a_trace_with_its_calls_and_tools() -> None:
    store = landed(RUN)
    (trace,) = store.find_traces(TraceFilter(session_id="s1", framework="claude_code"), Page()).items
    turn, call = (
        by_name(store)["invoke_agent claude-code"],
        min((span for span in spans(store) if span.span_type is SpanType.LLM_CALL), key=lambda span: span.start_ns),
    )
    assert (trace.name, trace.root_span_id, trace.totals.model_calls, trace.totals.tool_calls) == (
        "invoke_agent claude-code", turn.span_id, 2, 2,
    )  # fmt: skip
    assert (turn.input, turn.end_ns and turn.end_ns - turn.start_ns) == ("hello", 6 * SECOND)
    assert call.usage is not None
    assert (call.usage.input_tokens, call.usage.output_tokens, call.usage.cache_read_tokens) == (115, 20, 100)
    assert (call.parent_span_id, call.duration_ns) == (turn.span_id, 2 * SECOND)
    assert call.reported_cost == 12_300_000
    assert call.cost is not None
    assert {span.trace_id for span in spans(store)} == {trace.trace_id}


def test_what_failed_and_what_was_not_allowed_is_said_so() -> None:
    found = landed(RUN)
    states = {(span.name, span.status.state, span.status.code) for span in spans(found)}
    assert (f"chat {MODEL}", SpanState.ERROR, "529") in states
    assert ("execute_tool Write", SpanState.CANCELLED, "rejected") in states
    assert ("execute_tool Bash", SpanState.OK, None) in states


def test_a_session_of_codex_is_a_trace_of_turns() -> None:
    store = landed(CODEX_RUN)
    named = by_name(store)
    session, turn, call = named["codex session"], named["invoke_agent codex"], named["chat gpt-5-codex"]
    assert (session.parent_span_id, turn.parent_span_id, call.parent_span_id) == (None, session.span_id, turn.span_id)
    assert call.usage is not None
    assert (call.usage.input_tokens, call.usage.cache_read_tokens, call.usage.reasoning_tokens) == (100, 40, 10)
    assert (call.duration_ns, call.session_id, call.framework) == (int(2.5 * SECOND), "c1", "codex")
    assert named["execute_tool shell"].status.message == "no such file"


def test_a_call_of_codex_that_names_no_model_has_that_of_its_turn_and_a_price() -> None:
    answer = {"event.kind": "response.completed", "input_token_count": "100", "output_token_count": "30"}
    named = {"event.name": "codex.sse_event", "conversation.id": "c1", **answer}
    bare = log_record(named, after_ns=4 * SECOND)
    store = landed([bare], [codex("user_prompt", 1, prompt="fix it")])
    call = by_name(store)["chat gpt-5-codex"]
    assert call.cost is not None
    assert call.cost.total == 100 * 1_250 + 30 * 10_000


@settings(deadline=None)
@given(st.data())
def test_any_order_and_any_repetition_makes_the_same_spans(data: st.DataObject) -> None:
    run = data.draw(st.sampled_from([RUN, CODEX_RUN]))
    order = data.draw(st.permutations([*run, *data.draw(st.lists(st.sampled_from(run), max_size=4))]))
    whole, bit_by_bit = landed(run), landed(*([record] for record in order))
    assert sorted(map(repr, spans(bit_by_bit))) == sorted(map(repr, spans(whole)))
    assert totals(bit_by_bit) == totals(whole)


@settings(deadline=None)
@given(st.permutations([*RUN, REAL]))
def test_a_real_trace_of_the_session_counts_instead_whichever_came_first(order: list[RawRecord]) -> None:
    store = landed(*([record] for record in order))
    assert [span.name for span in spans(store)] == ["claude_code.llm_request"]
    assert totals(store).input_tokens == 10
    assert store.info().logs == len(RUN)


def test_a_prompt_long_after_the_real_trace_is_made_of_logs_again() -> None:
    later = claude("api_request", 60, "p2", model=MODEL, input_tokens="1", output_tokens="2", request_id="req_9")
    store = landed([*RUN, REAL], [later])
    assert totals(store).input_tokens == 11


def test_events_without_a_session_are_only_kept() -> None:
    store = landed([log_record({"event.name": "api_request"}, scope="com.anthropic.claude_code.events")])
    assert (spans(store), store.info().logs) == ([], 1)


def test_a_deleted_run_does_not_come_back_with_the_next_event() -> None:
    store = landed(RUN)
    (trace,) = store.find_traces(TraceFilter(), Page()).items
    store.delete_trace(trace.trace_id)
    land(store, [claude("tool_result", 9, tool_name="Bash", success="true", tool_use_id="t9")])
    assert [span.name for span in spans(store)] == ["execute_tool Bash"]


@pytest.mark.parametrize("order", [(RUN, [REAL]), ([REAL], RUN)], ids=["logs first", "trace first"])
def test_nothing_counts_twice_after_a_restart(tmp_path: Path, order: Sequence[Sequence[RawRecord]]) -> None:
    for batch in (*order, *order):
        store = LocalStore(tmp_path, Settings(), Metrics())
        land(store, batch)
        store.close()
    store = LocalStore(tmp_path, Settings(), Metrics())
    assert (totals(store).input_tokens, store.info().spans) == (10, 1)
    store.close()


def test_records_older_than_the_setting_are_dropped_and_their_spans_stay() -> None:
    store = landed(RUN)
    store.signals.forget_before(2**62, 0)
    assert store.signals.find_logs(LogFilter(), Page()).items == ()
    assert totals(store).model_calls == 2
