"""Fix how spans look in the API: a row in lists, the whole in detail, columns for the waterfall."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from agenttrace_server.api.schemas.signals import LogOut
from agenttrace_server.api.schemas.wire import (
    JsonValue,
    PageOut,
    SpanIdText,
    StatusWord,
    Timestamp,
    TraceIdText,
    Usd,
    Wire,
)

SpanTypeWord = Literal[
    "task",
    "llm_call",
    "tool_execution",
    "reasoning",
    "memory_retrieval",
    "memory_store",
    "file_read",
    "file_write",
    "api_call",
    "code_execution",
    "verification",
    "agent",
    "handoff",
    "chain",
    "retrieval",
    "embedding",
    "custom",
]


class SpanOut(Wire):
    """One span on one line. Usage and cost are null where there is none; cost null with `cost_match` unknown is "?"."""

    span_id: SpanIdText
    trace_id: TraceIdText
    parent_span_id: SpanIdText | None
    seq: int = Field(description="the span's number in its trace in order of arrival; never changes")
    project: str
    session_id: str | None
    user_id: str | None
    name: str
    span_type: SpanTypeWord
    start_time: Timestamp
    end_time: Timestamp | None
    duration_us: int | None
    status: StatusWord
    status_message: str | None
    status_code: str | None
    agent: str | None
    model: str | None
    provider: str | None
    tool_name: str | None
    file_path: str | None
    input_tokens: int | None
    output_tokens: int | None
    total_tokens: int | None
    cache_read_tokens: int | None
    cache_creation_tokens: int | None
    reasoning_tokens: int | None
    total_cost_usd: Usd | None
    input_cost_usd: Usd | None
    output_cost_usd: Usd | None
    cost_match: Literal["exact", "alias", "fallback", "unknown"] | None
    reported_cost_usd: Usd | None
    input_preview: str | None
    output_preview: str | None
    shadow_of: SpanIdText | None = Field(
        description="the span that this model or tool call is counted on; this one counts no call, tokens or cost"
    )
    shadow_of_trace: TraceIdText | None = Field(description="where that span lies, if in another trace")
    internal: bool = Field(description="a framework's machinery: kept whole, folded away in a tree")


class SeenByOut(Wire):
    """Another span of the same model or tool call, by another emitter; not counted."""

    span_id: SpanIdText
    trace_id: TraceIdText | None = Field(description="where it lies, if in another trace")
    scope_name: str


class CutText(Wire):
    """Stands in the place of a string above the cut (64 KiB): how long it is and where the whole is."""

    truncated: Literal[True] = True
    preview: str
    bytes: int
    href: str


class AttachmentOut(Wire):
    """A file that came with a message. `href` gives the bytes."""

    sha256: str
    media_type: str | None
    size_bytes: int
    name: str | None
    href: str


class PartOut(Wire):
    """One part of a message. text/reasoning: `text`; tool_call: name, call_id, value; tool_result: call_id, value.

    media: `attachment` where a file came along, else `text`, which is an address or an id and is never fetched.
    """

    type: Literal["text", "reasoning", "tool_call", "tool_result", "media", "other"]
    text: str | CutText | None
    name: str | None
    call_id: str | None
    value: JsonValue
    mime_type: str | None
    attachment: AttachmentOut | None


class MessageOut(Wire):
    """One message of a conversation."""

    direction: Literal["input", "output"]
    role: str
    name: str | None
    finish_reason: str | None
    parts: list[PartOut]


class EventOut(Wire):
    """Something that happened at one moment of the span."""

    name: str
    time: Timestamp
    offset_us: int
    attributes: dict[str, JsonValue]


class LinkOut(Wire):
    """A pointer to another span."""

    trace_id: TraceIdText
    span_id: SpanIdText
    attributes: dict[str, JsonValue]


class AgentMessageOut(Wire):
    """Something one agent told another."""

    from_agent: str
    to_agent: str
    type: str
    content: str | None
    time: Timestamp


class CostOut(Wire):
    """Our cost of the call, by whose price, and what the emitter says."""

    total_usd: Usd | None
    input_usd: Usd | None
    output_usd: Usd | None
    match: Literal["exact", "alias", "fallback", "unknown"]
    price_row: str | None
    table: str | None
    fees_usd: Usd | None = Field(description="what is charged beside tokens, in the total: for the request, searches")
    tier: str | None = Field(description="the service tier whose prices were used; null: the standard ones")
    reported_usd: Usd | None
    reported_difference: float | None = Field(
        description="by which share of ours the reported cost is higher or lower: 0.02 is 2 %; null: one is not known"
    )
    reported_differs: bool = Field(description="it is further from ours than AGENTTRACE_COST_DIFFERENCE_PERCENT")


class SpanDetailOut(SpanOut):
    """Everything about one span: GET /api/v1/traces/{id}/spans/{seq|span_id} and GET /api/v1/spans/{span_id}."""

    messages: list[MessageOut]
    input: JsonValue
    output: JsonValue
    attributes: dict[str, JsonValue]
    resource: dict[str, JsonValue]
    events: list[EventOut]
    logs: list[LogOut] = Field(description="what was logged within the span, the latest thousand; see GET /api/v1/logs")
    links: list[LinkOut]
    agent_messages: list[AgentMessageOut]
    cost: CostOut | None
    scope_name: str
    scope_version: str
    otel_kind: str
    dialect: str | None
    framework: str | None
    framework_version: str | None
    agent_id: str | None
    agent_role: str | None
    agent_description: str | None
    agent_said: str | None = Field(description="the name that the span itself gives; `agent` may be found from others")
    request_model: str | None
    response_model: str | None
    response_id: str | None
    operation: str | None
    finish_reasons: list[str]
    time_to_first_chunk_us: int | None
    parameters: dict[str, JsonValue]
    tools: JsonValue = Field(description="the tools that the model could call, as it was told of them")
    tool_call_id: str | None
    tool_description: str | None
    tags: list[str]
    dropped: int
    also_seen_by: list[SeenByOut]
    figures_from: SpanIdText | None = Field(
        description="the shadow whose tokens and cost this call counts because it knows more; null: its own"
    )


class TreeSpanOut(SpanOut):
    """A span at its place in the tree: GET /api/v1/traces/{id}/spans, in pre-order."""

    depth: int
    children: int
    orphan: bool = Field(description="its parent has not arrived; shown at the root")


class WaterfallOut(Wire):
    """GET /api/v1/traces/{id}/waterfall: offsets and lengths in microseconds from the trace's start, in pre-order."""

    trace_id: TraceIdText
    started_at: Timestamp
    duration_us: int
    spans: list[WaterfallSpanOut]


