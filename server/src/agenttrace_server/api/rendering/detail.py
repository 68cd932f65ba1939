"""Render everything that is known of one span."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from agenttrace.model import Agent, Call, Cost, Message, Part, Span, reported_difference
from agenttrace_server.api.rendering.cut import Cutter
from agenttrace_server.api.rendering.signals import log_record
from agenttrace_server.api.rendering.spans import counted_cost, span_fields
from agenttrace_server.api.rendering.values import is_marked, microseconds, rfc3339, usd_or_none
from agenttrace_server.api.schemas import (
    AgentMessageOut,
    AttachmentOut,
    CostOut,
    EventOut,
    LinkOut,
    MessageOut,
    PartOut,
    SeenByOut,
    SpanDetailOut,
)
from agenttrace_server.store.api import StoredSpan
from agenttrace_server.store.api.signals import LogRecord

_NO_CALL = Call()
_NO_AGENT = Agent(name="")


def span_detail(stored: StoredSpan, logs: Sequence[LogRecord], cutter: Cutter, percent: float) -> SpanDetailOut:
    """The whole span with what was logged in it, long strings cut."""
    span = stored.span
    call = span.call or _NO_CALL
    agent = span.agent or _NO_AGENT
    cost = counted_cost(span) or span.cost
    counted = span.counted
    reported = span.reported_cost if counted is None else counted.reported_cost
    return SpanDetailOut(
        **span_fields(stored),
        messages=_messages(span, cutter),
        input=cutter.value(span.input),
        output=cutter.value(span.output),
        attributes=cutter.mapping(span.attributes),
        resource=cutter.mapping(span.resource),
        events=_events(span, cutter),
        logs=[log_record(record, cutter) for record in logs],
        links=_links(span, cutter),
        agent_messages=_agent_messages(span),
        cost=None if cost is None else _cost(cost, reported, percent),
        scope_name=span.scope.name,
        scope_version=span.scope.version,
        otel_kind=span.otel_kind,
        dialect=span.dialect,
        framework=span.framework,
        framework_version=span.framework_version,
        agent_id=agent.id,
        agent_role=agent.role,
        agent_description=agent.description,
        agent_said=agent.name or None,
        request_model=call.request_model,
        response_model=call.response_model,
        response_id=call.response_id,
        operation=call.operation,
        finish_reasons=list(call.finish_reasons),
        time_to_first_chunk_us=microseconds(call.time_to_first_chunk_ns),
        parameters=cutter.mapping(call.parameters),
        tools=cutter.value(call.tools),
        tool_call_id=None if span.tool is None else span.tool.call_id,
        tool_description=None if span.tool is None else span.tool.description,
        tags=list(span.tags),
        dropped=span.dropped,
        also_seen_by=[
            SeenByOut(span_id=other.span_id, trace_id=other.trace_id, scope_name=other.scope)
            for other in span.also_seen_by
        ],
        figures_from=_figures_from(span),
    )


def _figures_from(span: Span) -> str | None:
    if span.figures is None or span.figures.span_id == span.span_id:
        return None
    return span.figures.span_id


def _links(span: Span, cutter: Cutter) -> list[LinkOut]:
    return [
        LinkOut(trace_id=link.trace_id, span_id=link.span_id, attributes=cutter.mapping(link.attributes))
        for link in span.links
    ]


def _messages(span: Span, cutter: Cutter) -> list[MessageOut]:
    return [
        *(message_out("input", message, cutter) for message in span.input_messages),
        *(message_out("output", message, cutter) for message in span.output_messages),
    ]


def message_out(direction: Literal["input", "output"], message: Message, cutter: Cutter) -> MessageOut:
    """One message of a conversation, long strings cut."""
    return MessageOut(
        direction=direction,
        role=message.role,
        name=message.name,
        finish_reason=message.finish_reason,
        parts=[_part(part, cutter) for part in message.parts],
    )


def _part(part: Part, cutter: Cutter) -> PartOut:
    return PartOut(
        type=part.type.value,
        text=None if part.text is None else cutter.text(part.text),
        name=part.name,
        call_id=part.call_id,
        value=cutter.value(part.value),
        mime_type=part.mime_type,
        attachment=_attachment(part, cutter),
    )


def _attachment(part: Part, cutter: Cutter) -> AttachmentOut | None:
    if part.sha256 is None:
        return None
    return AttachmentOut(
        sha256=part.sha256,
        media_type=part.mime_type,
        size_bytes=part.size_bytes or 0,
        name=part.name,
        href=cutter.blob_href.format(sha256=part.sha256),
    )


def _events(span: Span, cutter: Cutter) -> list[EventOut]:
    return [
        EventOut(
            name=event.name,
            time=rfc3339(event.time_ns),
            offset_us=(event.time_ns - span.start_ns) // 1_000,
            attributes=cutter.mapping(event.attributes),
        )
        for event in span.events
    ]


def _agent_messages(span: Span) -> list[AgentMessageOut]:
    return [
        AgentMessageOut(
            from_agent=message.from_agent,
            to_agent=message.to_agent,
            type=message.type,
            content=message.content,
            time=rfc3339(message.time_ns),
        )
        for message in span.messages
    ]


def _cost(cost: Cost, reported: int | None, percent: float) -> CostOut:
    difference = reported_difference(cost.total, reported)
    return CostOut(
        total_usd=usd_or_none(cost.total),
        input_usd=usd_or_none(cost.input),
        output_usd=usd_or_none(cost.output),
        match=cost.match.value,
        price_row=cost.price_row,
        table=cost.table,
        reported_usd=usd_or_none(reported),
        fees_usd=usd_or_none(cost.fees),
        tier=cost.tier,
        reported_difference=difference,
        reported_differs=is_marked(difference, percent),
    )
