"""Fix the answers of the REST API for whoever reads them in Python; a test compares them with the server's own."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from typing_extensions import TypedDict

from agenttrace.client.signal_shapes import Log

Item = TypeVar("Item")


class PageOf(TypedDict, Generic[Item]):
    """Part of a list, newest first."""

    items: list[Item]
    next_cursor: str | None


class Totals(TypedDict):
    """Sums. Tokens and cost count model calls only, so that sessions, traces and agents agree."""

    total_spans: int
    errors: int
    running: int
    model_calls: int
    tool_calls: int
    total_tokens: int
    input_tokens: int
    output_tokens: int
    cache_read_tokens: int
    cache_creation_tokens: int
    reasoning_tokens: int
    calls_without_usage: int
    total_cost_usd: float
    input_cost_usd: float
    output_cost_usd: float
    unknown_cost_calls: int
    reported_cost_usd: float
    reported_difference: float | None
    reported_differs: bool


class Latency(TypedDict):
    """Durations of ended spans in microseconds; null where there are none."""

    p50_us: int | None
    p90_us: int | None
    p95_us: int | None
    p99_us: int | None
    mean_us: int | None
    max_us: int | None


class Project(TypedDict):
    """GET /api/v1/projects"""

    name: str
    traces: int
    spans: int
    last_seen: str


class Session(Totals):
    """One session: an item of GET /api/v1/sessions and the answer of GET /api/v1/sessions/{id}."""

    id: str
    project: str
    name: str | None
    user_id: str | None
    framework: str | None
    status: str
    started_at: str
    ended_at: str | None
    last_seen_at: str
    duration_us: int
    total_traces: int
    agents: list[str]
    tags: list[str]


class Trace(Totals):
    """One trace on one line: an item of GET /api/v1/traces and the answer of GET /api/v1/traces/{id}."""

    id: str
    project: str
    session_id: str | None
    session_name: str | None
    user_id: str | None
    name: str
    status: str
    started_at: str
    ended_at: str | None
    last_seen_at: str
    duration_us: int
    root_span_id: str | None
    framework: str | None
    agents: list[str]
    models: list[str]
    tags: list[str]
    input_preview: str | None
    output_preview: str | None
    error_message: str | None


class TraceDetail(Trace):
    """GET /api/v1/traces/{id}: with what its message bodies and other large values take, before compression."""

    content_bytes: int
    content_bytes_unshared: int


class Deleted(TypedDict):
    """The answer of DELETE: how many spans went."""

    deleted_spans: int


class Span(TypedDict):
    """One span on one line. Usage and cost are null where there is none; cost null with `cost_match` unknown is "?"."""

    span_id: str
    trace_id: str
    parent_span_id: str | None
    seq: int
    project: str
    session_id: str | None
    user_id: str | None
    name: str
    span_type: str
    start_time: str
    end_time: str | None
    duration_us: int | None
    status: str
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
    total_cost_usd: float | None
    input_cost_usd: float | None
    output_cost_usd: float | None
    cost_match: str | None
    reported_cost_usd: float | None
    input_preview: str | None
    output_preview: str | None
    shadow_of: str | None
    shadow_of_trace: str | None
    internal: bool


class SeenBy(TypedDict):
    """Another span of the same model call, by another emitter; not counted."""

    span_id: str
    trace_id: str | None
    scope_name: str


class CutText(TypedDict):
    """Stands in the place of a string above the cut (64 KiB): how long it is and where the whole is."""

    truncated: bool
    preview: str
    bytes: int
    href: str


class Attachment(TypedDict):
    """A file that came with a message. `href` gives the bytes."""

    sha256: str
    media_type: str | None
    size_bytes: int
    name: str | None
    href: str


class Part(TypedDict):
    """One part of a message. text/reasoning: `text`; tool_call: name, call_id, value; tool_result: call_id, value."""

    type: str
    text: str | CutText | None
    name: str | None
    call_id: str | None
    value: Any
    mime_type: str | None
    attachment: Attachment | None


class Message(TypedDict):
    """One message of a conversation."""

    direction: str
    role: str
    name: str | None
    finish_reason: str | None
    parts: list[Part]


class Event(TypedDict):
    """Something that happened at one moment of the span."""

    name: str
    time: str
    offset_us: int
    attributes: dict[str, Any]


class Link(TypedDict):
    """A pointer to another span."""

    trace_id: str
    span_id: str
    attributes: dict[str, Any]


class AgentMessage(TypedDict):
    """Something one agent told another."""

    from_agent: str
    to_agent: str
    type: str
    content: str | None
    time: str


class Cost(TypedDict):
    """Our cost of the call, by whose price, and what the emitter says."""

    total_usd: float | None
    input_usd: float | None
    output_usd: float | None
    match: str
    price_row: str | None
    table: str | None
    fees_usd: float | None
    tier: str | None
    reported_usd: float | None
    reported_difference: float | None
    reported_differs: bool


class SpanDetail(Span):
    """Everything about one span: GET /api/v1/traces/{id}/spans/{seq|span_id} and GET /api/v1/spans/{span_id}."""

    messages: list[Message]
    input: Any
    output: Any
    attributes: dict[str, Any]
    resource: dict[str, Any]
    events: list[Event]
    logs: list[Log]
    links: list[Link]
    agent_messages: list[AgentMessage]
    cost: Cost | None
    scope_name: str
    scope_version: str
    otel_kind: str
    dialect: str | None
    framework: str | None
    framework_version: str | None
    agent_id: str | None
    agent_role: str | None
    agent_description: str | None
    agent_said: str | None
    request_model: str | None
    response_model: str | None
    response_id: str | None
    operation: str | None
    finish_reasons: list[str]
    time_to_first_chunk_us: int | None
    parameters: dict[str, Any]
    tools: Any
    tool_call_id: str | None
    tool_description: str | None
    tags: list[str]
    dropped: int
    also_seen_by: list[SeenBy]
    figures_from: str | None


class TreeSpan(Span):
    """A span at its place in the tree: GET /api/v1/traces/{id}/spans, in pre-order."""

    depth: int
    children: int
    orphan: bool


class SearchHit(TypedDict):
    """One hit of GET /api/v1/search."""

    span: Span
    trace_name: str | None
    field: str
    snippet: str


class SearchPage(PageOf[SearchHit]):
    """GET /api/v1/search: at most `scanned` spans were read; of `indexed` an index told whether they had to be."""

    scanned: int
    indexed: int


class Change(TypedDict):
    """One live message of /api/v1/ws/spans and /api/v1/stream/spans."""

    type: str
    number: int
    spans: list[Span]
    traces: list[Trace]
    missed: int
