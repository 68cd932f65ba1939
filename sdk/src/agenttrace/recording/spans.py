"""Record the start and the end of each span, whoever made it."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from typing import Any

from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor
from opentelemetry.util.types import AttributeValue

from agenttrace.recording.lanes import current_lane
from agenttrace.recording.log.event import Kind
from agenttrace.recording.log.writer import EventLog
from agenttrace.recording.redact import Redact

_NAME = "span.name"
_MESSAGE = "status.message"


class SpanRecorder(SpanProcessor):
    """Writes `span.start` and `span.end` of every sampled span, redacted."""

    def __init__(self, log: EventLog, redact: Redact) -> None:
        self._log = log
        self._redact = redact

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        self._write(Kind.SPAN_START, span, {"start_ns": span.start_time, "attributes": self._kept(span.attributes)})

    def on_end(self, span: ReadableSpan) -> None:
        scope = span.instrumentation_scope
        payload: dict[str, Any] = {
            "kind": span.kind.name.lower(),
            "start_ns": span.start_time,
            "end_ns": span.end_time,
            "status": {"code": span.status.status_code.name.lower()},
            "attributes": self._kept(span.attributes),
        }
        if span.status.description:
            payload["status"]["message"] = self._redact.whole(_MESSAGE, span.status.description)
        if scope is not None:
            payload["scope"] = {"name": scope.name, "version": scope.version}
        if span.events:
            payload["events"] = [
                {"name": event.name, "time_ns": event.timestamp, "attributes": self._kept(event.attributes)}
                for event in span.events
            ]
        if span.links:
            payload["links"] = [
                {
                    "trace_id": f"{link.context.trace_id:032x}",
                    "span_id": f"{link.context.span_id:016x}",
                    "attributes": self._kept(link.attributes),
                }
                for link in span.links
            ]
        self._write(Kind.SPAN_END, span, payload)

    def _write(self, kind: Kind, span: ReadableSpan, payload: dict[str, Any]) -> None:
        context = span.get_span_context()
        if context is None or not context.trace_flags.sampled:
            return
        payload["name"] = self._redact.whole(_NAME, span.name)
        if span.parent is not None:
            payload["parent_id"] = f"{span.parent.span_id:016x}"
        self._log.write(
            kind,
            payload,
            lane=current_lane().path,
            trace_id=f"{context.trace_id:032x}",
            span_id=f"{context.span_id:016x}",
        )

    def _kept(self, attributes: Mapping[str, AttributeValue] | None) -> dict[str, Any]:
        return as_json_object(self._redact(attributes or {}))


def as_json_object(attributes: Mapping[str, AttributeValue]) -> dict[str, Any]:
    """Return attributes in types that JSON has."""
    return {name: _plain(value) for name, value in attributes.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value
