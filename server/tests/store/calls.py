"""Make model calls as several emitters tell of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from agenttrace.model import Call, Scope, Span, SpanState, SpanType, Status, Tool, Usage

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


def a_tool(number: int, scope: str, *, name: str = "get_weather", call_id: str | None = None, **given: Any) -> Span:
    """A tool call of a second as an emitter saw it."""
    fields: dict[str, Any] = {"parent": None, "span_type": SpanType.TOOL_EXECUTION, "tool": Tool(name, call_id)}
    return a_span(1, number, **{**fields, "scope": Scope(scope), **given})


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
    return [*spans, *draw(st.lists(tools(), max_size=4, unique_by=lambda span: span.span_id))]


@st.composite
def tools(draw: st.DrawFn) -> Span:
    """A tool call with much that is equal to others of the same trace."""
    parent = draw(st.sampled_from([None, 1, 20, 21, 22]))
    return a_tool(
        draw(st.integers(20, 25)),
        draw(st.sampled_from(["native", "rich"])),
        call_id=draw(st.sampled_from([None, None, "call_1"])),
        at=draw(st.integers(0, 2)),
        lasts=draw(st.integers(0, 3)),
        parent_span_id=None if parent is None else span_id(1_000_000 + parent),
        input=draw(st.sampled_from([None, "{}", {}, {"city": "Rome"}])),
        status=Status(draw(st.sampled_from([SpanState.OK, SpanState.OK, SpanState.ERROR]))),
    )
