"""Make model calls as several emitters tell of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from agenttrace.model import Call, Scope, Span, SpanState, SpanType, Status, Usage

from .making import a_call, a_span, span_id

USAGES = (None, Usage(100, 10), Usage(100, 10, cache_read_tokens=3), Usage(7, None))
SAID = {"input": "why?", "output": "because"}


def a_seen_call(number: int, scope: str, *, says: bool = False, response_id: str | None = None, **given: Any) -> Span:
    """A model call of 100 + 10 tokens as an emitter saw it; `says`: with content."""
    fields: dict[str, Any] = {
        "parent": None,
        "scope": Scope(scope),
        "call": Call(provider="anthropic", response_model=given.pop("model", "claude"), response_id=response_id),
        "usage": Usage(100, 10),
        **(SAID if says else {}),
    }
    return a_call(1, number, **{**fields, **given})


@st.composite
def traces_of_calls(draw: st.DrawFn) -> list[Span]:
    """Some calls of one trace in one session, with much that is equal: ids, tokens, times, parents, emitters."""
    count = draw(st.integers(2, 9))
    spans = [a_span(1, 1, at=0, session_id="s", scope=Scope("framework"))]
    for number in range(2, count + 2):
        parent = draw(st.sampled_from([None, 1, *range(2, number)]))
        state = draw(st.sampled_from([SpanState.OK, SpanState.OK, SpanState.OK, SpanState.ERROR]))
        spans.append(
            a_seen_call(
                number,
                draw(st.sampled_from(["native", "rich", "third"])),
                says=draw(st.booleans()),
                response_id=draw(st.sampled_from([None, None, "msg_1", "msg_2", "msg_3"])),
                model=draw(st.sampled_from(["claude", "claude-2026-01-01", "gpt", None])),
                at=draw(st.integers(0, 3)),
                lasts=draw(st.integers(0, 3)),
                parent_span_id=None if parent is None else span_id(1_000_000 + parent),
                span_type=draw(st.sampled_from([SpanType.LLM_CALL, SpanType.LLM_CALL, SpanType.EMBEDDING])),
                usage=draw(
                    st.sampled_from([None, Usage(100, 10), Usage(100, 10, cache_read_tokens=3), Usage(7, None)])
                ),
                cost=draw(st.sampled_from([None, 500, 700])),
                status=Status(state),
                internal=draw(st.sampled_from([False, False, False, True])),
            )
        )
    return spans
