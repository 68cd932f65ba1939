"""Read the output of `claude --output-format stream-json`: no prompts, and output tokens only at the end.

A row of this form carries the usage of the moment when the answer began, so its output tokens are not the call's. The
turn's result has the turn's sum, and the books at the end have the subagents' too: what no call has is put on the last
call of the turn, or of the subagents, and marked there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from agenttrace_server.imports.claude_code import content
from agenttrace_server.imports.claude_code.lane import Lane
from agenttrace_server.imports.claude_code.making import Call, Launch, Turn, call_span
from agenttrace_server.imports.claude_code.sums import Sums
from agenttrace_server.imports.claude_code.transcript import main_lane, subagent_lane
from agenttrace_server.imports.lines import Progress, json_lines
from agenttrace_server.imports.reading import Row, count, fields, first_text, text, time_ns
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally

SUM_MARK = "claude_code.output_tokens_of"
_SILENT = frozenset({"system", "stream_event", "rate_limit_event", "control_request", "control_response"})
_PER_SUBAGENTS = "subagents"
_PER_TURN = "turn"


@dataclass(slots=True)
class Held:
    """A finished call that waits for the output tokens that only a sum knows."""

    lane: Lane
    turn: Turn
    call: Call


@dataclass(slots=True)
class Session:
    """One session's rows."""

    main: Lane
    turns: list[Held | None] = field(default_factory=list)
    """The last call of each turn that has no result yet; None where a turn has none so far."""
    agents: dict[str, Lane] = field(default_factory=dict)
    last_of_agents: dict[str, Held] = field(default_factory=dict)
    """By model."""
    exact: dict[str, int] = field(default_factory=dict)
    open_message: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Stream:
    """Everything that one file tells."""

    tally: Tally
    launches: dict[str, Launch] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)

    def read(self, row: Row) -> list[ImportedSpan]:
        """Take in one row and return the spans that it completes."""
        kind = row.get("type")
        session = self._session_of(row)
        if kind == "system" and row.get("subtype") == "init":
            return self._begin_turn(session, row)
        if kind == "result":
            return self._end_turn(session, row)
        if kind == "stream_event":
            _learn_exact(session, row)
        if kind not in ("user", "assistant"):
            (self.tally.skipped if kind in _SILENT else self.tally.unknown)[str(kind)] += 1
            return []
        return self._converse(session, str(kind), row)

    def finish(self) -> list[ImportedSpan]:
        """The file ends: whatever is left gets what the books say."""
        found = []
        for session in self.sessions.values():
            for lane in session.agents.values():
                found += _closed(session, lane)
            found += _closed(session, session.main)
            for held in filter(None, session.turns):
                found += _released(held, None, _PER_TURN)
            for model, held in session.last_of_agents.items():
                found += _released(held, session.main.sums.missing_output(model), _PER_SUBAGENTS)
        return found

    def _session_of(self, row: Row) -> Session:
        identity = first_text(row, "session_id") or ""
        if identity not in self.sessions:
            self.sessions[identity] = Session(main_lane(identity, Sums(), self.launches))
        return self.sessions[identity]

    def _begin_turn(self, session: Session, row: Row) -> list[ImportedSpan]:
        facts = session.main.facts
        facts.learn(row)
        facts.version = text(row.get("claude_code_version")) or facts.version
        found = _closed(session, session.main)
        session.turns.append(None)
        return found

    def _end_turn(self, session: Session, row: Row) -> list[ImportedSpan]:
        """Results come in the order of the turns, one each."""
        session.main.sums.state(fields(row.get("modelUsage")), row.get("total_cost_usd"))
        found = []
        if len(session.turns) <= 1:
            found = _closed(session, session.main)
        held = session.turns.pop(0) if session.turns else None
        if held is not None:
            stated = count(fields(row.get("usage")).get("output_tokens"))
            found += _released(held, stated, _PER_TURN)
        return found

    def _converse(self, session: Session, kind: str, row: Row) -> list[ImportedSpan]:
        lane = self._lane_of(session, row)
        message = fields(row.get("message"))
        blocks = content.blocks_of(message.get("content"))
        when = time_ns(row.get("timestamp")) or lane.last_ns
        if when == 0:
            self.tally.skipped["without a time"] += 1
            return []
        if kind == "assistant":
            found = self._said(session, lane, message, row, when)
        elif any(block.get("type") == "tool_result" for block in blocks):
            found = lane.answered(blocks, row, when)
        else:
            found = []
            lane.told(blocks)
        lane.saw(when)
        return found

    def _said(self, session: Session, lane: Lane, message: Row, row: Row, when: int) -> list[ImportedSpan]:
        found = []
        if lane.call is not None and lane.call.key[0] != message.get("id"):
            found = _held(session, lane)
        is_first = lane.turn is None
        if is_first:
            prompt = None if lane.launch is None else lane.launch.prompt
            lane.turn = Turn(text(message.get("id")) or str(when), prompt, when, when)
        found += lane.said(message, first_text(row, "request_id") or "", when if is_first else None, when, row)
        if lane.call is not None:
            known = session.exact.get(lane.call.key[0])
            final = text(message.get("stop_reason")) is not None
            if known is not None or not final:
                lane.call.output_tokens = known
        return found

    def _lane_of(self, session: Session, row: Row) -> Lane:
        above = text(row.get("parent_tool_use_id"))
        if above is None:
            return session.main
        if above not in session.agents:
            main = session.main
            identity = first_text(row, "agent_id") or above
            session.agents[above] = subagent_lane(
                main.facts, main.sums, self.launches, self.launches.get(above), identity,
                agent=first_text(row, "subagent_type"),
            )  # fmt: skip
        return session.agents[above]


