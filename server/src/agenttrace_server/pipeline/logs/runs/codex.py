"""Read the log events of Codex, whose numbers are texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agenttrace.model import OK, Json, SpanType, Status, semconv
from agenttrace_server.pipeline.logs.runs.events import AgentEvent
from agenttrace_server.pipeline.logs.runs.steps import TRUE, Step, cancelled, failed, start_of
from agenttrace_server.pipeline.normalize.values import count

NAME: Final = "codex"
_REFUSED: Final = ("denied", "abort", "timed_out")
_FIRST_ERROR: Final = 400
_STREAM_ENDS: Final = ("response.completed", "response.failed")
_NO_ID: Final = ""
_HIDDEN: Final = "[REDACTED]"


def steps_of(events: Sequence[AgentEvent]) -> list[Step]:
    """Return the steps of these events, which are in order. A model call is a request and the end of its stream.

    One that names no model has that of the events before it: of its turn.
    """
    answered = {event.text("call_id") for event in events if event.kind == "tool_result"}
    asked_ns: int | None = None
    model: str | None = None
    found: list[Step] = []
    for event in events:
        model = event.text("model") or event.text("slug") or model
        if event.kind == "user_prompt":
            found.append(_turn(event))
        elif event.kind == "api_request" and _is_refused(event):
            found.append(_call(event, start_of(event), model))
        elif event.kind == "api_request":
            asked_ns = start_of(event)
        elif event.kind == "sse_event" and event.text("event.kind") in _STREAM_ENDS:
            found.append(_call(event, start_of(event) if asked_ns is None else asked_ns, model))
            asked_ns = None
        elif event.kind == "tool_result":
            status = OK if event.attributes.get("success") in TRUE else failed(event.text("output"), None)
            found.append(_tool(event, status))
        elif _is_rejection(event) and (event.text("call_id") or _NO_ID) not in answered:
            found.append(_tool(event, cancelled("the tool was not allowed to run")))
    return found


def _is_rejection(event: AgentEvent) -> bool:
    return event.kind == "tool_decision" and event.text("decision") in _REFUSED


def _turn(event: AgentEvent) -> Step:
    at_ns = event.record.time_ns
    prompt = event.text("prompt")
    attributes: dict[str, Json] = {
        semconv.OPERATION_NAME: "invoke_agent",
        semconv.AGENT_NAME: NAME,
        semconv.INPUT: None if prompt == _HIDDEN else prompt,
    }
    return Step(f"turn {event.record.uid}", SpanType.AGENT, f"invoke_agent {NAME}", at_ns, at_ns, attributes)


def _is_refused(event: AgentEvent) -> bool:
    code = count(event.attributes.get("http.response.status_code"))
    return event.text("error.message") is not None or (code is not None and code >= _FIRST_ERROR)


def _call(event: AgentEvent, start_ns: int, model: str | None) -> Step:
    attributes: dict[str, Json] = {
        semconv.OPERATION_NAME: "chat",
        semconv.PROVIDER_NAME: "openai",
        semconv.REQUEST_MODEL: model,
        semconv.INPUT_TOKENS: count(event.attributes.get("input_token_count")),
        semconv.OUTPUT_TOKENS: count(event.attributes.get("output_token_count")),
        semconv.CACHE_READ_TOKENS: count(event.attributes.get("cached_token_count")),
        semconv.CACHE_WRITE_TOKENS: count(event.attributes.get("cache_write_token_count")),
        semconv.REASONING_TOKENS: count(event.attributes.get("reasoning_token_count")),
    }
    is_whole = event.text("event.kind") == _STREAM_ENDS[0]
    status = OK if is_whole else failed(event.text("error.message"), event.text("http.response.status_code"))
    end_ns = event.record.time_ns
    key = f"call {event.record.uid}"
    return Step(
        key, SpanType.LLM_CALL, f"chat {model}" if model else "chat", min(start_ns, end_ns), end_ns, attributes, status
    )


def _tool(event: AgentEvent, status: Status) -> Step:
    name = event.text("tool_name") or "tool"
    attributes: dict[str, Json] = {
        semconv.OPERATION_NAME: "execute_tool",
        semconv.TOOL_NAME: name,
        semconv.TOOL_CALL_ID: event.text("call_id"),
        semconv.TOOL_ARGUMENTS: event.text("arguments"),
        semconv.TOOL_RESULT: event.text("output"),
    }
    key = f"tool {event.text('call_id') or event.record.uid}"
    start_ns, end_ns = start_of(event), event.record.time_ns
    return Step(key, SpanType.TOOL_EXECUTION, f"execute_tool {name}", start_ns, end_ns, attributes, status)
