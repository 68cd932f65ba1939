"""Fix the answers of the REST API about checkpoints; a test compares them with the server's own."""

from __future__ import annotations

from typing_extensions import TypedDict


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
