"""Read the log events of Claude Code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agenttrace.model import OK, Json, SpanType, Status, semconv
from agenttrace_server.pipeline.logs.runs.events import AgentEvent, prompt_of
from agenttrace_server.pipeline.logs.runs.steps import TRUE, Step, cancelled, failed, start_of
from agenttrace_server.pipeline.normalize.values import count

NAME: Final = "claude-code"
_HIDDEN: Final = "<REDACTED>"
_TOOL_ID: Final = "tool_use_id"
_NO_ID: Final = ""


def turn_key(prompt_id: str) -> str:
    """Return the key of the turn that a prompt begins."""
    return f"turn {prompt_id}"


def steps_of(events: Sequence[AgentEvent]) -> list[Step]:
    """Return the steps of these events, which are in order."""
    answered = {event.text(_TOOL_ID) for event in events if event.kind == "tool_result"}
    found: list[Step] = []
    for event in events:
        if event.kind == "user_prompt":
            found.append(_turn(event))
        elif event.kind in ("api_request", "api_error"):
            found.append(_call(event))
        elif event.kind == "tool_result":
            found.append(_tool(event, _status_of(event)))
        elif _is_rejection(event) and (event.text(_TOOL_ID) or _NO_ID) not in answered:
            found.append(_tool(event, cancelled("the tool was not allowed to run")))
    return found


def _is_rejection(event: AgentEvent) -> bool:
    return event.kind == "tool_decision" and event.text("decision") == "reject"


def _turn(event: AgentEvent) -> Step:
    at_ns = event.record.time_ns
    attributes: dict[str, Json] = {
        semconv.OPERATION_NAME: "invoke_agent",
        semconv.AGENT_NAME: NAME,
        semconv.INPUT: _shown(event, "prompt"),
    }
    key = turn_key(prompt_of(event.record) or event.record.uid)
    return Step(key, SpanType.AGENT, f"invoke_agent {NAME}", at_ns, at_ns, attributes)


def _call(event: AgentEvent) -> Step:
    """Its input leaves out what was cached; ours holds it."""
    read, written = (count(event.attributes.get(name)) for name in ("cache_read_tokens", "cache_creation_tokens"))
    plain = count(event.attributes.get("input_tokens"))
    model = event.text("model")
    is_error = event.kind == "api_error"
    attributes: dict[str, Json] = {
        semconv.OPERATION_NAME: "chat",
        semconv.PROVIDER_NAME: "anthropic",
        semconv.REQUEST_MODEL: model,
        semconv.INPUT_TOKENS: None if plain is None else plain + (read or 0) + (written or 0),
        semconv.OUTPUT_TOKENS: count(event.attributes.get("output_tokens")),
        semconv.CACHE_READ_TOKENS: read,
        semconv.CACHE_WRITE_TOKENS: written,
        "gen_ai.cost.total_cost": event.attributes.get("cost_usd"),
        "anthropic.request_id": event.text("request_id"),
        "query_source": event.text("query_source"),
    }
    status = failed(event.text("error"), event.text("status_code")) if is_error else OK
    key = f"{event.kind} {event.text('request_id') or event.record.uid}"
    return Step(key, SpanType.LLM_CALL, f"chat {model}", start_of(event), event.record.time_ns, attributes, status)


def _tool(event: AgentEvent, status: Status) -> Step:
    name = event.text("tool_name") or "tool"
    attributes: dict[str, Json] = {
        semconv.OPERATION_NAME: "execute_tool",
        semconv.TOOL_NAME: name,
        semconv.TOOL_CALL_ID: event.text(_TOOL_ID),
        semconv.TOOL_ARGUMENTS: _shown(event, "tool_input") or _shown(event, "tool_parameters"),
    }
    key = f"tool {event.text(_TOOL_ID) or event.record.uid}"
    start_ns, end_ns = start_of(event), event.record.time_ns
    return Step(key, SpanType.TOOL_EXECUTION, f"execute_tool {name}", start_ns, end_ns, attributes, status)


def _status_of(event: AgentEvent) -> Status:
    if event.attributes.get("success") in TRUE:
        return OK
    return failed(event.text("error") or "the tool failed", event.text("error_type"))


def _shown(event: AgentEvent, name: str) -> str | None:
    found = event.text(name)
    return None if found == _HIDDEN else found
