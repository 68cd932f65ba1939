"""Print one readable line per ended span, for someone who debugs their agent without a server."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from functools import partial
from typing import TextIO

from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor
from opentelemetry.trace import StatusCode, format_span_id, format_trace_id

from agenttrace.export.guard import Say, contained
from agenttrace.export.otlp import Redact
from agenttrace.export.otlp.content import Content, content_of, withheld
from agenttrace.model import semconv

_SECOND_NS = 1_000_000_000
_MILLISECOND_NS = 1_000_000
_LONGEST_TEXT = 120


class ConsoleExport(SpanProcessor):
    """Write one line per ended span to `out` (standard error): when, how long, what, how it ended, redacted.

    Lines are written on the thread that ends the span. Nothing here raises.
    """

    def __init__(self, redact: Redact | None = None, out: TextIO | None = None) -> None:
        self._redact = redact
        self._out = out
        self._say = Say()

    def on_end(self, span: ReadableSpan) -> None:
        contained(self._say, "print a span", partial(self._print, span), None)

    def _print(self, span: ReadableSpan) -> None:
        content = contained(self._say, "redact a span", partial(content_of, span, self._redact), None)
        out = self._out or sys.stderr
        out.write(line_of(span, content or withheld(span)) + "\n")


def line_of(span: ReadableSpan, content: Content) -> str:
    """Return one line such as `12:00:01.250 +0.8s  llm_call chat  ok  gpt-5  trace=… span=…`."""
    start_ns, context = span.start_time or 0, span.get_span_context()
    began = datetime.fromtimestamp(start_ns / _SECOND_NS, timezone.utc).strftime("%H:%M:%S.%f")[:-3]
    words = [
        began,
        _duration((span.end_time or start_ns) - start_ns),
        str(content.attributes.get(semconv.SPAN_TYPE, "span")),
        _one_line(content.name),
        _ending(span, content),
    ]
    if context is not None:
        words.append(f"trace={format_trace_id(context.trace_id)} span={format_span_id(context.span_id)}")
    if span.parent is not None:
        words.append(f"parent={format_span_id(span.parent.span_id)}")
    return "  ".join(words)


def _ending(span: ReadableSpan, content: Content) -> str:
    named = content.attributes.get(semconv.STATUS)
    if named is None:
        named = "error" if span.status.status_code is StatusCode.ERROR else "ok"
    return f"{named}: {_one_line(content.status_description)}" if content.status_description else str(named)


def _duration(nanoseconds: int) -> str:
    if nanoseconds < _SECOND_NS:
        return f"{nanoseconds / _MILLISECOND_NS:.1f}ms"
    return f"{nanoseconds / _SECOND_NS:.2f}s"


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_TEXT else flat[: _LONGEST_TEXT - 1] + "…"
