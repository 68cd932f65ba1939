"""Answer what the program asks from the tape, go live where the plan says so, else end the replay."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from agenttrace.comparison import differences
from agenttrace.model import Json
from agenttrace.recording import Kind
from agenttrace.recording.checkpoints import MANUAL, NAME, STATE, Mark
from agenttrace.recording.http.hosts import ExcludedHosts
from agenttrace.recording.lanes import MUTED, Lane, current_lane
from agenttrace.recording.log.event import json_of
from agenttrace.recording.redact import Guard, Redact
from agenttrace.recording.tape.bodies import text_of
from agenttrace.recording.tape.exchange import Sink, Turn, WireRequest
from agenttrace.recording.tape.keys import call_hash, loose_hash
from agenttrace.recording.tape.model_calls import protocol_of
from agenttrace.recording.tape.open_exchange import IgnoredExchange
from agenttrace.recording.tape.recorder import Recorder, Written, written
from agenttrace.recording.tape.tools import ARGUMENTS, OpenTool, kept_value, lane_of_tool
from agenttrace.replay.divergence import Diverged, ReplayDivergence, ReplayStopped
from agenttrace.replay.plan import ReplayPlan
from agenttrace.replay.playing.json_rpc import renumbered
from agenttrace.replay.playing.live import LiveSink, LiveTool, edited_body
from agenttrace.replay.playing.network import Network
from agenttrace.replay.playing.order import Order
from agenttrace.replay.playing.playback import Playback
from agenttrace.replay.playing.served_tool import ServedTool, VerifiedTool, can_give
from agenttrace.replay.report import FidelityReport
from agenttrace.replay.tape.entries import CheckpointEntry, EffectEntry, Entry, ExchangeEntry, Tape, ToolEntry
from agenttrace.replay.tape.matching import Found, Matcher

T = TypeVar("T", str, int, float)
ToolTurns = OpenTool | ServedTool | VerifiedTool | LiveTool


class Player:
    """One replay in one process. It stands where a recorder stands, and hands what happens on to one."""

    def __init__(
        self,
        tape: Tape,
        plan: ReplayPlan,
        report: FidelityReport,
        *,
        redact: Redact,
        guard: Guard,
        excluded: ExcludedHosts,
        network: Network,
    ) -> None:
        self._plan = plan
        self._report = report
        self.redact = redact
        self._guard = guard
        self.excluded = excluded
        self._network = network
        fork = plan.fork_step
        fork_entry = None if fork is None else tape.step(fork)
        self._fork_ns = tape.started_ns if plan.live else None if fork_entry is None else fork_entry.start_ns
        self._has_fork = fork is not None
        served = [each for each in tape.entries if self._fork_ns is None or each.start_ns < self._fork_ns]
        later_tools = [each for each in tape.entries if isinstance(each, ToolEntry) and each not in served]
        self._matcher = Matcher(served, positional=plan.positional)
        self._later_tools = Matcher(later_tools)
        self._order = Order([each for each in served if not isinstance(each, EffectEntry)], plan.order_grace_s, report)
        self._checkpoints = Matcher([each for each in tape.checkpoints if each.kind == MANUAL])
        self.recorder: Recorder | None = None
        """Takes the replay down as a run of its own."""

    def wants(self, url: str) -> bool:
        return url not in self.excluded and current_lane().path != MUTED

    def begin(self, request: WireRequest) -> Turn:
        """Raises: ReplayDivergence, ReplayStopped."""
        kept = written(request, self.redact)
        found = self._matcher.take(
            ExchangeEntry, current_lane().path, kept.hash, lambda: loose_hash(kept.method, kept.url, text_of(kept.body))
        )
        if found is not None and isinstance(found.entry, ExchangeEntry):
            return self._exchange(found, found.entry, request, kept)
        is_model_call = protocol_of(request.method, request.url) is not None
        title = f"{'model call' if is_model_call else 'request'} {request.method} {kept.url}"
        self._check_live(ExchangeEntry, title, kept)
        return self._live(request, kept, title)

    def uncovered(self, what: str, place: str) -> None:
        """Raises: NetworkBlocked: the plan does not let it out."""
        self._report.note(f"{what} is not on any tape: it was not recorded, and goes out live or not at all")
        self._network.check(place)

    def begin_tool(self, name: str, arguments: Mapping[str, Any], mode: str | None) -> ToolTurns:
        """Raises: ReplayDivergence, ReplayStopped."""
        kept = kept_value(ARGUMENTS, dict(arguments), self.redact)
        mode = self._plan.mode_of(name, mode)
        lane, key = current_lane().path, call_hash(name, kept)
        inside = lane_of_tool(name)
        found = self._matcher.take(ToolEntry, lane, key)
        if found is None and self._has_fork:
            found = self._later_tools.take(ToolEntry, lane, key)
        entry = None if found is None else found.entry
        if isinstance(entry, ToolEntry) and found is not None:
            self._check_until(entry)
            edit = self._plan.edits.get(entry.step or 0)
            if mode == "recorded" and can_give(entry, edit):
                self._report.serve(found.how)
                self._leave_out_what_happened_in(entry)
                return ServedTool(entry, edit, self._order, self._report, self._tool(name, kept, inside, entry))
            self._order.done(entry)
            if mode == "verify":
                self._report.serve(found.how)
                recorded = self._tool(name, kept, inside, entry)
                return VerifiedTool(entry, self.redact, self._diverge, self._network, inside, recorded)
            if mode == "recorded":
                self._report.note(f"tool {name} ran: what it gave cannot be stored (step {entry.step})")
        elif mode == "recorded":
            hint = "; live_tools runs it" if self._has_fork else ""
            self._diverge_from(ToolEntry, f"tool {name} {json_of(kept)}", f"this call is not on the tape{hint}", kept)
        self._report.live.append(f"tool {name}")
        return LiveTool(self._network, inside, self._tool(name, kept, inside, None))

    def effect(self, name: str, make: Callable[[], T], *, strict: bool = True) -> T:
        """Return what it gave in the recorded run. Raises: ReplayDivergence: it gave no more, and that is `strict`."""
        found = self._matcher.take(EffectEntry, current_lane().path, name)
        if found is not None and isinstance(found.entry, EffectEntry):
            value: T = found.entry.value
            self._report.serve(found.how)
        else:
            if self._fork_ns is None and strict:
                self._diverge_from(EffectEntry, f"{name}()", f"{name}() was not called so often", None)
            elif self._fork_ns is None:
                self._report.note(f"{name}() was asked for more often than it was recorded: it gave its own value")
            value = make()
        return value if self.recorder is None else self.recorder.effect(name, lambda: value)

    def checkpoint(self, name: str, state: Json) -> tuple[Json, Mark | None]:
        """Return the state that the plan has for this checkpoint, else the program's own; note how that differs."""
        found = self._checkpoints.take(CheckpointEntry, current_lane().path, self.redact.whole(NAME, name))
        entry = None if found is None else found.entry
        if isinstance(entry, CheckpointEntry):
            if entry.id in self._plan.states:
                state = self._plan.states[entry.id]
                self._report.note(f"checkpoint {name}: the program was given another state")
            else:
                with self._guard("comparing the state of a checkpoint"):
                    self._report.compare_state(name, entry.state, kept_value(STATE, state, self.redact))
        return (state, None) if self.recorder is None else self.recorder.checkpoint(name, state)

    def note(self, kind: str, payload: Mapping[str, Any]) -> None:
        """Take down a message or a line of the log, where the replay is recorded."""
        if self.recorder is not None:
            self.recorder.note(kind, payload)

    def finish(self) -> None:
        """Complete the report: what was never asked for, as far as the replay was to go."""
        until = self._plan.until_step
        self._report.leave_unused(e for e in self._matcher.unused() if until is None or (e.step or 0) <= until)

    def _exchange(self, found: Found, entry: ExchangeEntry, request: WireRequest, kept: Written) -> Turn:
        self._check_until(entry)
        edit = self._plan.edits.get(entry.step or 0)
        if edit is not None and edit.response is not None:
            body = edit.response.encode()
            headers = tuple(pair for pair in entry.headers if pair[0] != "content-length")
            entry = dataclasses.replace(
                entry, status=200, headers=headers, chunks=[(0, body)], outcome="eof", failure=None
            )
        self._report.serve(found.how)
        in_real_time = self._plan.speed == "real"
        given = renumbered(entry, text_of(kept.body))
        return Turn(
            self._sink(request, kept, found.entry),
            served=Playback(given, self._order, self._report, in_real_time=in_real_time, turn_of=found.entry),
        )

    def _live(self, request: WireRequest, kept: Written, title: str) -> Turn:
        self._report.live.append(title)
        edit = self._plan.edits.get(self._plan.fork_step or 0)
        body = edited_body(request.body, self._plan.model, edit.request if edit else None)
        if body is not None:
            request = dataclasses.replace(request, body=body)
            kept = written(request, self.redact)
        return Turn(LiveSink(self._sink(request, kept, None), self._network), body=body)

    def _sink(self, request: WireRequest, kept: Written, served: Entry | None) -> Sink:
        if self.recorder is None:
            return IgnoredExchange()
        with self._guard("recording a replay"):
            return self.recorder.exchange(request, kept, _origin(served))
        return IgnoredExchange()

    def _leave_out_what_happened_in(self, entry: ToolEntry) -> None:
        if entry.inside is not None:
            for each in self._matcher.use_lane(entry.inside):
                self._order.done(each)

    def _tool(self, name: str, kept: Any, inside: Lane, served: Entry | None) -> OpenTool | None:
        if self.recorder is None:
            return None
        with self._guard("recording a replay"):
            return self.recorder.tool(name, kept, inside, _origin(served))
        return None

    def _check_until(self, entry: Entry) -> None:
        until = self._plan.until_step
        if until is not None and entry.step is not None and entry.step > until:
            entry.used = False
            self._stop(until)

    def _stop(self, until: int) -> None:
        self._report.ended = f"until step {until}, as asked"
        raise ReplayStopped(f"the replay ends behind step {until}, as asked")

    def _check_live(self, kind: type[Entry], title: str, kept: Written) -> None:
        """Return where the plan lets a request go live. Raises: ReplayDivergence."""
        lane = current_lane().path
        if not self._has_fork:
            self._diverge_from(kind, title, "this request is not on the tape", kept)
        before = [e for e in self._matcher.unused() if e.lane == lane and e.step]
        if before:
            self._diverge_from(kind, title, "this request is not on the tape, and the fork is not reached", kept)

    def _diverge_from(self, kind: type[Entry], title: str, reason: str, got: Any) -> None:
        lane = current_lane().path
        expected = self._matcher.expected(kind, lane)
        found: Diverged = Diverged(
            what=title,
            lane=lane,
            reason=reason,
            step=None if expected is None else expected.step,
            expected="the end of the run" if expected is None else expected.title,
            differences=_differences(expected, got),
        )
        self._diverge(found)

    def _diverge(self, diverged: Diverged) -> None:
        """Raises: ReplayDivergence: always."""
        self._report.diverged.append(diverged)
        if self.recorder is not None:
            with self._guard("recording a divergence"):
                self.recorder.write(Kind.DIVERGENCE, diverged.as_json())
        raise ReplayDivergence(diverged)


def _origin(served: Entry | None) -> dict[str, Any]:
    """Return what the recording of a replay says of where an answer came from."""
    return {"live": True} if served is None else {"replayed": served.id}


def _differences(expected: Entry | None, got: Any) -> Any:
    if isinstance(expected, ExchangeEntry) and isinstance(got, Written):
        asked = {"url": got.url.partition("://")[2].partition("/")[2], "method": got.method}
        known = {"url": expected.url.partition("://")[2].partition("/")[2], "method": expected.method}
        return (*differences(json_of(known), json_of(asked)), *differences(expected.body, text_of(got.body)))
    if isinstance(expected, ToolEntry) and not isinstance(got, Written) and got is not None:
        return differences(json_of(expected.arguments), json_of(got))
    return ()
