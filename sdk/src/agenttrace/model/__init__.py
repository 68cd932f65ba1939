"""The values that the SDK and the server share: no I/O, no clock, no globals."""

from agenttrace.model.ids import (
    DEFAULT_PROJECT,
    BadId,
    ProjectName,
    SpanId,
    TraceId,
    project_name_from,
    span_id_from_bytes,
    span_id_from_text,
    trace_id_from_bytes,
    trace_id_from_text,
)
from agenttrace.model.kinds import CANCELLED, OK, RUNNING, SpanState, SpanType, Status
from agenttrace.model.messages import Json, Message, Part, PartType
from agenttrace.model.money import (
    UNKNOWN_COST,
    Cost,
    NanoUsd,
    PriceMatch,
    dollars,
    nano_usd,
)
from agenttrace.model.span import (
    Agent,
    AgentMessage,
    Call,
    Scope,
    Span,
    SpanEvent,
    SpanLink,
    Tool,
)
from agenttrace.model.usage import Usage

__all__ = [
    "CANCELLED",
    "DEFAULT_PROJECT",
    "OK",
    "RUNNING",
    "UNKNOWN_COST",
    "Agent",
    "AgentMessage",
    "BadId",
    "Call",
    "Cost",
    "Json",
    "Message",
    "NanoUsd",
    "Part",
    "PartType",
    "PriceMatch",
    "ProjectName",
    "Scope",
    "Span",
    "SpanEvent",
    "SpanId",
    "SpanLink",
    "SpanState",
    "SpanType",
    "Status",
    "Tool",
    "TraceId",
    "Usage",
    "dollars",
    "nano_usd",
    "project_name_from",
    "span_id_from_bytes",
    "span_id_from_text",
    "trace_id_from_bytes",
    "trace_id_from_text",
]
