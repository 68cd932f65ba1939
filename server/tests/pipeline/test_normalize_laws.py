"""Whatever is written under whatever name, normalizing never raises and never believes nonsense."""

from __future__ import annotations

import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenttrace.model import Json, Scope, Usage, semconv
from agenttrace_server.pipeline.decode.to_span import NESTING_LIMIT
from agenttrace_server.pipeline.enrich import enrich
from agenttrace_server.pipeline.normalize import attributes as names
from agenttrace_server.pipeline.normalize import normalize
from agenttrace_server.pipeline.normalize.dialects.table import DIALECTS
from agenttrace_server.pipeline.normalize.values import MAX_DEPTH, MAX_TOKENS, count, parsed
from agenttrace_server.pipeline.normalize.vocabulary import KINDS
from agenttrace_server.pipeline.price import PriceBook, price

from .making import event, make_span


def _known_names() -> list[str]:
    found: set[str] = {name for name, _ in KINDS}
    for constant, value in vars(names).items():
        if constant.isupper():
            found.update([value] if isinstance(value, str) else value)
    found.update(value for constant, value in vars(semconv).items() if constant.isupper())
    found.update(
        f"{prefix}0.message.{leaf}"
        for prefix in ("llm.input_messages.", "llm.output_messages.")
        for leaf in ("role", "content", "contents.0.message_content.text", "tool_calls.0.tool_call.id")
    )
    found.update(
        [
            "llm.input_messages.0",
            "llm.input_messages.0.message",
            "gen_ai.prompt.0.role",
            "gen_ai.prompt.0",
            "embedding.embeddings.0.embedding.text",
            "gen_ai.request.temperature",
            "gen_ai.completion.0.content",
        ]
    )
    return sorted(found)


KNOWN = _known_names()
SCOPES = ["", *(scope + "x" if scope.endswith(".") else scope for row in DIALECTS for scope in row.scopes)]
EVENTS = [
    "gen_ai.user.message",
    "gen_ai.choice",
    "gen_ai.tool.message",
    "gen_ai.content.prompt",
    "exception",
    "gen_ai.client.inference.operation.details",
    semconv.MESSAGE_EVENT,
    "First Token Stream Event",
]
WORDS = [
    "role",
    "content",
    "parts",
    "type",
    "text",
    "tool_call",
    "tool_calls",
    "function",
    "arguments",
    "id",
    "user",
    "message",
    "reasoning",
    "image",
    "uri",
    "tool_use",
    "response",
    "chat",
    "execute_tool",
    "LLM",
    "TOOL",
    "-1",
]

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=20)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)
written = values | values.map(lambda value: json.dumps(value, default=str)) | values.map(lambda v: json.dumps(v)[:-1])
attribute_maps = st.dictionaries(st.sampled_from(KNOWN), written, max_size=12)


@settings(max_examples=300, deadline=None)
@given(
    attributes=attribute_maps,
    resource=st.dictionaries(st.sampled_from(KNOWN), written, max_size=3),
    scope=st.sampled_from(SCOPES),
    events=st.lists(st.tuples(st.sampled_from(EVENTS), attribute_maps), max_size=3),
)
def test_any_value_under_any_known_name_goes_through_all_stages(
    attributes: dict[str, Json],
    resource: dict[str, Json],
    scope: str,
    events: list[tuple[str, dict[str, Json]]],
) -> None:
    arrived = make_span(
        attributes, scope=scope, resource=resource, events=tuple(event(name, inside) for name, inside in events)
    )

    span = price(enrich(normalize(arrived), 200), BOOK)

    assert (span.attributes, span.resource, span.scope) == (attributes, resource, Scope(scope))
    assert all(_is_believable(tokens) for tokens in _token_counts(span.usage))


BOOK = PriceBook()


def _token_counts(usage: Usage | None) -> list[int | None]:
    return [] if usage is None else [getattr(usage, name) for name in Usage.__slots__]


def _is_believable(tokens: int | None) -> bool:
    return tokens is None or 0 <= tokens <= 3 * MAX_TOKENS


@pytest.mark.parametrize(
    ("value", "tokens"),
    [(12, 12), ("12", 12), (12.0, 12), (0, 0), (-1, None), (1.5, None), (10**30, None), ("x", None), (True, None),
     (float("nan"), None), (float("inf"), None), ([12], None), ("9" * 5000, None), ("१२", None), (None, None)],
)  # fmt: skip
def test_a_token_count_is_a_whole_number_that_can_be_believed(value: Json, tokens: int | None) -> None:
    assert count(value) == tokens


def test_json_too_deep_to_be_written_again_stays_text() -> None:
    shallow, deep = ("[" * depth + "]" * depth for depth in (MAX_DEPTH // 2, MAX_DEPTH + 5))

    assert isinstance(parsed(shallow), list)
    assert parsed(deep) == deep
    orjson.dumps(parsed(shallow))


@pytest.mark.parametrize("name", ["gen_ai.input.messages", "gen_ai.output.messages", "agenttrace.input", "metadata"])
def test_values_nested_as_deep_as_decode_lets_through_are_read(name: str) -> None:
    value: Json = "bottom"
    for level in range(NESTING_LIMIT):
        value = [value] if level % 2 else {"type": "text", "content": value}

    span = enrich(normalize(make_span({"gen_ai.operation.name": "chat", name: value})), 200)

    assert span.attributes[name] == value


def test_an_index_beyond_all_reason_is_not_counted_up_to() -> None:
    name = "llm.input_messages." + "9" * 6000 + ".message.role"

    span = normalize(make_span({"openinference.span.kind": "LLM", name: "user"}))

    assert span.input_messages == ()