def spans(path: Path, tally: Tally, progress: Progress) -> Iterator[ImportedSpan]:
    """Yield the spans of one file of streamed output."""
    stream = Stream(tally)
    for line in json_lines(path, tally, progress):
        yield from stream.read(line.row)
    yield from stream.finish()
    for identity, session in stream.sessions.items():
        session.main.sums.compare(identity, tally)


def _held(session: Session, lane: Lane) -> list[ImportedSpan]:
    """Take the call out of the lane; of those whose output nobody knows, the last waits for a sum."""
    call, turn = lane.call, lane.turn
    if call is None or turn is None:
        return lane.close_call()
    lane.call = None
    if call.output_tokens is not None:
        lane.finished.add(hash(call.key))
        lane.sums.add(call.model, call.usage, call.output_tokens)
        turn.counted += call.output_tokens
        return [call_span(lane, call, turn)]
    lane.finished.add(hash(call.key))
    held = Held(lane, turn, call)
    if lane is session.main:
        if not session.turns:
            session.turns.append(None)
        before, session.turns[-1] = session.turns[-1], held
    else:
        before = session.last_of_agents.get(call.model or "")
        session.last_of_agents[call.model or ""] = held
    return [] if before is None else _released(before, None, _PER_TURN)


def _released(held: Held, stated: int | None, whose: str) -> list[ImportedSpan]:
    """Count a held call, with what a sum has over the calls that are known."""
    lane, call, turn = held.lane, held.call, held.turn
    if stated is not None:
        call.output_tokens = max(0, stated - (turn.counted if whose == _PER_TURN else 0))
        call.notes[SUM_MARK] = whose
    lane.sums.add(call.model, call.usage, call.output_tokens)
    return [call_span(lane, call, turn)]


def _closed(session: Session, lane: Lane) -> list[ImportedSpan]:
    found = _held(session, lane) if lane.call is not None else []
    return [*found, *lane.close_turn()]


def _learn_exact(session: Session, row: Row) -> None:
    """With partial messages, the end of each answer says how long it was."""
    above = text(row.get("parent_tool_use_id")) or ""
    event = fields(row.get("event"))
    if event.get("type") == "message_start":
        session.open_message[above] = first_text(fields(event.get("message")), "id") or ""
    tokens = count(fields(event.get("usage")).get("output_tokens"))
    if event.get("type") == "message_delta" and tokens is not None:
        message = session.open_message.get(above, "")
        session.exact[message] = tokens
        lanes = [session.main] if not above else filter(None, [session.agents.get(above)])
        for lane in lanes:
            if lane.call is not None and lane.call.key[0] == message:
                lane.call.output_tokens = tokens
