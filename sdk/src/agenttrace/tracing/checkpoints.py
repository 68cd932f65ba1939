"""Mark a place of a run that it can be taken up from, with the state that the program is in: `at.checkpoint()`."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from agenttrace.model import Json, SpanType, json_state, semconv
from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.messages import note_event
from agenttrace.tracing.outside.conductor import Mark
from agenttrace.tracing.provider.runtime import runtime
from agenttrace.tracing.values import as_json, safe_str

S = TypeVar("S")

_NOTING = never_break_the_agent("noting a checkpoint")
MANUAL = "manual"
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def checkpoint(name: str, state: S = None) -> S:  # type: ignore[assignment]
    """Mark this place, and return the state: in a replay that was told another one, that.

    Raises: BadState: something in the state is not JSON; the text says where.
    """
    plain = json_state(state)
    title = safe_str(name)
    conductor = runtime.conductor
    kept, mark = (plain, None) if conductor is None else conductor.checkpoint(title, plain)
    with _NOTING:
        note_event(semconv.CHECKPOINT_EVENT, _attributes(title, kept, mark), else_span=(title, SpanType.CUSTOM))
    edited: Any = kept
    return state if kept is plain else edited


def _attributes(name: str, state: Json, mark: Mark | None) -> dict[str, object]:
    found: dict[str, object] = {semconv.CHECKPOINT_NAME: name, semconv.CHECKPOINT_KIND: MANUAL}
    if mark is not None:
        found |= {
            semconv.CHECKPOINT_ID: mark.id,
            semconv.CHECKPOINT_RECORDING: mark.run_id,
            semconv.CHECKPOINT_STEP: mark.step,
        }
    if state is not None:
        found[semconv.CHECKPOINT_BYTES] = len(_encode(state).encode("utf-8", "surrogatepass"))
        if runtime.settings.capture_content:
            found[semconv.CHECKPOINT_STATE] = as_json(state, runtime.settings.max_captured_chars)
    return found