class WaterfallSpanOut(Wire):
    """One bar."""

    span_id: SpanIdText
    parent_span_id: SpanIdText | None
    seq: int
    depth: int
    name: str
    span_type: SpanTypeWord
    status: StatusWord
    offset_us: int
    duration_us: int
    total_tokens: int | None
    total_cost_usd: Usd | None


class SkeletonOut(Wire):
    """The skeleton as JSON arrays (Accept: application/json); see docs/reference/skeleton.md for the binary form.

    Columns are in pre-order: depth, end (index behind the subtree), seq, name, kind, status, agent, model (indexes
    into `dicts`), start and dur (units of `unit_us` from `t0_ns`), tin, tout, cost_micro, flags.
    """

    n: int
    unit_us: int
    t0_ns: str
    dicts: dict[str, list[str]]
    columns: dict[str, list[int]]
    complete: bool
    dropped: int


class SearchHitOut(Wire):
    """One hit of GET /api/v1/search."""

    span: SpanOut
    trace_name: str | None
    field: str
    snippet: str


class SearchPageOut(PageOut[SearchHitOut]):
    """GET /api/v1/search"""

    scanned: int = Field(description="at most so many spans were looked at one by one")
    indexed: int = Field(description="of so many spans an index told whether they had to be")


WaterfallOut.model_rebuild()
