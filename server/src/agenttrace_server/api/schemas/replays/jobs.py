"""The shapes of recordings, of replays that were asked for, and of what workers say."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from agenttrace_server.api.schemas.wire import Timestamp, TraceIdText, Wire

StateWord = Literal["queued", "running", "done", "failed", "cancelled", "lost"]
_STEP_MAX = 1_000_000
_NAME_MAX = 200
_EDITS_MAX = 100
_EDIT_CHARS = 4_000_000
_OUTPUT_CHARS = 64_000
_JSON_CHARS = 16_000_000
_JSON_DEPTH = 100
_EXIT_CODES = 2**32
_REASON_CHARS = 4_000
Step = Annotated[int, Field(ge=1, le=_STEP_MAX)]
StepKey = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,6}$")]
Name = Annotated[str, Field(min_length=1, max_length=_NAME_MAX)]


def _can_be_told(value: dict[str, Any]) -> dict[str, Any]:
    """What is kept is shown in every list: it must have an answer that can be written."""
    if _is_deeper(value, _JSON_DEPTH):
        raise ValueError(f"is nested deeper than {_JSON_DEPTH}")
    try:
        size = len(json.dumps(value, ensure_ascii=False, allow_nan=False).encode())
    except UnicodeEncodeError:
        raise ValueError("has characters that no text has") from None
    except ValueError:
        raise ValueError("has a number that JSON does not have") from None
    if size > _JSON_CHARS:
        raise ValueError(f"has {size} bytes and may have {_JSON_CHARS}")
    return value


def _is_deeper(value: Any, most: int) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inner is not None and (most == 0 or any(_is_deeper(each, most - 1) for each in inner))


JsonObject = Annotated[dict[str, Any], AfterValidator(_can_be_told)]


class EditIn(Wire):
    """What a step gives or asks instead of what was recorded: one of the three."""

    response: str | None = Field(None, max_length=_EDIT_CHARS, description="the answer's body, or a result as JSON")
    request: JsonObject | None = Field(None, description="fields to replace in the body of a model call")
    error: str | None = Field(None, max_length=_EDIT_CHARS, description="what the tool raises")

    @model_validator(mode="after")
    def _one(self) -> EditIn:
        if sum(value is not None for value in (self.response, self.request, self.error)) != 1:
            raise ValueError("an edit has one of response, request and error")
        return self


class ReplayIn(Wire):
    """POST /api/v1/traces/{id}/replays"""

    from_step: Step | None = Field(None, description="go live from this step on")
    from_checkpoint: Name | None = Field(None, description="or from this checkpoint on: its id, its name or name#2")
    until_step: Step | None = Field(None, description="end behind this step")
    edits: dict[StepKey, EditIn] = Field(default_factory=dict, max_length=_EDITS_MAX, description="by step")
    model: Name | None = Field(None, description="what live calls ask instead of their own model")
    tools: Literal["recorded", "live"] = Field("recorded", description="live runs tools where they run for real")

    @model_validator(mode="after")
    def _one_place(self) -> ReplayIn:
        if self.from_step is not None and self.from_checkpoint is not None:
            raise ValueError("a replay goes on from a step or from a checkpoint, not from both")
        return self


class ReplayAskedOut(Wire):
    """What a replay was asked to do."""

    from_step: int | None
    from_checkpoint: str | None
    until_step: int | None
    edits: dict[str, dict[str, Any]]
    model: str | None
    tools: Literal["recorded", "live"]


class ReplayOut(Wire):
    """A replay that was asked for."""

    id: str
    project: str
    trace_id: TraceIdText
    asked: ReplayAskedOut
    state: StateWord
    reason: str | None = Field(description="why it failed, was cancelled, lost or is tried again")
    created_at: Timestamp
    started_at: Timestamp | None
    ended_at: Timestamp | None
    attempts: int
    worker: str | None
    is_cancel_asked: bool
    result_trace_id: TraceIdText | None = Field(description="the trace of the replay itself")
    report: dict[str, Any] | None = Field(description="the fidelity report")
    exit_code: int | None
    output: str | None = Field(description="the end of what the program printed")
    diff_href: str | None = Field(description="how the result differs from the trace that was replayed")


class RecordingOut(Wire):
    """Where a recording is that can be replayed."""

    place: Literal["uploaded", "this machine"]
    size_bytes: int


class BranchOut(Wire):
    """A trace that is a replay of another, or has been replayed; `step` is the first that is its own."""

    trace_id: TraceIdText
    step: int | None


class WorkerOut(Wire):
    """A worker that has been heard of lately."""

    name: str
    entrypoint: str
    live_tools: bool
    project: str | None
    seen_at: Timestamp


class ReplaysOfTraceOut(Wire):
    """GET /api/v1/traces/{id}/replays"""

    recording: RecordingOut | None
    workers: list[WorkerOut]
    replays: list[ReplayOut] = Field(description="of this trace, the newest first")
    made_by: ReplayOut | None = Field(description="the replay that this trace came from")
    parents: list[BranchOut]
    branches: list[BranchOut]


class StepOut(Wire):
    """A model call or tool call of a recording, numbered as a replay does."""

    step: int
    kind: Literal["model", "tool"]
    name: str
    span_id: str | None
    offset_us: int = Field(description="microseconds since the first span of the trace began")
    duration_us: int | None
    cost_usd: float | None = Field(
        description="what the span of a model call cost; attempts share a span; null where unknown"
    )
    asked: str = Field(description="the request's body, or a tool's arguments as JSON")
    answer: str = Field(description="the body of the answer, or the result as JSON")
    failure: str | None
    is_cut: bool = Field(description="one of the two is longer than AGENTTRACE_REPLAY_STEP_BYTES and cut")


class UploadedOut(Wire):
    """PUT /api/v1/traces/{id}/recording"""

    run_id: str
    events: int
    blobs: int
    size_bytes: int
    is_complete: bool = Field(description="the run came to its end")
    problems: list[str] = Field(description="lines that cannot be read as they stand, missing blobs")
    parent: BranchOut | None


class WorkerIn(Wire):
    """POST /api/v1/workers/take"""

    name: Name
    entrypoint: Name
    live_tools: bool = False
    project: Name | None = None


class TakenOut(Wire):
    """What a worker is to do."""

    job: ReplayOut | None
    lease: str | None = Field(description="what proves that the replay is this worker's")
    time_limit_s: float
    beat_s: float = Field(description="how often the worker is to say that it is alive, at least")
    otlp_port: int = Field(description="where this server takes spans")


class HeldIn(Wire):
    """A worker's proof."""

    lease: Name


class ReplayEndIn(HeldIn):
    """POST /api/v1/replays/{id}/end"""

    state: Literal["done", "failed", "cancelled"]
    reason: str | None = Field(None, max_length=_REASON_CHARS)
    result_trace_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")] | None = None
    report: JsonObject | None = None
    exit_code: int | None = Field(None, ge=-_EXIT_CODES, le=_EXIT_CODES)
    output: str | None = Field(None, max_length=_OUTPUT_CHARS)
