"""Follow one agent's side of a session row by row: its turns, model calls and tool calls become spans."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agenttrace_server.imports import ids
from agenttrace_server.imports.claude_code import content, making
from agenttrace_server.imports.claude_code.making import Call, Facts, Launch, Turn
from agenttrace_server.imports.claude_code.sums import Sums
from agenttrace_server.imports.reading import Row, count, fields, first_text, text
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tool_calls import OpenTool

MAIN_AGENT = "claude-code"
_DELEGATES = ("Agent", "Task")
_FINAL = ("end_turn", "stop_sequence", "max_tokens", "refusal")
_SYNTHETIC = "<synthetic>"


@dataclass(slots=True)
class Lane:
    """One agent's conversation. Rows go in, finished spans come out; `snapshot` shows what is still open."""

    facts: Facts
    sums: Sums
    agent: str = MAIN_AGENT
    agent_id: str | None = None
    launch: Launch | None = None
    """What started this agent; None for the main agent, or where that is not known."""
    launches: dict[str, Launch] = field(default_factory=dict)
    """Filled with the subagents that this one starts, by tool call and by agent id."""
    last_ns: int = 0
    turn: Turn | None = None
    call: Call | None = None
    tools: dict[str, OpenTool] = field(default_factory=dict)
    news: list[dict[str, Any]] = field(default_factory=list)
    """Messages since the last model call: what the next one is told that is new."""
    finished: set[int] = field(default_factory=set)

    def saw(self, time_ns: int | None) -> int:
        """Move the lane's clock, never back, and return it."""
        self.last_ns = max(self.last_ns, time_ns or 0)
        return self.last_ns

    def prompted(self, key: str, blocks: list[Row], time_ns: int) -> list[ImportedSpan]:
        """A user, or the agent above, asks for something: the turn before is over."""
        ended = self.close_turn(time_ns)
        self.turn = Turn(key, content.text_of(blocks), time_ns, time_ns)
        self.news = [content.message_of("user", blocks)]
        return ended

    def told(self, blocks: list[Row]) -> None:
        """Something is added to the conversation that starts no turn."""
        self.news.append(content.message_of("user", blocks))

    def answered(self, blocks: list[Row], row: Row, time_ns: int) -> list[ImportedSpan]:
        """Tools have answered."""
        found = []
        for block in blocks:
            identity = text(block.get("tool_use_id"))
            tool = self.tools.pop(identity, None) if identity else None
            if tool is None or identity is None:
                continue
            if tool.name in _DELEGATES:
                self._know_agent(identity, first_text(fields(row.get("toolUseResult")), "agentId"))
            found.append(making.tool_span(self, tool, time_ns, block))
        self.news.append(content.message_of("tool", blocks))
        if self.turn is not None:
            self.turn.last_ns = max(self.turn.last_ns, time_ns)
        return found

    def said(self, message: Row, request_id: str, start_ns: int | None, time_ns: int, row: Row) -> list[ImportedSpan]:
        """The model says a block, which repeats the call's usage: the same message and request id are one call."""
        identity = first_text(message, "id") or first_text(row, "uuid") or str(time_ns)
        found: list[ImportedSpan] = []
        if self.call is None or self.call.key != (identity, request_id):
            if hash((identity, request_id)) in self.finished:
                return found
            found = self.close_call()
            self._begin_call(identity, request_id, start_ns, time_ns, message)
        call = self.call
        if call is None:
            return found
        blocks = content.blocks_of(message.get("content"))
        call.blocks += blocks
        call.end_ns = max(call.end_ns, time_ns)
        call.stop_reason = text(message.get("stop_reason")) or call.stop_reason
        call.is_error = call.is_error or row.get("isApiErrorMessage") is True
        usage = fields(message.get("usage"))
        call.usage = {**call.usage, **usage}
        call.output_tokens = max(call.output_tokens or 0, count(usage.get("output_tokens")) or 0) if usage else None
        call.effort = text(row.get("effort")) or call.effort
        for block in blocks:
            if block.get("type") == "tool_use":
                self._open_tool(block, time_ns)
        if self.turn is not None:
            self.turn.last_ns = max(self.turn.last_ns, time_ns)
            self.turn.said = content.text_of(blocks) or self.turn.said
            self.turn.is_done = call.stop_reason in _FINAL
        return found

    def close_call(self) -> list[ImportedSpan]:
        """The call in hand is complete."""
        call, self.call = self.call, None
        if call is None:
            return []
        self.finished.add(hash(call.key))
        if call.model != _SYNTHETIC:
            self.sums.add(call.model, call.usage, call.output_tokens)
        return [making.call_span(self, call)]

    def close_turn(self, time_ns: int | None = None) -> list[ImportedSpan]:
        """Nothing more comes in this turn: what is still open was interrupted."""
        found = self.close_call()
        turn, self.turn = self.turn, None
        if turn is None:
            return found
        end_ns = turn.last_ns
        found += [making.tool_span(self, tool, max(tool.start_ns, end_ns), None, turn) for tool in self.tools.values()]
        self.tools.clear()
        return [*found, making.agent_span(self, turn, end_ns)]

    def snapshot(self) -> list[ImportedSpan]:
        """Return what is open as it stands, without closing it; a later version of each replaces it."""
        if self.turn is None or self.turn.trace_id is None:
            return []
        found = [] if self.call is None else [making.call_span(self, self.call)]
        found += [making.tool_span(self, tool, None, None) for tool in self.tools.values()]
        is_over = self.turn.is_done and not self.tools
        return [*found, making.agent_span(self, self.turn, self.turn.last_ns if is_over else None)]

    def _begin_call(self, identity: str, request_id: str, start_ns: int | None, time_ns: int, message: Row) -> None:
        if self.turn is None:
            self.turn = Turn(identity, None, start_ns or time_ns, time_ns)
        if self.turn.trace_id is None:
            self.turn.place(identity, self.launch, self.agent_id)
        model = text(message.get("model"))
        begin = min(start_ns or self.last_ns or time_ns, time_ns)
        self.call = Call((identity, request_id), model, begin, time_ns, self.news)
        self.news = []

    def _open_tool(self, block: Row, time_ns: int) -> None:
        identity, name = text(block.get("id")), text(block.get("name")) or "unknown"
        if identity is None or self.turn is None or self.turn.trace_id is None:
            return
        tool = OpenTool(identity, name, fields(block.get("input")), time_ns)
        self.tools[identity] = tool
        if name in _DELEGATES:
            kind = first_text(tool.arguments, "subagent_type") or "subagent"
            self.launches[identity] = Launch(
                self.turn.trace_id,
                ids.span_id("claude-code", "tool", identity),
                kind,
                first_text(tool.arguments, "description"),
                first_text(tool.arguments, "prompt"),
            )

    def _know_agent(self, tool_id: str, agent_id: str | None) -> None:
        if agent_id is not None and tool_id in self.launches:
            self.launches[agent_id] = self.launches[tool_id]
