"""Name what a replay that was asked for is, and what can become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class State(str, Enum):
    """Where a job is. It comes back from running to queued where its worker falls silent and it may be tried again."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"

    @property
    def is_over(self) -> bool:
        """Whether nothing comes after it."""
        return self not in (State.QUEUED, State.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be replayed. There is no code in it, no command and no address: a worker knows its own program."""

    from_step: int | None = None
    from_checkpoint: str | None = None
    """In place of a step: an id, a name, or `name#2`. The worker finds it on the tape."""
    until_step: int | None = None
    edits: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By step: `response`, `request` or `error`."""
    model: str | None = None
    live_tools: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A process on a user's machine that carries replays out. `project`: None takes those of every project."""

    name: str
    entrypoint: str
    live_tools: bool
    project: str | None = None
    seen_ns: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a worker says when it has done with a job."""

    state: State
    reason: str | None = None
    result_trace_id: str | None = None
    report: Mapping[str, Any] | None = None
    exit_code: int | None = None
    output: str | None = None
    """The end of what the program printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One replay that was asked for, from its question to what became of it."""

    id: str
    project: str
    trace_id: str
    asked: Asked
    state: State
    created_ns: int
    started_ns: int | None = None
    ended_ns: int | None = None
    attempts: int = 0
    worker: str | None = None
    lease: str | None = None
    """What the worker proves with that the job is still its own."""
    is_cancel_asked: bool = False
    reason: str | None = None
    """Why it failed, was cancelled or lost, in words."""
    result_trace_id: str | None = None
    report: Mapping[str, Any] | None = None
    exit_code: int | None = None
    output: str | None = None
