"""Mark the places of a run that it can be taken up from: those that the program names, and each of its steps."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from opentelemetry import trace
from opentelemetry.util.types import AttributeValue

from agenttrace.model import semconv
from agenttrace.recording.log.event import Event, Kind, json_of

MANUAL, AUTO = "manual", "auto"
NAME, STATE = "checkpoint.name", "checkpoint.state"
MAX_AUTO_ON_A_SPAN = 100
"""A long span has room for so many of its steps' marks; its own events must not be pushed out."""


class Write(Protocol):
    """Writes an event of the running code."""

    def __call__(self, kind: Kind, payload: Mapping[str, Any], *, of: str | None = None) -> Event:
        """Return what was written."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A checkpoint in a recording."""

    id: str
    run_id: str
    step: int
    """The first step behind it, as this process counts them."""
    size_bytes: int


class Checkpoints:
    """Counts the steps of this process, and writes what stands between them. Any thread may use it."""

    def __init__(self, write: Write, run_id: str, *, automatic: bool) -> None:
        self._write = write
        self._run_id = run_id
        self._automatic = automatic
        self._steps = 0
        self._lock = threading.Lock()

    def at_step(self, name: str, start: Event) -> None:
        """A model call or a call of a tool has begun; mark it in the recording and on the current span."""
        with self._lock:
            self._steps += 1
            step = self._steps
        if not self._automatic:
            return
        made = self._write(Kind.CHECKPOINT, {"name": name, "kind": AUTO, "step": step}, of=start.id)
        span = trace.get_current_span()
        if span.is_recording() and len(getattr(span, "events", ())) < MAX_AUTO_ON_A_SPAN:
            span.add_event(semconv.CHECKPOINT_EVENT, attributes_of(name, AUTO, Mark(made.id, self._run_id, step, 0)))

    def made(self, name: str, state: Any) -> Mark:
        """Write a checkpoint of the program's own; `state` is as it may be kept."""
        step = self._steps + 1
        made = self._write(Kind.CHECKPOINT, {"name": name, "kind": MANUAL, "step": step, "state": state})
        return Mark(made.id, self._run_id, step, len(json_of(state).encode("utf-8", "surrogatepass")))


def attributes_of(name: str, kind: str, mark: Mark) -> dict[str, AttributeValue]:
    """Return what the event of a span says of a recorded checkpoint."""
    return {
        semconv.CHECKPOINT_NAME: name,
        semconv.CHECKPOINT_KIND: kind,
        semconv.CHECKPOINT_ID: mark.id,
        semconv.CHECKPOINT_RECORDING: mark.run_id,
        semconv.CHECKPOINT_STEP: mark.step,
        semconv.CHECKPOINT_BYTES: mark.size_bytes,
    }
