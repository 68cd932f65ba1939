"""Read the GenAI events that were sent as logs, and give the span they belong to what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from agenttrace.model import Call, Json, Message, Span, SpanEvent
from agenttrace_server.pipeline.normalize import attributes as a
from agenttrace_server.pipeline.normalize import normalize
from agenttrace_server.pipeline.normalize.calls import reasons_said, tools_from
from agenttrace_server.pipeline.normalize.dialects.conventions.otel_genai import (
    DETAILS_EVENT,
    MESSAGE_EVENTS,
    from_events,
)
from agenttrace_server.pipeline.normalize.values import parsed
from agenttrace_server.store.api.arriving.open_span import changed, reopened
from agenttrace_server.store.api.signals import LogRecord

_SYSTEM: Final = "system"
_CONTENT: Final = "content"


def is_conversation(record: LogRecord) -> bool:
    """Whether a record holds messages of the span it names."""
    return record.event_name in MESSAGE_EVENTS and record.trace_id is not None and record.span_id is not None


def without_logs(span: Span) -> Span:
    """Return the span with only the messages that it has itself: as it was before any log record joined it."""
    own = normalize(reopened(span))
    return changed(
        reopened(span), call=own.call, input_messages=own.input_messages, output_messages=own.output_messages
    )


def with_logs(span: Span, records: Iterable[LogRecord]) -> Span:
    """Return the span with what these records say of it, and it does not say itself. `records` may be in any order.

    One event with the whole conversation wins over events for single messages: some emitters send both.
    """
    events = [_event_of(record) for record in sorted(records, key=attrgetter("order"))]
    whole = [event for event in events if event.name == DETAILS_EVENT]
    asked, answered = from_events(whole or events)
    output_messages = span.output_messages or answered
    return changed(
        span,
        input_messages=_asked(span.input_messages, asked),
        output_messages=output_messages,
        call=_call_of(span, events, output_messages),
    )


def _asked(own: tuple[Message, ...], told: tuple[Message, ...]) -> tuple[Message, ...]:
    """Instructions are kept apart from the messages, and may be all that a span leaves out."""
    if not own:
        return told
    if any(message.role == _SYSTEM for message in own):
        return own
    return tuple(message for message in told if message.role == _SYSTEM) + own


def _call_of(span: Span, events: Sequence[SpanEvent], answered: tuple[Message, ...]) -> Call | None:
    call = span.call
    if call is None:
        return None
    if call.tools is None:
        offered = next((event.attributes for event in events if a.TOOL_DEFINITIONS in event.attributes), None)
        call = call if offered is None else replace(call, tools=tools_from(offered))
    if not call.finish_reasons:
        call = replace(call, finish_reasons=reasons_said(answered))
    return call


def _event_of(record: LogRecord) -> SpanEvent:
    """A log event is a span event that travels alone; what an event holds is in its attributes or in its body."""
    body = parsed(record.body)
    said: dict[str, Json] = body if isinstance(body, dict) else {} if body is None else {_CONTENT: body}
    return SpanEvent(record.event_name, record.time_ns, {**record.attributes, **said})
