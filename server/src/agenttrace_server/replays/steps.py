"""List the steps of a recording, its model calls and tool calls, with what a replay may change in them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agenttrace.recording import BadBlob, Event, Kind, TraceReader
from agenttrace.recording.tape.bodies import body_of, text_of

_OF_STEPS = (Kind.LLM_CHUNK, Kind.LLM_END, Kind.TOOL_RESULT)


@dataclass(slots=True, kw_only=True)
class Step:
    """One model call or tool call, numbered as a replay does: from 1, in the order in which they began."""

    number: int
    is_tool: bool
    name: str
    """The tool's, or the model's."""
    span_id: str | None
    start_ns: int
    end_ns: int | None = None
    asked: str
    """What was sent to the model, or the tool's arguments as JSON."""
    chunks: list[bytes] = field(default_factory=list)
    failure: str | None = None

    @property
    def answer(self) -> str:
        """The body of the model's answer, or the tool's result as JSON."""
        return b"".join(self.chunks).decode("utf-8", "replace")


def steps_of(folder: Path) -> Sequence[Step]:
    """Read the whole recording; what is damaged in it is left out."""
    reader = TraceReader(folder)
    steps: dict[str, Step] = {}
    for event in reader.events:
        if event.kind not in (Kind.LLM_REQUEST, Kind.TOOL_CALL, *_OF_STEPS):
            continue
        try:
            payload = reader.payload_of(event)
        except BadBlob:
            continue
        step = steps.get(event.of or "")
        if event.kind in _OF_STEPS and step is not None:
            _go_on(step, event, payload)
        elif event.kind == Kind.TOOL_CALL or (event.kind == Kind.LLM_REQUEST and payload.get("protocol")):
            steps[event.id] = _begun(len(steps) + 1, event, payload)
    return list(steps.values())


def _begun(number: int, event: Event, payload: Mapping[str, Any]) -> Step:
    is_tool = event.kind == Kind.TOOL_CALL
    asked = json.dumps(payload.get("arguments")) if is_tool else text_of(payload.get("body") or {})
    name = str(payload.get("name", "")) if is_tool else _model_in(asked)
    return Step(number=number, is_tool=is_tool, name=name, span_id=event.span_id, start_ns=event.time_ns, asked=asked)


def _go_on(step: Step, event: Event, payload: Mapping[str, Any]) -> None:
    error = payload.get("error")
    if error:
        step.failure = str(error.get("message") or error.get("type")) if isinstance(error, dict) else str(error)
    if event.kind == Kind.LLM_CHUNK:
        if "head" in payload:
            step.chunks = []
        else:
            step.chunks.append(body_of(payload))
        return
    step.end_ns = event.time_ns
    if event.kind == Kind.TOOL_RESULT:
        step.chunks = [json.dumps(payload.get("result")).encode()]
    elif "body" in payload:
        step.chunks = [body_of(payload["body"])]


def _model_in(asked: str) -> str:
    try:
        body = json.loads(asked)
    except (ValueError, RecursionError):
        return ""
    return str(body.get("model") or "") if isinstance(body, dict) else ""
