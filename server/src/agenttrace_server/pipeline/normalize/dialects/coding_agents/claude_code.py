"""Read Claude Code, also as the Claude Agent SDK runs it: interactions, model requests, tools, and subagents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from agenttrace.model import Agent, AgentMessage, Json, Span, SpanType, Tool, Usage
from agenttrace_server.pipeline.normalize.calls import call_from
from agenttrace_server.pipeline.normalize.draft import Dialect, Draft
from agenttrace_server.pipeline.normalize.handoffs import DELEGATION
from agenttrace_server.pipeline.normalize.messages import messages_from
from agenttrace_server.pipeline.normalize.usage import with_cache_added
from agenttrace_server.pipeline.normalize.values import Attributes, count, fields, nanoseconds, parsed, text

_NAME_PREFIX: Final = "claude_code."
_KINDS: Final[Mapping[str, SpanType]] = {
    "interaction": SpanType.AGENT,
    "llm_request": SpanType.LLM_CALL,
    "tool": SpanType.TOOL_EXECUTION,
}
_MAIN: Final = "claude-code"
_SUBAGENT_QUERY: Final = "agent."
_DETAILS: Final = ("full_command", "file_path", "skill_name", "subagent_type")
_OUTPUT_EVENT: Final = "tool.output"
_OUTPUTS: Final = ("output", "content", "diff")
_HIDDEN: Final = "<REDACTED>"
_DELEGATES: Final = ("Agent", "Task")
_TASKS: Final = ("prompt", "description")
_MILLISECOND_NS: Final = 1_000_000
_PARAMETERS: Final = ("effort", "speed", "attempt", "query_source_safe")


def refine(span: Span, draft: Draft) -> None:
    """Its names are bare, and its input leaves out what was cached; waiting for the user and hooks fold away."""
    attributes = span.attributes
    kind = (text(attributes.get("span.type")) or span.name).removeprefix(_NAME_PREFIX)
    draft.span_type = _KINDS.get(kind, SpanType.CUSTOM)
    draft.internal = kind not in _KINDS
    draft.session_id = text(attributes.get("session.id")) or draft.session_id
    draft.framework = "claude_code"
    draft.framework_version = text(span.resource.get("service.version"))
    draft.agent = None if draft.internal else _agent_of(attributes)
    if draft.span_type is SpanType.AGENT:
        draft.input = _shown(attributes, "user_prompt") or _shown(attributes, "new_context")
    elif draft.span_type is SpanType.LLM_CALL:
        _read_call(span, draft)
    elif draft.span_type is SpanType.TOOL_EXECUTION:
        _read_tool(span, draft)


def _agent_of(attributes: Attributes) -> Agent | None:
    """A subagent's model requests name it; its tools carry an id only, to which the store finds the name."""
    identity = text(attributes.get("agent_id"))
    if identity is None:
        return Agent(_MAIN)
    source = text(attributes.get("query_source_safe")) or text(attributes.get("query_source")) or ""
    if source.startswith(_SUBAGENT_QUERY):
        return Agent(source.rsplit(".", 1)[-1], identity)
    named = text(attributes.get("agent_type")) or text(attributes.get("agent_name"))
    return Agent(named or identity, identity)


def _read_call(span: Span, draft: Draft) -> None:
    attributes = span.attributes
    found = Usage(
        input_tokens=count(attributes.get("input_tokens")),
        output_tokens=count(attributes.get("output_tokens")),
        cache_read_tokens=count(attributes.get("cache_read_tokens")),
        cache_write_tokens=count(attributes.get("cache_creation_tokens")),
    )
    known = found.input_tokens is not None or found.output_tokens is not None
    draft.usage = with_cache_added(found) if known else None
    call = call_from(span)
    draft.call = replace(
        call,
        request_model=call.request_model or text(attributes.get("model")),
        response_id=None,
        time_to_first_chunk_ns=nanoseconds(attributes.get("ttft_ms"), _MILLISECOND_NS),
        parameters={name: attributes[name] for name in _PARAMETERS if name in attributes},
    )
    draft.input_messages = messages_from(_shown(attributes, "new_context"), "user")
    draft.output_messages = messages_from(_shown(attributes, "response.model_output"), "assistant")


def _read_tool(span: Span, draft: Draft) -> None:
    attributes = span.attributes
    name = text(attributes.get("tool_name")) or text(attributes.get("gen_ai.tool.name")) or span.name
    draft.tool = Tool(name, text(attributes.get("tool_use_id")) or text(attributes.get("gen_ai.tool.call.id")))
    draft.input = parsed(_shown(attributes, "tool_input")) or _details_of(attributes)
    draft.file_path = _shown(attributes, "file_path") or draft.file_path
    for event in span.events:
        if event.name == _OUTPUT_EVENT:
            found = (_shown(event.attributes, key) for key in _OUTPUTS)
            draft.output = next((parsed(value) for value in found if value is not None), None)
    if name in _DELEGATES:
        asked = fields(draft.input)
        to = text(attributes.get("subagent_type")) or text(asked.get("subagent_type")) or "subagent"
        task = next((text(asked.get(key)) for key in _TASKS if key in asked), None)
        giver = _MAIN if draft.agent is None else draft.agent.name
        draft.messages += (AgentMessage(giver, to, DELEGATION, task, span.start_ns),)


def _details_of(attributes: Attributes) -> Json:
    found: dict[str, Json] = {}
    for name in _DETAILS:
        value = _shown(attributes, name)
        if value is not None:
            found["command" if name == "full_command" else name] = value
    return found or None


def _shown(attributes: Attributes, name: str) -> str | None:
    found = text(attributes.get(name))
    return None if found == _HIDDEN else found


DIALECT = Dialect(
    name="claude_code",
    scopes=("com.anthropic.claude_code.", "com.anthropic.claude_code"),
    refine=refine,
)
