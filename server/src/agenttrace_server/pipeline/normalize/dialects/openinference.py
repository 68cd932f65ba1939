"""Read OpenInference: flattened messages, `input.value`, agents named by graph nodes and span names."""

from __future__ import annotations

from typing import Final

from agenttrace.model import Agent, Json, Message, Span, SpanType
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize.dialects import otel_genai
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.flattened import unflattened
from agenttrace_server.pipeline.normalize.messages import message_from
from agenttrace_server.pipeline.normalize.values import Attributes, fields, text

_CREW_SUFFIX: Final = "._execute_core"
_GRAPH_NODE: Final = "langgraph_node"
_PLUMBING: Final = frozenset({"model", "tools", "agent", "__start__", "__end__", "call_model"})
"""Names of LangGraph nodes that are no agent's: every prebuilt agent has them."""
_EMBEDDED: Final = "embedding.embeddings."


def refine(span: Span, draft: Draft) -> None:
    """Add messages and agents; where messages are there, the raw request in `input.value` only repeats them."""
    attributes = span.attributes
    otel_genai.refine(span, draft)
    draft.input_messages = draft.input_messages or _messages(attributes, a.FLAT_INPUT_MESSAGES, "user")
    draft.output_messages = draft.output_messages or _messages(attributes, a.FLAT_OUTPUT_MESSAGES, "assistant")
    if draft.agent is None:
        draft.agent = _agent_of(span, draft)
    if draft.span_type is SpanType.EMBEDDING:
        draft.input, draft.output = _embedded(attributes) or draft.input, None
    elif draft.span_type is SpanType.LLM_CALL:
        draft.input = None if draft.input_messages else draft.input
        draft.output = None if draft.output_messages else draft.output


def _messages(attributes: Attributes, prefix: str, role: str) -> tuple[Message, ...]:
    found = (message_from(_plain(item), role) for item in unflattened(attributes, prefix))
    return tuple(message for message in found if message is not None)


def _plain(item: Json) -> Json:
    """Take out the wrappers that flattening put around a message, its contents and its tool calls."""
    if not isinstance(item, dict):
        return item
    message = item.get("message")
    if not isinstance(message, dict):
        return item
    plain = dict(message)
    contents = plain.pop("contents", None)
    if isinstance(contents, list) and not plain.get("content"):
        plain["content"] = [_content(part) for part in contents]
    calls = plain.get("tool_calls")
    if isinstance(calls, list):
        plain["tool_calls"] = [_inside(call, "tool_call") for call in calls]
    return plain


def _content(part: Json) -> Json:
    inner = _inside(part, "message_content")
    if not isinstance(inner, dict):
        return inner
    call = part.get("tool_call") if isinstance(part, dict) else None
    if isinstance(call, dict):
        return {**call, "type": "tool_call"}
    image = inner.get("image")
    if isinstance(image, dict):
        return {"type": "image", "uri": fields(image.get("image")).get("url")}
    return inner


def _inside(value: Json, wrapper: str) -> Json:
    if isinstance(value, dict) and wrapper in value:
        return value[wrapper]
    return value


def _agent_of(span: Span, draft: Draft) -> Agent | None:
    if span.name.endswith(_CREW_SUFFIX):
        return Agent(span.name.removesuffix(_CREW_SUFFIX))
    node = text(span.attributes.get(a.GRAPH_NODE))
    if node is not None:
        return Agent(node)
    graph_node = text(fields(span.attributes.get(a.METADATA)).get(_GRAPH_NODE))
    if graph_node is not None and graph_node not in _PLUMBING:
        return Agent(graph_node)
    return None


def _embedded(attributes: Attributes) -> list[Json]:
    """Return the texts that were embedded; the vectors stay where they are, among the attributes."""
    found: list[Json] = []
    for item in unflattened(attributes, _EMBEDDED):
        embedding = _inside(item, "embedding")
        if isinstance(embedding, dict) and isinstance(embedding.get("text"), str):
            found.append(embedding["text"])
    return found


DIALECT = Dialect(
    name="openinference",
    scopes=("openinference.",),
    marks=("openinference.",),
    refine=refine,
)
