"""Name the answers about checkpoints, recordings, replays and comparisons."""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict


class ReplayAsked(TypedDict):
    """What a replay was asked to do."""

    from_step: int | None
    from_checkpoint: str | None
    until_step: int | None
    edits: dict[str, dict[str, Any]]
    model: str | None
    tools: str


class Replay(TypedDict):
    """A replay that was asked for."""

    id: str
    project: str
    trace_id: str
    asked: ReplayAsked
    state: str
    reason: str | None
    created_at: str
    started_at: str | None
    ended_at: str | None
    attempts: int
    worker: str | None
    is_cancel_asked: bool
    result_trace_id: str | None
    report: dict[str, Any] | None
    exit_code: int | None
    output: str | None
    diff_href: str | None


class Recording(TypedDict):
    """Where a recording is that can be replayed."""

    place: str
    size_bytes: int


class Branch(TypedDict):
    """A trace that is a replay of another, or has been replayed; `step` is the first that is its own."""

    trace_id: str
    step: int | None


class Worker(TypedDict):
    """A worker that has been heard of lately."""

    name: str
    entrypoint: str
    live_tools: bool
    project: str | None
    seen_at: str


class ReplaysOfTrace(TypedDict):
    """GET /api/v1/traces/{id}/replays"""

    recording: Recording | None
    workers: list[Worker]
    replays: list[Replay]
    made_by: Replay | None
    parents: list[Branch]
    branches: list[Branch]


class Step(TypedDict):
    """A model call or tool call of a recording, numbered as a replay does."""

    step: int
    kind: str
    name: str
    span_id: str | None
    offset_us: int
    duration_us: int | None
    cost_usd: float | None
    asked: str
    answer: str
    failure: str | None
    is_cut: bool


class Uploaded(TypedDict):
    """PUT /api/v1/traces/{id}/recording"""

    run_id: str
    events: int
    blobs: int
    size_bytes: int
    is_complete: bool
    problems: list[str]
    parent: Branch | None


class Taken(TypedDict):
    """What a worker is to do."""

    job: Replay | None
    lease: str | None
    time_limit_s: float
    beat_s: float
    otlp_port: int


class ComparedTotals(TypedDict):
    """One of the two traces."""

    trace_id: str
    project: str
    name: str
    status: str
    started_at: str
    spans: int
    model_calls: int
    tool_calls: int
    errors: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    unpriced_calls: int
    duration_us: int


class ComparedSide(TypedDict):
    """A step as one of the traces has it."""

    span_id: str
    status: str
    model: str | None
    offset_us: int
    duration_us: int | None
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None


class ComparedRow(TypedDict):
    """A step of either trace, or of both, in pre-order."""

    depth: int
    what: str
    kind: str
    name: str
    is_downstream: bool
    fields: list[str]
    before: ComparedSide | None
    after: ComparedSide | None


class Compared(TypedDict):
    """GET /api/v1/diff"""

    before: ComparedTotals
    after: ComparedTotals
    is_same: bool
    first_divergence: int | None
    changes: int
    rows: list[ComparedRow]


class Checkpoint(TypedDict):
    """One checkpoint of GET /api/v1/traces/{id}/checkpoints: a place that the run can be taken up from."""

    name: str
    kind: str
    id: str | None
    recording: str | None
    step: int | None
    time: str
    offset_us: int
    trace_id: str
    span_id: str
    seq: int
    span_name: str
    state_bytes: int | None
    state: str | None
    state_chars: int
    state_href: str | None
