"""Make the spans of a Codex thread: turns, model calls, tool calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agenttrace.model import SpanState, SpanType, semconv
from agenttrace_server.imports import ids
from agenttrace_server.imports.reading import Row, count, json_text
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tool_calls import ERROR_CHARS, OpenTool

SOURCE = "codex"
AGENT = "codex"


@dataclass(slots=True)
class Thread:
    """What is the same for the whole thread."""

    id: str
    version: str | None = None
    cwd: str | None = None
    git_branch: str | None = None
    provider: str | None = None
    model: str | None = None
    """What the latest turn that names its model has; the next has the same until it names another."""

    def resource(self) -> dict[str, Any]:
        """Return what is the same for every span of the thread."""
        return {"service.name": SOURCE, "service.version": self.version, semconv.FRAMEWORK: "codex"}


@dataclass(slots=True)
class Turn:
    """From a prompt to the last word about it. `key` names it for ever; `root` is the turn of the first agent."""

    key: str
    start_ns: int
    root: str
    above: str | None = None
    model: str | None = None
    effort: str | None = None
    prompt: str | None = None
    said: str | None = None
    error: str | None = None
    last_ns: int = 0
    calls: int = 0

    @property
    def trace_id(self) -> str:
        """The trace that the turn belongs to."""
        return ids.trace_id(SOURCE, self.root)

    @property
    def span_id(self) -> str:
        """The turn's own span."""
        return ids.span_id(SOURCE, "turn", self.key)


@dataclass(slots=True)
class Talk:
    """What is said around one model call: what went in since the one before, and what came out."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    said: list[dict[str, Any]] = field(default_factory=list)
    start_ns: int | None = None
    end_ns: int | None = None


def turn_span(thread: Thread, turn: Turn, end_ns: int | None, *, was_cut: bool = False) -> ImportedSpan:
    """Return the turn as an agent's span."""
    return ImportedSpan(
        trace_id=turn.trace_id,
        span_id=turn.span_id,
        parent_id=None if turn.above is None else ids.span_id(SOURCE, "turn", turn.above),
        name=f"invoke_agent {AGENT}",
        start_ns=turn.start_ns,
        end_ns=end_ns,
        attributes={
            semconv.SPAN_TYPE: SpanType.AGENT.value,
            semconv.OPERATION_NAME: "invoke_agent",
            semconv.AGENT_NAME: AGENT,
            semconv.SESSION_ID: thread.id,
            semconv.INPUT: turn.prompt,
            semconv.OUTPUT: turn.said,
            semconv.STATUS: SpanState.CANCELLED.value if was_cut else None,
            "process.working_directory": thread.cwd,
            "vcs.ref.head.name": thread.git_branch,
        },
        resource=thread.resource(),
        error=turn.error,
    )


def call_span(thread: Thread, turn: Turn, talk: Talk, usage: Row, response_id: str | None) -> ImportedSpan:
    """Return one request to the model; Codex counts inclusively, as we do."""
    turn.calls += 1
    end_ns = talk.end_ns or turn.last_ns
    return ImportedSpan(
        trace_id=turn.trace_id,
        span_id=ids.span_id(SOURCE, "call", turn.key, str(turn.calls)),
        parent_id=turn.span_id,
        name=f"chat {turn.model}" if turn.model else "chat",
        start_ns=min(talk.start_ns or end_ns, end_ns),
        end_ns=end_ns,
        attributes={
            semconv.SPAN_TYPE: SpanType.LLM_CALL.value,
            semconv.OPERATION_NAME: "chat",
            semconv.PROVIDER_NAME: thread.provider or "openai",
            semconv.REQUEST_MODEL: turn.model,
            "gen_ai.request.effort": turn.effort,
            "gen_ai.response.id": response_id,
            "gen_ai.input.messages": json_text(talk.asked) if talk.asked else None,
            "gen_ai.output.messages": json_text(talk.said) if talk.said else None,
            **usage_attributes(usage),
            **_whose(thread),
        },
        resource=thread.resource(),
    )


def tool_span(
    thread: Thread, turn: Turn, tool: OpenTool, end_ns: int | None, result: Any, error: str | None = None
) -> ImportedSpan:
    """Return a tool call; one that ends without a result was interrupted."""
    was_cut = result is None and end_ns is not None and error is None
    return ImportedSpan(
        trace_id=turn.trace_id,
        span_id=ids.span_id(SOURCE, "tool", turn.key, tool.id),
        parent_id=turn.span_id,
        name=f"execute_tool {tool.name}",
        start_ns=tool.start_ns,
        end_ns=end_ns,
        attributes={
            **tool.attributes(result, was_cut=was_cut),
            **_whose(thread),
        },
        resource=thread.resource(),
        error=None if error is None else error[:ERROR_CHARS],
    )


def usage_attributes(usage: Row) -> dict[str, Any]:
    """Return a call's tokens under OpenTelemetry's names."""
    return {
        semconv.INPUT_TOKENS: count(usage.get("input_tokens")),
        semconv.OUTPUT_TOKENS: count(usage.get("output_tokens")),
        semconv.CACHE_READ_TOKENS: count(usage.get("cached_input_tokens")),
        semconv.CACHE_WRITE_TOKENS: count(usage.get("cache_write_input_tokens")),
        semconv.REASONING_TOKENS: count(usage.get("reasoning_output_tokens")),
    }


def _whose(thread: Thread) -> dict[str, Any]:
    return {semconv.INHERITED_AGENT_NAME: AGENT, semconv.SESSION_ID: thread.id}
