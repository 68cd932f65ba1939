"""Read OpenInference: flattened messages, `input.value`, agents named by graph nodes and span names."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agenttrace.model import Agent, AgentMessage, Json, Message, Span, SpanType, Usage
from agenttrace.model.handoffs import HANDOFF
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize.calls import call_from, tools_of
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.dialects.conventions.unwrapping import answer_in
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.flattened import unflattened
from agenttrace_server.pipeline.normalize.messages import message_from
from agenttrace_server.pipeline.normalize.usage import merged, usage_of
from agenttrace_server.pipeline.normalize.values import Attributes, fields, first_text, text

_CREW_SUFFIX: Final = "._execute_core"
_CREW_ROLE: Final = "agent"
_AGENTS_SDK: Final = "openinference.instrumentation.openai_agents"
_NODE_NAMES: Final = ("graph.node.name", a.GRAPH_NODE)
_NODE_PARENT: Final = "graph.node.parent_id"
_TOOLS: Final = "llm.tools."
_FIRST_TOOL: Final = "llm.tools.0.tool.json_schema"
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
        draft.agent = _agent_of(span)
    if draft.span_type is SpanType.AGENT:
        _read_agent(span, draft)
    if draft.span_type is SpanType.TOOL_EXECUTION:
        draft.output = answer_in(draft.output)
    elif draft.span_type is SpanType.EMBEDDING:
        draft.input, draft.output = _embedded(attributes) or draft.input, None
    elif draft.span_type is SpanType.LLM_CALL:
        draft.usage = merged(draft.usage, _usage_in(draft.output))
        draft.input = None if draft.input_messages else draft.input
        draft.output = None if draft.output_messages else draft.output
        if _FIRST_TOOL in attributes:
            draft.call = replace(call_from(span), tools=_tools(attributes))


def _usage_in(answer: Json) -> Usage | None:
    """Return the tokens in the provider's own answer, which tells parts that no attribute does."""
    if isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    return usage_of(answer.get("usage")) if isinstance(answer, dict) else None


def _tools(attributes: Attributes) -> Json:
    return tools_of([_inside(item, "tool").get("json_schema") for item in unflattened(attributes, _TOOLS)])


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
        plain["tool_calls"] = [dict(_inside(call, "tool_call")) for call in calls]
    return plain


def _content(part: Json) -> Json:
    inner = _inside(part, "message_content")
    call = part.get("tool_call") if isinstance(part, dict) else None
    if isinstance(call, dict):
        return {**call, "type": "tool_call"}
    image = inner.get("image")
    if isinstance(image, dict):
        return {"type": "image", "uri": fields(image.get("image")).get("url")}
    return inner


def _inside(value: Json, wrapper: str) -> dict[str, Json]:
    if not isinstance(value, dict):
        return {}
    inner = value.get(wrapper)
    return inner if isinstance(inner, dict) else value


def _agent_of(span: Span) -> Agent | None:
    if span.name.endswith(_CREW_SUFFIX):
        return Agent(span.name.removesuffix(_CREW_SUFFIX))
    node = first_text(span.attributes, _NODE_NAMES)
    if node is not None:
        return Agent(node)
    graph_node = text(fields(span.attributes.get(a.METADATA)).get(_GRAPH_NODE))
    if graph_node is not None and graph_node not in _PLUMBING:
        return Agent(graph_node)
    return None


def _read_agent(span: Span, draft: Draft) -> None:
    """Name an agent that is not named, tell who came before it, and read what CrewAI says of it."""
    if draft.agent is None:
        if span.scope.name == _AGENTS_SDK:
            draft.span_type = SpanType.CHAIN
            return
        draft.agent = Agent(span.name.split(".", 1)[0] or span.name)
    before = text(span.attributes.get(_NODE_PARENT))
    if before is not None and span.name.endswith(_CREW_SUFFIX):
        draft.messages += (AgentMessage(before, draft.agent.name, HANDOFF, None, span.start_ns),)
    if span.name.endswith(_CREW_SUFFIX) and isinstance(draft.input, dict):
        crew = fields(draft.input.get(_CREW_ROLE))
        draft.agent = replace(
            draft.agent,
            id=draft.agent.id or text(crew.get("id")),
            role=draft.agent.role or text(crew.get("role")),
            description=draft.agent.description or text(crew.get("goal")),
        )


def _embedded(attributes: Attributes) -> list[Json]:
    """Return the texts that were embedded; the vectors stay where they are, among the attributes."""
    found: list[Json] = []
    for item in unflattened(attributes, _EMBEDDED):
        embedded = _inside(item, "embedding").get("text")
        if isinstance(embedded, str):
            found.append(embedded)
    return found


DIALECT = Dialect(
    name="openinference",
    scopes=("openinference.",),
    marks=("openinference.",),
    refine=refine,
)
