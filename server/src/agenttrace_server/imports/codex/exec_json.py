"""Read the output of `codex exec --json`: items of one thread, without times, models or ids of calls."""

from __future__ import annotations

from dataclasses import dataclass, field

from agenttrace_server.imports.codex.making import Talk, Thread, Turn, call_span, tool_span, turn_span
from agenttrace_server.imports.reading import Row, fields, first_text, text
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally
from agenttrace_server.imports.tool_calls import OpenTool

ROW_KINDS = ("thread.started", "turn.started")
_TOOLS = {"command_execution": "exec_command", "file_change": "apply_patch", "web_search": "web_search"}
_KNOWN = ("item.started", "item.updated")


@dataclass(slots=True)
class ExecOutput:
    """One run. All of a turn's calls are one model call here: the form has their sum only."""

    tally: Tally
    thread: Thread
    time_ns: int
    """When the file was last written: the only time there is."""
    turns: int = 0
    turn: Turn | None = None
    talk: Talk = field(default_factory=Talk)

    def read(self, row: Row) -> list[ImportedSpan]:
        """Take in one row and return the spans that it completes."""
        kind = text(row.get("type")) or "without a type"
        if kind == "thread.started":
            self.thread.id = first_text(row, "thread_id") or self.thread.id
        elif kind == "turn.started":
            return self._begin_turn()
        elif kind == "item.completed":
            return self._item(fields(row.get("item")))
        elif kind == "turn.completed":
            return self._end_turn(fields(row.get("usage")), None)
        elif kind in ("turn.failed", "error"):
            told = first_text(fields(row.get("error")), "message") or first_text(row, "message") or "failed"
            return self._end_turn({}, told) if kind == "turn.failed" else self._failed(told)
        else:
            (self.tally.skipped if kind in _KNOWN else self.tally.unknown)[kind] += 1
        return []

    def finish(self) -> list[ImportedSpan]:
        """The file ends here."""
        return self._end_turn({}, None)

    def _begin_turn(self) -> list[ImportedSpan]:
        found = self.finish()
        self.turns += 1
        key = f"exec {self.thread.id} {self.turns}"
        self.turn = Turn(key, self.time_ns, key, last_ns=self.time_ns)
        self.talk = Talk(start_ns=self.time_ns, end_ns=self.time_ns)
        return found

    def _item(self, item: Row) -> list[ImportedSpan]:
        if self.turn is None:
            self._begin_turn()
        turn, kind = self.turn, text(item.get("type")) or ""
        if turn is None:
            return []
        if kind == "agent_message":
            turn.said = text(item.get("text")) or turn.said
            self._say("text", item)
        elif kind == "reasoning":
            self._say("reasoning", item)
        elif kind in _TOOLS or kind == "mcp_tool_call":
            return [self._tool(turn, kind, item)]
        else:
            self.tally.skipped[f"item {kind}"] += 1
        return []

    def _say(self, kind: str, item: Row) -> None:
        self.talk.said.append({"role": "assistant", "parts": [{"type": kind, "content": item.get("text")}]})

    def _tool(self, turn: Turn, kind: str, item: Row) -> ImportedSpan:
        name = first_text(item, "tool") or _TOOLS.get(kind, kind)
        asked = next((item[key] for key in ("command", "arguments", "changes", "query") if key in item), None)
        result = next((item[key] for key in ("aggregated_output", "result") if item.get(key) is not None), None)
        code, is_failed = item.get("exit_code"), item.get("status") == "failed"
        error = f"exit code {code}" if isinstance(code, int) and code != 0 else ("failed" if is_failed else None)
        tool = OpenTool(first_text(item, "id") or name, name, asked, self.time_ns)
        return tool_span(self.thread, turn, tool, self.time_ns, "" if result is None else result, error)

    def _failed(self, told: str) -> list[ImportedSpan]:
        if self.turn is not None:
            self.turn.error = told
        return []

    def _end_turn(self, usage: Row, error: str | None) -> list[ImportedSpan]:
        turn, self.turn = self.turn, None
        if turn is None:
            return []
        turn.error = error or turn.error
        found = [call_span(self.thread, turn, self.talk, usage, None)] if usage or self.talk.said else []
        return [*found, turn_span(self.thread, turn, self.time_ns)]
