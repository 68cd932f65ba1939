"""Take up any program from its recording: run it again, with its answers from the tape up to a place.

Three executors: `tape` serves what lies before the place and asks anew from there on, `mock` serves everything, `real`
asks everything anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from agenttrace.comparison import Difference, differences
from agenttrace.recording import TraceReader
from agenttrace.replay.checkpoints.blob import BadCheckpoint, CheckpointBlob
from agenttrace.replay.checkpoints.contract import Capabilities, Granularity
from agenttrace.replay.checkpoints.places import place_of, plan_at
from agenttrace.replay.plan import ReplayPlan
from agenttrace.replay.replayer import Replayer
from agenttrace.replay.report import FidelityReport
from agenttrace.replay.tape.entries import Entry, ExchangeEntry, Tape, ToolEntry
from agenttrace.replay.tape.load import load_tape

FORMAT = "agenttrace.recording+place/1"
_EDITS = ("edits", "states", "model")


@dataclass(frozen=True, slots=True)
class TapeHandle:
    """A recorded run, the place that it is taken up from, and how."""

    recording: Path
    """Its folder."""
    at: str | int | None = None
    """A step, or the id or name of a checkpoint; None: nothing goes live."""
    entry: Callable[[], Any] | None = None
    """What runs again: the program, as a function without arguments."""
    plan: ReplayPlan = field(default_factory=ReplayPlan)
    edits: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Resumed:
    """How a run went on."""

    value: Any
    """What the program returned."""
    report: FidelityReport


class TapeExecutor:
    """The default for every framework: it needs a recording, and nothing of the framework."""

    name = "tape"
    capabilities = Capabilities(Granularity.CALL, edit_state=True, cross_process=True)

    def capture(self, handle: TapeHandle) -> CheckpointBlob:
        """Return the place in its recording, which has to stay where it is. Raises: NoRecording, BadPlace."""
        reader = TraceReader(handle.recording)
        tape = load_tape(reader)
        place = None if handle.at is None else place_of(tape, handle.at)
        said = {"recording": str(reader.path.resolve().parent), "run_id": tape.run_id, "at": handle.at}
        steps = tape.steps if place is None else tape.steps[: place.step - 1]
        return CheckpointBlob(self.name, "1", FORMAT, json.dumps(said).encode(), tuple(step.id for step in steps))

    def restore(self, blob: CheckpointBlob, build: Callable[[], Any]) -> TapeHandle:
        """Return the run at that place; `build` is the program itself. Raises: BadCheckpoint, NoRecording."""
        folder, at = _said_in(self.name, blob)
        TraceReader(folder)
        return TapeHandle(folder, at, build)

    def patch(self, handle: TapeHandle, edits: Mapping[str, Any]) -> TapeHandle:
        """Return the run with `edits` (an `Edit` by place), `states` (by checkpoint) and `model` for live calls."""
        _check_names(edits)
        return replace(handle, edits={**(handle.edits or {}), **edits})

    def resume(self, handle: TapeHandle) -> Resumed:
        """Run the program. Raises: ReplayDivergence, BadPlace, and what the program raises."""
        if handle.entry is None:
            raise BadCheckpoint("entry: there is no program to run; restore the checkpoint with one")
        reader = TraceReader(handle.recording)
        replayer = Replayer(reader, self._plan(load_tape(reader), handle))
        return Resumed(replayer.run(handle.entry), replayer.report)

    def diff(self, before: CheckpointBlob, after: CheckpointBlob) -> tuple[Difference, ...]:
        """Return where the steps up to two places differ, and the states there."""
        pair = [_story(*_said_in(self.name, blob)) for blob in (before, after)]
        return differences(*(json.dumps(each) for each in pair))

    def _plan(self, tape: Tape, handle: TapeHandle) -> ReplayPlan:
        given = dict(handle.edits or {})
        base = replace(handle.plan, model=given.pop("model", handle.plan.model), record=True)
        return plan_at(tape, base, at=handle.at, **given)


class MockExecutor(TapeExecutor):
    """Everything comes from the recording: models, tools, clock and chance."""

    name = "mock"
    capabilities = Capabilities(Granularity.CALL, edit_state=False, cross_process=True)

    def patch(self, handle: TapeHandle, edits: Mapping[str, Any]) -> TapeHandle:
        """Raises: BadCheckpoint: always; what is edited has to go on live."""
        raise BadCheckpoint(f"{self.name}: nothing can be edited here, the tape executor can")

    def _plan(self, tape: Tape, handle: TapeHandle) -> ReplayPlan:
        return handle.plan


class RealExecutor(MockExecutor):
    """Nothing comes from the recording: models, tools, clock and chance are asked anew."""

    name = "real"

    def _plan(self, tape: Tape, handle: TapeHandle) -> ReplayPlan:
        return replace(handle.plan, live=True, record=True)


def _said_in(executor: str, blob: CheckpointBlob) -> tuple[Path, str | int | None]:
    blob.check(executor, FORMAT)
    try:
        said = json.loads(blob.data)
        return Path(said["recording"]), said["at"]
    except (ValueError, TypeError, KeyError):
        raise BadCheckpoint("data: names no recording and no place in it") from None


def _check_names(edits: Mapping[str, Any]) -> None:
    for name in edits:
        if name not in _EDITS:
            raise BadCheckpoint(f"{name}: cannot be edited on a tape, {', '.join(_EDITS)} can")


def _story(folder: Path, at: str | int | None) -> dict[str, Any]:
    """Return what lies before a place, and the state there."""
    tape = load_tape(TraceReader(folder))
    place = None if at is None else place_of(tape, at)
    steps = tape.steps if place is None else tape.steps[: place.step - 1]
    checkpoint = None if place is None else place.checkpoint
    return {
        "state": None if checkpoint is None else checkpoint.state,
        "steps": [_told(step) for step in steps],
    }


def _told(step: Entry) -> dict[str, Any]:
    if isinstance(step, ToolEntry):
        return {"what": step.title, "asked": step.arguments, "answered": step.failure or step.result}
    if isinstance(step, ExchangeEntry):
        answered = b"".join(data for _, data in step.chunks).decode("utf-8", "replace")
        return {"what": step.title, "asked": _parsed(step.body), "answered": _parsed(answered)}
    return {"what": step.title}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
