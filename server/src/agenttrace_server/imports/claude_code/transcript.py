"""Read a transcript row by row: of a session with the agents inside it, or of one subagent."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from agenttrace_server.imports.claude_code import content
from agenttrace_server.imports.claude_code.lane import Lane
from agenttrace_server.imports.claude_code.making import Facts, Launch
from agenttrace_server.imports.claude_code.sums import Sums
from agenttrace_server.imports.reading import Row, fields, first_text, text, time_ns
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally

KNOWN_SILENT = frozenset(
    {
        "attachment", "queue-operation", "api-request", "api-request-shape", "api-request-blob", "tools-used",
        "last-prompt", "cost-state", "atis-latch", "summary", "system", "file-history-snapshot", "progress",
        "custom-title", "ai-title", "agent-name", "mode", "permission-mode", "pr-link", "worktree-state",
    }
)  # fmt: skip
"""Kinds of rows that are no step of the agent: some carry a time, or the session's own books."""

_REMEMBERED = 256
"""Requests, and rows of an agent inside the session, that a later row may point back to."""


@dataclass(slots=True)
class Sidechain:
    """A subagent whose rows stand in the session's own file, as they did in 2025."""

    lane: Lane
    rows: deque[str] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))


@dataclass(slots=True)
class Transcript:
    """One file of rows. `read` returns the spans that a row completes."""

    lane: Lane
    tally: Tally
    is_subagent: bool = False
    requests: dict[str, int] = field(default_factory=dict)
    sidechains: list[Sidechain] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def read(self, row: Row) -> list[ImportedSpan]:
        """Take in one row."""
        uuid = text(row.get("uuid"))
        if uuid is not None:
            if hash(uuid) in self.seen:
                self.tally.skipped["repeated"] += 1
                return []
            self.seen.add(hash(uuid))
        kind = row.get("type")
        if kind not in ("user", "assistant"):
            self._read_silent(str(kind), row)
            return []
        message = fields(row.get("message"))
        lane = self._lane_of(row, message)
        self.lane.facts.learn(row)
        when = time_ns(row.get("timestamp")) or lane.last_ns
        found = (
            self._read_user(lane, message, row, when) if kind == "user" else self._read_said(lane, message, row, when)
        )
        lane.saw(when)
        return found

    def finish(self) -> list[ImportedSpan]:
        """The file ends here and nobody goes on writing it."""
        lanes = [*(side.lane for side in self.sidechains), self.lane]
        return [span for lane in lanes for span in lane.close_turn()]

    def snapshot(self) -> list[ImportedSpan]:
        """Return what is open, for a file that may go on."""
        lanes = [*(side.lane for side in self.sidechains), self.lane]
        return [span for lane in lanes for span in lane.snapshot()]

    def _read_silent(self, kind: str, row: Row) -> None:
        (self.tally.skipped if kind in KNOWN_SILENT else self.tally.unknown)[kind] += 1
        when = time_ns(row.get("timestamp"))
        if kind == "api-request" and when is not None and (identity := text(row.get("id"))):
            self.requests[identity] = when
            while len(self.requests) > _REMEMBERED:
                del self.requests[next(iter(self.requests))]
        elif kind == "cost-state":
            self.lane.sums.state(fields(row.get("modelUsage")), row.get("totalCostUSD"))
        elif kind == "attachment" and row.get("isSidechain") is self.is_subagent:
            self.lane.saw(when)

    def _read_user(self, lane: Lane, message: Row, row: Row, when: int) -> list[ImportedSpan]:
        blocks = content.blocks_of(message.get("content"))
        results = [block for block in blocks if block.get("type") == "tool_result"]
        if results:
            return lane.answered(blocks, row, when)
        key = first_text(row, "promptId", "uuid") or str(when)
        goes_on = lane.turn is not None and (
            lane.turn.key == key or row.get("isMeta") is True or row.get("isCompactSummary") is True or self.is_subagent
        )
        if goes_on:
            lane.told(blocks)
            return []
        return lane.prompted(key, blocks, when)

    def _read_said(self, lane: Lane, message: Row, row: Row, when: int) -> list[ImportedSpan]:
        started = self.requests.get(first_text(row, "requestRef") or "")
        return lane.said(message, first_text(row, "requestId") or "", started, when, row)

    def _lane_of(self, row: Row, message: Row) -> Lane:
        if self.is_subagent or row.get("isSidechain") is not True:
            return self.lane
        above, uuid = text(row.get("parentUuid")), text(row.get("uuid")) or ""
        side = next((each for each in reversed(self.sidechains) if above in each.rows), None)
        if side is None:
            side = self._begin_sidechain(message, uuid)
        side.rows.append(uuid)
        return side.lane

    def _begin_sidechain(self, message: Row, uuid: str) -> Sidechain:
        """The subagent's first row repeats the prompt of the tool call that started it."""
        prompt = content.text_of(content.blocks_of(message.get("content")))
        launches = self.lane.launches
        waiting = [each for each in self.lane.tools if each in launches and launches[each].prompt == prompt]
        launch = launches[waiting[0]] if waiting else None
        lane = subagent_lane(self.lane.facts, self.lane.sums, launches, launch, waiting[0] if waiting else uuid)
        side = Sidechain(lane)
        self.sidechains.append(side)
        return side


def main_lane(session_id: str, sums: Sums, launches: dict[str, Launch]) -> Lane:
    """Return the lane of a session's main agent."""
    return Lane(Facts(session_id), sums, launches=launches)


def subagent_lane(
    facts: Facts, sums: Sums, launches: dict[str, Launch], launch: Launch | None, agent_id: str, **known: Any
) -> Lane:
    """Return the lane of a subagent."""
    agent = known.get("agent") or (launch.agent if launch is not None else "subagent")
    return Lane(facts, sums, agent=agent, agent_id=agent_id, launch=launch, launches=launches)
