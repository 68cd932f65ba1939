"""Find the place of a run that somebody names, a step or a checkpoint, and plan a replay that goes on from there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from agenttrace.model import BadState, json_state
from agenttrace.recording.checkpoints import MANUAL
from agenttrace.replay.plan import BadPlan, Edit, ReplayPlan, edit_from_text
from agenttrace.replay.tape.entries import CheckpointEntry, Tape


class BadPlace(BadPlan):
    """No place of the run is called so, or several are; the text names those that there are."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run can be taken up: before this step, at this checkpoint if it was named by one."""

    step: int
    checkpoint: CheckpointEntry | None = None


def place_of(tape: Tape, name: str | int) -> Place:
    """Return the place of a step's number, a checkpoint's id or its name; `name#2` is the second one of that name.

    Raises: BadPlace.
    """
    text = str(name)
    if text.isascii() and text.isdigit():
        return _step(tape, int(text))
    by_id = [entry for entry in tape.checkpoints if entry.id == text]
    found = by_id or [entry for entry in tape.checkpoints if entry.name == text]
    if not found:
        found = _numbered(tape, text)
    if len(found) == 1:
        return Place(found[0].step or 1, found[0])
    if found:
        raise BadPlace(
            f"{text}: {len(found)} checkpoints are called so; name one by its id or as {text}#1, {text}#2, …"
        )
    names = dict.fromkeys(entry.name for entry in tape.checkpoints if entry.kind == MANUAL)
    there = f"it has {', '.join([*names][:10])}" if names else "none was named in it"
    raise BadPlace(f"{text}: the run has no such checkpoint, {there}; its steps are 1 to {len(tape.steps)}")


def plan_at(
    tape: Tape,
    base: ReplayPlan | None = None,
    *,
    at: str | int | None = None,
    edits: Mapping[str | int, Edit] | None = None,
    states: Mapping[str, Any] | None = None,
) -> ReplayPlan:
    """Return a plan that goes on live from a place, with other answers, requests or states. The rest is as in `base`.

    `edits` are by place, of checkpoints the step behind them; `states` are by checkpoints that the program made.
    Without `at`, the run goes live behind what is edited first. Raises: BadPlace, BadPlan.
    """
    plan = base or ReplayPlan()
    steps = {**plan.edits, **{place_of(tape, name).step: edit for name, edit in (edits or {}).items()}}
    chosen = {}
    behind = []
    for name, state in (states or {}).items():
        entry = _made_by_the_program(tape, name)
        chosen[entry.id] = _plain(name, state)
        behind.append(entry.step or 1)
    planned = replace(plan, edits=steps, states={**plan.states, **chosen})
    if at is not None:
        return replace(planned, from_step=place_of(tape, at).step)
    fork = planned.fork_step
    first = min([*behind, *([] if fork is None else [fork])], default=None)
    return planned if first is None else replace(planned, from_step=first)


def edits_from_texts(tape: Tape, given: Mapping[str, str]) -> tuple[dict[str | int, Edit], dict[str, Any]]:
    """Return the edits and the states that files hold: a checkpoint of the program takes a state, a step an edit.

    Raises: BadPlace, BadPlan.
    """
    edits: dict[str | int, Edit] = {}
    states: dict[str, Any] = {}
    for name, text in given.items():
        checkpoint = place_of(tape, name).checkpoint
        if checkpoint is None or checkpoint.kind != MANUAL:
            edits[name] = edit_from_text(text)
            continue
        try:
            states[name] = json.loads(text)
        except ValueError:
            raise BadPlan(f"{name}: the state of a checkpoint must be JSON") from None
    return edits, states


def _step(tape: Tape, number: int) -> Place:
    last = len(tape.steps)
    if not 1 <= number <= last + 1:
        raise BadPlace(f"{number}: the run has no such step, its steps are 1 to {last}")
    return Place(number)


def _numbered(tape: Tape, text: str) -> list[CheckpointEntry]:
    name, separator, number = text.rpartition("#")
    if not separator or not (number.isascii() and number.isdigit()):
        return []
    called = [entry for entry in tape.checkpoints if entry.name == name]
    return called[int(number) - 1 : int(number)] if int(number) > 0 else []


def _made_by_the_program(tape: Tape, name: str) -> CheckpointEntry:
    found = place_of(tape, name).checkpoint
    if found is None or found.kind != MANUAL:
        raise BadPlace(f"{name}: only a checkpoint that the program made has a state to edit")
    return found


def _plain(name: str, state: Any) -> Any:
    try:
        return json_state(state)
    except BadState as error:
        raise BadPlan(f"{name}: {error}") from None
