"""What a transcript leaves out, because it is said elsewhere in the trace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agenttrace.model import OK, Message, Part, PartType, ProjectName, Span, SpanId, SpanType, TraceId
from agenttrace_server.query.transcript import transcript
from agenttrace_server.store.api import StoredSpan

TRACE, OTHER = TraceId("ab" * 16), TraceId("cd" * 16)
CALL = Span(
    project=ProjectName("default"),
    trace_id=TRACE,
    span_id=SpanId("00" * 7 + "01"),
    parent_span_id=None,
    name="chat",
    start_ns=1,
    end_ns=2,
    status=OK,
    span_type=SpanType.LLM_CALL,
    output_messages=(Message("assistant", (Part(PartType.TEXT, text="hello"),)),),
    shadow_of=SpanId("00" * 7 + "02"),
)


@pytest.mark.parametrize(("elsewhere", "entries"), [(None, 0), (OTHER, 1)])
def test_a_call_counted_in_another_trace_is_still_said_here(elsewhere: TraceId | None, entries: int) -> None:
    assert len(transcript([StoredSpan(replace(CALL, shadow_of_trace=elsewhere), 0)])) == entries
