"""Hold what one agent's log events tell: its turns, model calls and tool calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from agenttrace.model import OK, Json, SpanState, SpanType, Status
from agenttrace_server.pipeline.logs.runs.events import AgentEvent
from agenttrace_server.pipeline.normalize.values import nanoseconds

_MILLISECOND_NS: Final = 1_000_000
TRUE: Final = ("true", True)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the agent did. `key` is its identity within the run."""

    key: str
    type: SpanType
    name: str
    start_ns: int
    end_ns: int
    attributes: Mapping[str, Json] = field(default_factory=dict)
    status: Status = OK

    @property
    def is_turn(self) -> bool:
        """Whether this is a prompt, to which what follows belongs."""
        return self.type is SpanType.AGENT


def start_of(event: AgentEvent) -> int:
    """Return when that began which an event says has ended."""
    lasted_ns = nanoseconds(event.attributes.get("duration_ms"), _MILLISECOND_NS) or 0
    return max(0, event.record.time_ns - lasted_ns)


def failed(message: str | None, code: str | None) -> Status:
    """Return the status of what went wrong."""
    return Status(SpanState.ERROR, message, code)


def cancelled(message: str) -> Status:
    """Return the status of what was not allowed to happen."""
    return Status(SpanState.CANCELLED, message, "rejected")
