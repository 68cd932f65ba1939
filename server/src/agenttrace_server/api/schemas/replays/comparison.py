"""The shapes of two traces laid beside each other."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agenttrace_server.api.schemas.wire import SpanIdText, Timestamp, TraceIdText, Usd, Wire

WhatWord = Literal["same", "changed", "gone", "new"]


class ComparedTotalsOut(Wire):
    """One of the two traces."""

    trace_id: TraceIdText
    project: str
    name: str
    status: str
    started_at: Timestamp
    spans: int
    model_calls: int
    tool_calls: int
    errors: int
    input_tokens: int
    output_tokens: int
    cost_usd: Usd | None = Field(description="null where no call has a price")
    unpriced_calls: int
    duration_us: int


class ComparedSideOut(Wire):
    """A step as one of the traces has it."""

    span_id: SpanIdText
    status: str
    model: str | None
    offset_us: int = Field(description="from the start of its trace")
    duration_us: int | None
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: Usd | None


class ComparedRowOut(Wire):
    """A step of either trace, or of both, in pre-order."""

    depth: int
    what: WhatWord
    kind: str
    name: str
    is_downstream: bool = Field(description="differs behind the first divergence")
    fields: list[str] = Field(description="which of name, model, input, output and status differ")
    before: ComparedSideOut | None
    after: ComparedSideOut | None


class ComparedOut(Wire):
    """GET /api/v1/diff"""

    before: ComparedTotalsOut
    after: ComparedTotalsOut
    is_same: bool
    first_divergence: int | None = Field(description="its place in `rows`")
    changes: int = Field(description="steps that differ, are gone or new; what lies below those is not counted")
    rows: list[ComparedRowOut]


class ComparedPlaceOut(Wire):
    """A place in JSON that differs; null stands for nothing."""

    path: str
    before: str | None
    after: str | None


class ComparedWordOut(Wire):
    """Some words of a text that stayed, went or came."""

    what: Literal["same", "gone", "new"]
    text: str


class ComparedFieldOut(Wire):
    """One field of a step that differs."""

    field: str
    places: list[ComparedPlaceOut]
    words: list[ComparedWordOut]


class ComparedStepOut(Wire):
    """GET /api/v1/diff/step"""

    fields: list[ComparedFieldOut]
