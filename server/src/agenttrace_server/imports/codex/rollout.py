"""Read a rollout, the file that Codex keeps of each thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from agenttrace_server.imports.codex import items
from agenttrace_server.imports.codex.making import Talk, Thread, Turn, call_span, tool_span, turn_span
from agenttrace_server.imports.reading import Row, count, fields, first_text, text, time_ns
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally
from agenttrace_server.imports.tool_calls import OpenTool

_SILENT = frozenset({"world_state", "compacted", "ghost_snapshot", "inter_agent_communication"})
_FIGURES = ("input_tokens", "output_tokens", "cached_input_tokens", "reasoning_output_tokens")
_USER_KIND = "user.text"


@dataclass(slots=True)
class Rollout:
    """One thread, row by row. `read` returns the spans that a row completes."""

    tally: Tally
    thread: Thread
    turn: Turn | None = None
    turns: int = 0
    talk: Talk = field(default_factory=Talk)
    tools: dict[str, OpenTool] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    has_records: bool = False
    """Whether the thread has a usage record per call: then its token counts, which repeat them, are not counted."""
    total: Row = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    seen_ns: int = 0

    def read(self, row: Row) -> list[ImportedSpan]:
        """Take in one row; the oldest rollouts have no envelope around their items."""
        kind = text(row.get("type")) or ""
        payload = fields(row.get("payload"))
        self.seen_ns = max(self.seen_ns, time_ns(row.get("timestamp")) or 0)
        if not kind and "id" in row:
            return self._read_meta(row)
        reader = self._READERS.get(kind)
        if reader is None and (items.is_said(row) or items.is_result(row) or kind == "message"):
            return self._read_item(row)
        if reader is None:
            (self.tally.skipped if kind in _SILENT else self.tally.unknown)[kind or "without a type"] += 1
            return []
        return reader(self, payload)

    def finish(self, *, is_over: bool = True) -> list[ImportedSpan]:
        """The file ends here; a turn that nobody completed was interrupted."""
        found = self._close_turn(was_cut=is_over)
        for name in _FIGURES:
            self.tally.check(f"thread {self.thread.id}, {name}", count(self.total.get(name)), self.counted.get(name, 0))
        return found

    def _read_meta(self, payload: Row) -> list[ImportedSpan]:
        thread = self.thread
        thread.id = first_text(payload, "id", "session_id") or thread.id
        thread.version = first_text(payload, "cli_version") or thread.version
        thread.cwd = first_text(payload, "cwd") or thread.cwd
        thread.provider = first_text(payload, "model_provider") or thread.provider
        thread.git_branch = first_text(fields(payload.get("git")), "branch") or thread.git_branch
        return []

    def _read_context(self, payload: Row) -> list[ImportedSpan]:
        found = self._begin_turn(payload) if self.turn is None else []
        if self.turn is not None:
            self.thread.model = self.turn.model = first_text(payload, "model") or self.turn.model
            self.turn.effort = first_text(payload, "effort") or self.turn.effort
        self.thread.cwd = first_text(payload, "cwd") or self.thread.cwd
        return found

    def _read_item(self, item: Row) -> list[ImportedSpan]:
        found = self._begin_turn({}) if self.turn is None else []
        turn = self.turn
        if turn is None:
            return found
        turn.last_ns = max(turn.last_ns, self.seen_ns)
        identity = first_text(item, "call_id", "id") or str(len(self.tools))
        if items.is_result(item):
            found += self._answered(turn, identity, item)
        elif items.is_call(item):
            self.tools[identity] = OpenTool(identity, items.name_of(item), items.arguments_of(item), self.seen_ns)
        elif item.get("role") == "user" and _is_prompt(item):
            turn.prompt = turn.prompt or items.text_of(item)
        elif item.get("role") == "assistant":
            turn.said = items.text_of(item) or turn.said
        if items.is_said(item):
            self.talk.said.append(items.message_of(item))
            self.talk.end_ns = self.seen_ns
            self.talk.start_ns = self.talk.start_ns or turn.start_ns
        else:
            self.talk.asked.append(items.message_of(item))
            self.talk.start_ns = self.seen_ns
        return found

    def _answered(self, turn: Turn, identity: str, item: Row) -> list[ImportedSpan]:
        tool = self.tools.pop(identity, None)
        if tool is None:
            return []
        return [
            tool_span(
                self.thread, turn, tool, self.seen_ns, item.get("output") or "", self.failures.pop(identity, None)
            )
        ]

    def _read_record(self, payload: Row) -> list[ImportedSpan]:
        self.has_records = True
        self.total = fields(payload.get("thread_token_usage")) or self.total
        return self._called(fields(payload.get("usage")), first_text(payload, "response_id"))

    def _read_event(self, payload: Row) -> list[ImportedSpan]:
        kind = text(payload.get("type")) or ""
        reader = self._EVENTS.get(kind)
        if reader is not None:
            return reader(self, payload)
        self.tally.skipped[f"event_msg {kind}"] += 1
        return []

    def _begin_turn(self, payload: Row) -> list[ImportedSpan]:
        found = self._close_turn(was_cut=True)
        self.turns += 1
        given = first_text(payload, "turn_id")
        key = given or f"{self.thread.id} {self.turns}"
        above = first_text(fields(payload.get("turn_attribution")), "parent_turn_id")
        start_ns = self.seen_ns or time_ns(payload.get("started_at")) or 0
        root = first_text(payload, "root_turn_id") if above else None
        self.turn = Turn(key, start_ns, root or key, above, model=self.thread.model, last_ns=start_ns)
        self.talk.start_ns = start_ns
        return found

    def _complete(self, payload: Row) -> list[ImportedSpan]:
        if self.turn is not None:
            self.turn.said = first_text(payload, "last_agent_message") or self.turn.said
            self.turn.last_ns = max(self.turn.last_ns, self.seen_ns)
        return self._close_turn(was_cut=False)

    def _abort(self, payload: Row) -> list[ImportedSpan]:
        return self._close_turn(was_cut=True)

    def _fail(self, payload: Row) -> list[ImportedSpan]:
        if self.turn is not None:
            self.turn.error = first_text(payload, "message") or "error"
        return []

    def _count(self, payload: Row) -> list[ImportedSpan]:
        """Totals are cumulative and come again without a new call, so only a total that grew is one."""
        info = fields(payload.get("info"))
        total = fields(info.get("total_token_usage"))
        if self.has_records or not total or total == self.total:
            return []
        before, self.total = self.total, total
        last = fields(info.get("last_token_usage"))
        return self._called(
            last or {name: (count(total.get(name)) or 0) - (count(before.get(name)) or 0) for name in _FIGURES}, None
        )

    def _item_completed(self, payload: Row) -> list[ImportedSpan]:
        item = fields(payload.get("item"))
        code, identity = item.get("exit_code"), text(item.get("id"))
        if identity is not None and isinstance(code, int) and code != 0:
            self.failures[identity] = f"exit code {code}: {item.get('aggregated_output') or ''}".strip(": ")
        return []

    def _called(self, usage: Row, response_id: str | None) -> list[ImportedSpan]:
        found = self._begin_turn({}) if self.turn is None else []
        if self.turn is None:
            return found
        for name in _FIGURES:
            self.counted[name] = self.counted.get(name, 0) + (count(usage.get(name)) or 0)
        self.turn.last_ns = max(self.turn.last_ns, self.seen_ns)
        talk, self.talk = self.talk, Talk()
        if talk.end_ns is None:
            talk.end_ns = self.seen_ns
        if not self.has_records:
            _keep_results_for_the_next(talk, self.talk, self.seen_ns)
        return [*found, call_span(self.thread, self.turn, talk, usage, response_id)]

    def _close_turn(self, *, was_cut: bool) -> list[ImportedSpan]:
        turn, self.turn = self.turn, None
        if turn is None:
            return []
        end_ns = max(turn.last_ns, turn.start_ns)
        found = [tool_span(self.thread, turn, tool, max(end_ns, tool.start_ns), None) for tool in self.tools.values()]
        self.tools.clear()
        self.talk = Talk()
        return [*found, turn_span(self.thread, turn, end_ns, was_cut=was_cut and turn.said is None)]

    _READERS: ClassVar[dict[str, Callable[[Rollout, Row], list[ImportedSpan]]]] = {
        "session_meta": _read_meta,
        "turn_context": _read_context,
        "response_item": _read_item,
        "token_usage_record": _read_record,
        "event_msg": _read_event,
    }
    _EVENTS: ClassVar[dict[str, Callable[[Rollout, Row], list[ImportedSpan]]]] = {
        "task_started": _begin_turn,
        "turn_started": _begin_turn,
        "task_complete": _complete,
        "turn_complete": _complete,
        "turn_aborted": _abort,
        "error": _fail,
        "token_count": _count,
        "item_completed": _item_completed,
    }


def _is_prompt(item: Row) -> bool:
    kinds: Any = fields(item.get("internal_chat_message_metadata_passthrough")).get("content_item_kinds")
    if isinstance(kinds, list):
        return _USER_KIND in kinds
    said = items.text_of(item) or ""
    return not said.lstrip().startswith("<")


def _keep_results_for_the_next(talk: Talk, following: Talk, seen_ns: int) -> None:
    """A token count comes after the tool has answered: what it said is news for the next call, not for this one."""
    late = [message for message in talk.asked if message["role"] == "tool"] if talk.said else []
    called = {part.get("id") for message in talk.said for part in message["parts"] if part.get("type") == "tool_call"}
    moved = [message for message in late if message["parts"][0].get("id") in called]
    if moved:
        talk.asked = [message for message in talk.asked if message not in moved]
        following.asked, following.start_ns = moved, seen_ns
