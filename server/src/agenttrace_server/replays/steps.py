"""List the steps of a recording, its model calls and tool calls, with what a replay may change in them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agenttrace.recording import BadBlob, Event, Kind, TraceReader
from agenttrace.recording.tape.bodies import body_of

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
        with suppress(BadBlob):
            _take(steps, event, reader.payload_of(event))
    return list(steps.values())


def _take(steps: dict[str, Step], event: Event, payload: Mapping[str, Any]) -> None:
    step = steps.get(event.of or "")
    if event.kind in _OF_STEPS and step is not None:
        _go_on(step, event, payload)
    elif event.kind == Kind.TOOL_CALL or (event.kind == Kind.LLM_REQUEST and payload.get("protocol")):
        steps[event.id] = _begun(len(steps) + 1, event, payload)


def _begun(number: int, event: Event, payload: Mapping[str, Any]) -> Step:
    is_tool = event.kind == Kind.TOOL_CALL
    asked = json.dumps(payload.get("arguments")) if is_tool else _text_in(payload.get("body"))
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
            step.chunks.append(_bytes_in(payload))
        return
    step.end_ns = event.time_ns
    if event.kind == Kind.TOOL_RESULT:
        step.chunks = [json.dumps(payload.get("result")).encode()]
    elif "body" in payload:
        step.chunks = [_bytes_in(payload["body"])]


def _text_in(body: Any) -> str:
    """Return a request as it is compared. Raises: BadBlob: it is no body."""
    told = body or {}
    text = told.get("text", told.get("base64", "")) if isinstance(told, dict) else None
    if not isinstance(text, str):
        raise BadBlob("the body of a request is no text")
    return text


def _bytes_in(body: Any) -> bytes:
    """Return an answer. Raises: BadBlob: it is no body."""
    if not isinstance(body, dict) or not isinstance(body.get("base64", ""), str):
        raise BadBlob("the body of an answer is no text")
    try:
        return body_of(body)
    except ValueError:
        raise BadBlob("the body of an answer is no base64") from None


def _model_in(asked: str) -> str:
    try:
        body = json.loads(asked)
    except (ValueError, RecursionError):
        return ""
    return str(body.get("model") or "") if isinstance(body, dict) else ""
