"""Make the spans of a Claude Code session: turns and subagents, model calls, tool calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agenttrace.model import SpanType, semconv
from agenttrace_server.imports import ids
from agenttrace_server.imports.claude_code import content
from agenttrace_server.imports.reading import Row, json_text
from agenttrace_server.imports.span import Event, ImportedSpan
from agenttrace_server.imports.tool_calls import ERROR_CHARS, OpenTool

if TYPE_CHECKING:
    from agenttrace_server.imports.claude_code.lane import Lane

_SOURCE = "claude-code"


@dataclass(slots=True)
class Facts:
    """What the rows say about the session as a whole; the latest row holds."""

    session_id: str = ""
    cwd: str | None = None
    git_branch: str | None = None
    version: str | None = None

    def learn(self, row: Row) -> None:
        """Take over what a row knows."""
        for name, key in (("cwd", "cwd"), ("git_branch", "gitBranch"), ("version", "version")):
            value = row.get(key)
            if isinstance(value, str) and value:
                setattr(self, name, value)

    def resource(self) -> dict[str, Any]:
        """Return what is the same for every span of the session."""
        return {"service.name": _SOURCE, "service.version": self.version, semconv.FRAMEWORK: "claude_code"}


@dataclass(frozen=True, slots=True)
class Launch:
    """The tool call that started a subagent."""

    trace_id: str
    span_id: str
    agent: str
    description: str | None = None
    prompt: str | None = None


@dataclass(slots=True)
class Turn:
    """From a prompt to the last word about it; a subagent has one."""

    key: str
    prompt: str | None
    start_ns: int
    last_ns: int
    trace_id: str | None = None
    """Known with the first model call: it is made from that call's id, which every form of a session has."""
    span_id: str = ""
    parent_id: str | None = None
    said: str | None = None
    is_done: bool = False
    counted: int = 0
    """Output tokens of its calls so far."""

    def place(self, first_call: str, launch: Launch | None, agent_id: str | None) -> None:
        """Give the turn its ids."""
        self.trace_id = launch.trace_id if launch is not None else ids.trace_id(_SOURCE, first_call)
        self.parent_id = None if launch is None else launch.span_id
        self.span_id = ids.span_id(_SOURCE, "agent", agent_id) if agent_id else ids.span_id(_SOURCE, "turn", first_call)


@dataclass(slots=True)
class Call:
    """One request to the model, as far as its rows have been read."""

    key: tuple[str, str]
    model: str | None
    start_ns: int
    end_ns: int
    asked: list[dict[str, Any]]
    blocks: list[Row] = field(default_factory=list)
    usage: Row = field(default_factory=dict)
    output_tokens: int | None = None
    stop_reason: str | None = None
    effort: str | None = None
    is_error: bool = False
    notes: dict[str, Any] = field(default_factory=dict)


def agent_span(lane: Lane, turn: Turn, end_ns: int | None) -> ImportedSpan:
    """Return the turn, or the subagent, as an agent's span."""
    if turn.trace_id is None:
        turn.place(turn.key, lane.launch, lane.agent_id)
    launch = lane.launch
    return ImportedSpan(
        trace_id=turn.trace_id or "",
        span_id=turn.span_id,
        parent_id=turn.parent_id,
        name=f"invoke_agent {lane.agent}",
        start_ns=turn.start_ns,
        end_ns=end_ns,
        attributes={
            semconv.SPAN_TYPE: SpanType.AGENT.value,
            semconv.OPERATION_NAME: "invoke_agent",
            semconv.AGENT_NAME: lane.agent,
            semconv.AGENT_ID: lane.agent_id,
            semconv.AGENT_DESCRIPTION: None if launch is None else launch.description,
            semconv.SESSION_ID: lane.facts.session_id or None,
            semconv.INPUT: turn.prompt,
            semconv.OUTPUT: turn.said,
            "process.working_directory": lane.facts.cwd,
            "vcs.ref.head.name": lane.facts.git_branch,
        },
        resource=lane.facts.resource(),
    )


def call_span(lane: Lane, call: Call, of_turn: Turn | None = None) -> ImportedSpan:
    """Return one request to the model. A message that Claude Code made up itself was none, and is no model call."""
    turn = of_turn or lane.turn
    message_id, request_id = call.key
    is_call = call.model != "<synthetic>"
    said = content.text_of(call.blocks) or ""
    words = {
        semconv.OPERATION_NAME: "chat",
        semconv.PROVIDER_NAME: "anthropic",
        semconv.REQUEST_MODEL: call.model,
        semconv.RESPONSE_MODEL: call.model,
        "gen_ai.response.id": message_id,
        "gen_ai.response.finish_reasons": [call.stop_reason] if call.stop_reason else None,
        "gen_ai.request.effort": call.effort,
        "gen_ai.input.messages": content.messages_text(call.asked),
        "gen_ai.output.messages": content.messages_text([content.message_of("assistant", call.blocks)]),
        **content.usage_attributes(call.usage, call.output_tokens),
    }
    return ImportedSpan(
        trace_id=(turn.trace_id if turn is not None else None) or ids.trace_id(_SOURCE, message_id),
        span_id=ids.span_id(_SOURCE, "call", message_id, request_id),
        parent_id=None if turn is None else turn.span_id,
        name=f"chat {call.model}" if is_call else "claude code message",
        start_ns=call.start_ns,
        end_ns=call.end_ns,
        attributes={
            semconv.SPAN_TYPE: (SpanType.LLM_CALL if is_call else SpanType.CUSTOM).value,
            **(words if is_call else {semconv.OUTPUT: said}),
            **_whose(lane),
            "anthropic.request_id": request_id or None,
            **call.notes,
        },
        resource=lane.facts.resource(),
        error=said[:ERROR_CHARS] if call.is_error else None,
    )


def tool_span(
    lane: Lane, tool: OpenTool, end_ns: int | None, answer: Row | None, turn: Turn | None = None
) -> ImportedSpan:
    """Return a tool call; one that ends without an answer was interrupted."""
    place = turn or lane.turn
    launch = lane.launches.get(tool.id)
    result = None if answer is None else content.result_of(answer.get("content"))
    failed = answer is not None and answer.get("is_error") is True
    return ImportedSpan(
        trace_id=(place.trace_id if place is not None else None) or ids.trace_id(_SOURCE, tool.id),
        span_id=ids.span_id(_SOURCE, "tool", tool.id),
        parent_id=None if place is None else place.span_id,
        name=f"execute_tool {tool.name}",
        start_ns=tool.start_ns,
        end_ns=end_ns,
        attributes={
            **tool.attributes(result, was_cut=answer is None and end_ns is not None),
            semconv.FILE_PATH: content.file_path_of(tool.arguments),
            **_whose(lane),
        },
        resource=lane.facts.resource(),
        error=json_text(result)[:ERROR_CHARS] if failed else None,
        events=() if launch is None else (_delegation(lane, launch, tool.start_ns),),
    )


def _delegation(lane: Lane, launch: Launch, time_ns: int) -> Event:
    return Event(
        semconv.MESSAGE_EVENT,
        time_ns,
        {
            semconv.MESSAGE_FROM: lane.agent,
            semconv.MESSAGE_TO: launch.agent,
            semconv.MESSAGE_TYPE: "delegation",
            semconv.MESSAGE_CONTENT: launch.prompt,
        },
    )


def _whose(lane: Lane) -> dict[str, Any]:
    return {
        semconv.INHERITED_AGENT_NAME: lane.agent,
        semconv.AGENT_ID: lane.agent_id,
        semconv.SESSION_ID: lane.facts.session_id or None,
    }
