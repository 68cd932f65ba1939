"""Say how a run is to be replayed: how far, what is changed, what goes live."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

SPEEDS = ("max", "real")
TOOL_MODES = ("recorded", "live", "verify")


class BadPlan(ValueError):
    """A plan that cannot be carried out. The text names the field."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a step gives or asks instead of what was recorded. One of the fields is set."""

    response: str | None = None
    """The body of a model's answer, or the result of a tool as JSON."""
    request: Mapping[str, Any] | None = None
    """Fields to replace in the body of a model call, which then goes live."""
    error: str | None = None
    """The text of the exception that a tool raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPlan:
    """How one recording is replayed. Steps count model calls and tool calls from 1."""

    from_step: int | None = None
    """Go live from this step on. None: everything comes from the tape."""
    until_step: int | None = None
    """End the program when it asks for the step after this one."""
    edits: Mapping[int, Edit] = field(default_factory=dict)
    """By step. The run goes live behind an edited answer, and at an edited request, unless `from_step` says another."""
    states: Mapping[str, Any] = field(default_factory=dict)
    """By the id of a checkpoint: the state that `at.checkpoint` returns there, instead of the program's own."""
    model: str | None = None
    """The model that live calls ask instead of their own; without `from_step` all model calls go live."""
    live: bool = False
    """Serve nothing and block nothing: models, tools, clock and chance are asked anew. The rest counts for nothing."""
    live_tools: bool = False
    """Run the tools, in place of what they gave."""
    tool_modes: Mapping[str, str] = field(default_factory=dict)
    """By tool: recorded, live, or verify, which runs it and compares."""
    speed: str = "max"
    """max: no waiting; real: with the times of the recorded run."""
    positional: bool = False
    """Serve a request that is not on the tape with the next answer of its lane."""
    allow_network: tuple[str, ...] = ()
    """Hosts (or host:port) that may be reached in spite of the replay."""
    record: bool = False
    """Whether a replay that the environment asked for is recorded, where the program records."""
    order_grace_s: float = 2.0
    """How long an answer waits for those that came before it in the recorded run, once they are under way."""

    def __post_init__(self) -> None:
        for name in ("from_step", "until_step"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, int) or value < 1):
                raise BadPlan(f"{name}: steps count from 1, this is {value!r}")
        if self.speed not in SPEEDS:
            raise BadPlan(f"speed: must be {' or '.join(SPEEDS)}, this is {self.speed!r}")
        for tool, mode in self.tool_modes.items():
            if mode not in TOOL_MODES:
                raise BadPlan(f"tool_modes.{tool}: must be one of {', '.join(TOOL_MODES)}, this is {mode!r}")

    @property
    def fork_step(self) -> int | None:
        """The first step that goes live; None where none does."""
        if self.live:
            return 1
        if self.from_step is not None:
            return self.from_step
        behind = [step if edit.request is not None else step + 1 for step, edit in self.edits.items()]
        if behind:
            return min(behind)
        return 1 if self.model is not None else None

    def mode_of(self, tool: str, own: str | None) -> str:
        """Return what becomes of a call of a tool; `own` is what its decorator says."""
        if self.live:
            return "live"
        return self.tool_modes.get(tool) or own or ("live" if self.live_tools else "recorded")

    def as_json(self) -> str:
        """Return it for another process."""
        return json.dumps({**asdict(self), "edits": {str(step): asdict(edit) for step, edit in self.edits.items()}})


def plan_from_json(text: str) -> ReplayPlan:
    """Return the plan that `as_json` wrote. Raises: BadPlan."""
    try:
        given = json.loads(text)
        known = {field.name for field in fields(ReplayPlan)}
        values = {name: value for name, value in given.items() if name in known}
        values["edits"] = {int(step): Edit(**edit) for step, edit in given.get("edits", {}).items()}
        values["allow_network"] = tuple(given.get("allow_network", ()))
        return ReplayPlan(**values)
    except (ValueError, TypeError, AttributeError) as error:
        raise error if isinstance(error, BadPlan) else BadPlan(f"the plan of the replay is damaged: {error}") from None


def edit_from_text(text: str) -> Edit:
    """Return the edit that a file holds: `{"response": …}`, `{"request": {…}}` or `{"error": "…"}`, else the answer."""
    try:
        given = json.loads(text)
    except ValueError:
        return Edit(response=text)
    names = {"response", "result", "request", "error"}
    if not isinstance(given, dict) or len(given) != 1 or not names >= set(given):
        return Edit(response=text)
    ((name, value),) = given.items()
    if name == "request":
        if not isinstance(value, dict):
            raise BadPlan("request: must be an object with the fields to replace")
        return Edit(request=value)
    if name == "error":
        return Edit(error=str(value))
    return Edit(response=value if isinstance(value, str) and name == "response" else json.dumps(value))
