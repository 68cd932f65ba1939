"""Fix how checkpoints look in the API."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agenttrace_server.api.schemas.wire import SpanIdText, Timestamp, TraceIdText, Wire


class CheckpointOut(Wire):
    """One checkpoint of GET /api/v1/traces/{id}/checkpoints: a place that the run can be taken up from."""

    name: str
    kind: Literal["manual", "auto"] = Field(description="auto: a model call or a call of a tool begins here")
    id: str | None = Field(description="of its event in the recording; null where the run was not recorded")
    recording: str | None = Field(description="the run id of the recording; null where there is none")
    step: int | None = Field(description="the first step behind it, as its process counts them")
    time: Timestamp
    offset_us: int = Field(description="microseconds since the first span of the trace began")
    trace_id: TraceIdText
    span_id: SpanIdText
    seq: int = Field(description="the number of the span")
    span_name: str
    state_bytes: int | None = Field(description="how long the JSON of its state is; null where it has none")
    state: str | None = Field(description="the beginning of that JSON, or all of it with `full`; null: not sent")
    state_chars: int = Field(description="how long the JSON is that was sent")
    state_href: str | None = Field(description="where all of it is; null where `state` is all")
