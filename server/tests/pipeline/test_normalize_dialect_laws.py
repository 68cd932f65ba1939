"""Whatever stands under any name that any dialect knows, reading it never raises and never yields a foolish figure."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.model import Json, PartType, Span, SpanType, Usage
from agenttrace_server.pipeline import normalize as stage
from agenttrace_server.pipeline.enrich import enrich
from agenttrace_server.pipeline.normalize import normalize
from agenttrace_server.pipeline.normalize.dialects.table import DIALECTS
from agenttrace_server.pipeline.normalize.usage import usage_of
from agenttrace_server.pipeline.normalize.values import MAX_TOKENS

from .making import event, make_span

SOURCES = Path(stage.__file__).parent
NAME = re.compile(r"^[A-Za-z][\w.:-]*\.?$")


def _words_of_the_dialects() -> list[str]:
    """Return every text in the sources that may be an attribute's name; a beginning of names gets an end."""
    found = {
        node.value
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.match(node.value)
    }
    ends = ("0", "name", "usage", "input_tokens", "0.message.role", "lc_agent_name", "agent.name")
    return sorted(word + end for word in found for end in (ends if word.endswith(".") else ("",)))


WORDS = _words_of_the_dialects()
SCOPES = sorted({scope + "x" if scope[-1] in "._- " else scope for row in DIALECTS for scope in row.scopes} | {""})
NAMES = sorted(
    {"raw_gen_ai_request", "litellm_request", "session_task.turn", "call_llm", "agent_run [a]", "Handoff: a", "work"}
    | {"edge_group.process X", "executor.process a", "message.send", "running tool: f", "Researcher._execute_core"}
    | {"Agent run: 'a'", "Function: f", "generateContent", "AutoFunctionInvocationLoop", "a → b.handoff"}
)  # fmt: skip

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=12)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=10,
)
written = values | values.map(lambda value: json.dumps(value, default=str)) | values.map(str)
maps = st.dictionaries(st.sampled_from(WORDS), written, max_size=14)


@settings(max_examples=400, deadline=None)
@given(
    attributes=maps,
    scope=st.sampled_from(SCOPES),
    name=st.sampled_from(NAMES),
    events=st.lists(st.tuples(st.sampled_from(WORDS), maps), max_size=2),
)
def test_any_value_under_any_name_of_any_dialect_is_read_without_harm(
    attributes: dict[str, Json], scope: str, name: str, events: list[tuple[str, dict[str, Json]]]
) -> None:
    arrived = make_span(attributes, scope=scope, name=name, events=tuple(event(kind, held) for kind, held in events))

    span = enrich(normalize(arrived), 200)

    assert (span.attributes, span.events, span.name) == (arrived.attributes, arrived.events, arrived.name)
    assert _is_sound(span)


@given(value=values | written)
def test_any_object_of_usage_gives_whole_tokens_that_can_be_believed_or_none(value: Json) -> None:
    usage = usage_of(value)

    assert usage is None or _is_believable(usage)


def _is_sound(span: Span) -> bool:
    spoken = (*span.input_messages, *span.output_messages)
    return (
        isinstance(span.span_type, SpanType)
        and (span.usage is None or _is_believable(span.usage))
        and (span.call is None or (span.call.time_to_first_chunk_ns or 0) >= 0)
        and all(type(message.role) is str and message.role for message in spoken)
        and all(isinstance(part.type, PartType) for message in spoken for part in message.parts)
        and all(type(told.from_agent) is str and type(told.to_agent) is str for told in span.messages)
        and (span.agent is None or bool(span.agent.name))
        and (span.tool is None or type(span.tool.name) is str)
    )


def _is_believable(usage: Usage) -> bool:
    counts = [getattr(usage, name) for name in Usage.__slots__]
    return all(tokens is None or (type(tokens) is int and 0 <= tokens <= 3 * MAX_TOKENS) for tokens in counts)
