"""Read OpenLLMetry (Traceloop): OpenTelemetry's conventions with entities, workflows and LangChain's wrappings."""

from __future__ import annotations

import re
from typing import Final

from agenttrace.model import Agent, AgentMessage, Json, Span, SpanType, Tool
from agenttrace.model.handoffs import HANDOFF, NOBODY
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize.dialects.conventions import otel_genai
from agenttrace_server.pipeline.normalize.dialects.conventions.unwrapping import unwrapped_call
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.flattened import unflattened
from agenttrace_server.pipeline.normalize.messages import messages_from
from agenttrace_server.pipeline.normalize.values import Attributes, first_text, items, text

_ASSOCIATED: Final = "traceloop.association.properties."
_SPAN_KIND: Final = "traceloop.span.kind"
_ENTITY_NAME: Final = "traceloop.entity.name"
_WORKFLOW: Final = "workflow"
_LANGGRAPH_NODE: Final = _ASSOCIATED + "langgraph_node"
_PROPERTIES_AGENT: Final = (_ASSOCIATED + "lc_agent_name",)
_SESSIONS: Final = (_ASSOCIATED + "thread_id", _ASSOCIATED + "conversation_id")
_PLUMBING: Final = frozenset({"model", "tools", "agent", "__start__", "__end__", "call_model"})
_GRAPH_NODES: Final = "gen_ai.workflow.nodes"
_NAMELESS_GRAPH: Final = "LangGraph"
_HANDOFF_NAME: Final = re.compile(r"^(?P<giver>.+?) (?:→|->) (?P<taker>.+?)(?:\.handoff)?$")
_NO_NAMES: Final = ("unknown", "unknown.handoff")
_CREW: Final = "crewai.workflow"
_CREW_TASK_AGENT: Final = "crewai.task.agent"
_OLD_PROMPTS: Final = "llm.prompts."
_OLD_COMPLETIONS: Final = "llm.completions."
_LIBRARIES: Final = (
    "agno", "alephalpha", "anthropic", "bedrock", "chromadb", "cohere", "crewai", "google_generativeai", "groq",
    "haystack", "lancedb", "langchain", "llamaindex", "marqo", "mcp", "milvus", "mistralai", "ollama", "openai",
    "openai_agents", "pinecone", "qdrant", "replicate", "sagemaker", "together", "transformers", "vertexai", "voyageai",
    "watsonx", "weaviate", "writer",
)  # fmt: skip


def refine(span: Span, draft: Draft) -> None:
    """Add messages; find agents among entities, tasks and LangGraph's nodes; unwrap what went in and came out."""
    attributes = span.attributes
    otel_genai.refine(span, draft)
    kind = attributes.get(_SPAN_KIND)
    if draft.span_type is SpanType.LLM_CALL and not draft.input_messages:
        _read_oldest(attributes, draft)
    if kind == _WORKFLOW or span.name == _CREW or _is_graph(attributes):
        draft.span_type = SpanType.CHAIN
        draft.agent = None
    elif attributes.get(a.OPERATION) in ("execute_tool", "vector_db_retrieve"):
        draft.span_type = SpanType.TOOL_EXECUTION if attributes[a.OPERATION] == "execute_tool" else SpanType.RETRIEVAL
    if draft.agent is None:
        draft.agent = _agent_of(attributes, draft)
    draft.session_id = draft.session_id or first_text(attributes, _SESSIONS)
    if draft.span_type is SpanType.TOOL_EXECUTION:
        name = first_text(attributes, (*a.TOOL_NAME, _ENTITY_NAME)) or span.name.removesuffix(".tool")
        draft.tool = Tool(name, first_text(attributes, a.TOOL_CALL_ID), first_text(attributes, a.TOOL_DESCRIPTION))
    if _LANGGRAPH_NODE in attributes:
        draft.framework = "langgraph"
    draft.input, draft.output = unwrapped_call(draft.input), unwrapped_call(draft.output)
    _read_crew(attributes, draft)
    _read_handoff(span, draft)


def _is_graph(attributes: Attributes) -> bool:
    """Whether this is a whole graph that calls itself an agent. With nodes for model and tools only it is an agent."""
    nodes = attributes.get(_GRAPH_NODES)
    if not isinstance(nodes, list | tuple):
        return False
    return first_text(attributes, a.AGENT_NAME) == _NAMELESS_GRAPH or not _PLUMBING.issuperset(map(str, nodes))


def _agent_of(attributes: Attributes, draft: Draft) -> Agent | None:
    name = first_text(attributes, _PROPERTIES_AGENT)
    if name is None and draft.span_type is SpanType.AGENT:
        name = text(attributes.get(_ENTITY_NAME))
    if name is None:
        node = text(attributes.get(_LANGGRAPH_NODE))
        name = node if node not in _PLUMBING else None
    return None if name is None else Agent(name)


def _read_crew(attributes: Attributes, draft: Draft) -> None:
    role = text(attributes.get("crewai.agent.role"))
    if role is not None:
        name = draft.agent.name if draft.agent is not None else role
        identity = text(attributes.get("crewai.agent.id"))
        draft.agent = Agent(name, identity, role, text(attributes.get("crewai.agent.goal")))
    doer = text(attributes.get(_CREW_TASK_AGENT))
    if doer is not None:
        draft.agent = draft.agent or Agent(doer)
        draft.input = draft.input or text(attributes.get("crewai.task.description"))
    draft.output = draft.output or text(attributes.get("crewai.crew.result"))


def _read_handoff(span: Span, draft: Draft) -> None:
    if draft.span_type is not SpanType.HANDOFF and not span.name.endswith(".handoff"):
        return
    draft.span_type = SpanType.HANDOFF
    named = _HANDOFF_NAME.match(span.name)
    giver = text(span.attributes.get("gen_ai.handoff.from_agent")) or (named and named.group("giver")) or NOBODY
    taker = text(span.attributes.get("gen_ai.handoff.to_agent")) or (named and named.group("taker")) or NOBODY
    draft.agent = draft.agent or (None if giver in _NO_NAMES else Agent(giver))
    draft.messages += (AgentMessage(giver, taker, HANDOFF, None, span.start_ns),)


def _read_oldest(attributes: Attributes, draft: Draft) -> None:
    """Before `gen_ai.prompt` there was `llm.prompts`."""
    if not any(name.startswith(_OLD_PROMPTS) for name in attributes):
        return
    asked: Json = unflattened(attributes, _OLD_PROMPTS)
    answered: Json = unflattened(attributes, _OLD_COMPLETIONS)
    draft.input_messages = messages_from(items(asked), "user")
    draft.output_messages = messages_from(items(answered), "assistant")


DIALECT = Dialect(
    name="traceloop",
    scopes=(
        "traceloop.tracer",
        *(f"opentelemetry.instrumentation.{library}" for library in _LIBRARIES),
        *(f"opentelemetry.instrumentation.{library}." for library in _LIBRARIES),
    ),
    marks=("traceloop.span.kind", "traceloop.entity."),
    refine=refine,
)
