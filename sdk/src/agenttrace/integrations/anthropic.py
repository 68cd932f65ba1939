"""Trace the anthropic library: messages, by OpenTelemetry's GenAI instrumentor, joined with the library's own spans.

The library makes spans itself, without content unless told otherwise, and never with the answer of a raw stream. So
the instrumentor's span is kept for a message, the library's span of the same call is not started, and what only the
library knows (`anthropic.*`: cache lifetimes, request id) is written on the instrumentor's. The library's other spans
(tool runners, sessions, batches) stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from opentelemetry import trace
from opentelemetry.trace import NonRecordingSpan, Span
from opentelemetry.util.types import AttributeValue

from agenttrace.integrations.contract import Wiring
from agenttrace.integrations.detection import OtelInstrumentor, switch_on
from agenttrace.tracing.guard import never_break_the_agent

_INSTRUMENTOR = "opentelemetry.instrumentation.genai.anthropic"
_METHODS = (
    ("anthropic.resources.messages:Messages", "create"),
    ("anthropic.resources.messages:AsyncMessages", "create"),
    ("anthropic.resources.messages:Messages", "stream"),
    ("anthropic:Anthropic", "request"),
    ("anthropic:Anthropic", "post"),
    ("anthropic:AsyncAnthropic", "request"),
)
_LIBRARY_MODULE = "anthropic._base_client"
_LIBRARY_FUNCTION = "start_api_call_span"
_LIBRARYS_NAMES = ("anthropic.", "gen_ai.response.time_to_first_chunk")
_LIBRARY_SPAN = "anthropic.messages.create"
_JOINING = never_break_the_agent("joining the spans of one anthropic call")

StartSpan = Callable[..., "Span | None"]


class AnthropicIntegration:
    """One LLM span for each message."""

    def __init__(self) -> None:
        self._instrumentor: OtelInstrumentor | None = None
        self._librarys_own: StartSpan | None = None

    def instrument(self, wiring: Wiring) -> None:
        """Trace the library, unless somebody else already does."""
        self._instrumentor = switch_on("anthropic", _INSTRUMENTOR, "AnthropicInstrumentor", _METHODS, wiring)
        if self._instrumentor is not None:
            self._join_the_librarys_spans()

    def uninstrument(self) -> None:
        """Undo it."""
        if self._instrumentor is not None:
            self._instrumentor.uninstrument()
            self._instrumentor = None
        if self._librarys_own is not None:
            setattr(import_module(_LIBRARY_MODULE), _LIBRARY_FUNCTION, self._librarys_own)
            self._librarys_own = None

    def _join_the_librarys_spans(self) -> None:
        """Nothing happens in versions that make no spans of their own."""
        module = import_module(_LIBRARY_MODULE)
        librarys_own: StartSpan | None = getattr(module, _LIBRARY_FUNCTION, None)
        if librarys_own is None:
            return
        start: StartSpan = librarys_own

        def start_unless_there_is_one(
            tracer: Any, base_url: Any, options: Any, *args: Any, **kwargs: Any
        ) -> Span | None:
            with _JOINING:
                current = trace.get_current_span()
                if getattr(options, "span_name", None) == _LIBRARY_SPAN and _is_instrumentors(current):
                    return LibraryDetails(current)
            return start(tracer, base_url, options, *args, **kwargs)

        self._librarys_own = librarys_own
        setattr(module, _LIBRARY_FUNCTION, start_unless_there_is_one)


class LibraryDetails(NonRecordingSpan):
    """Stands for the library's span: it has the ids of the instrumentor's, and gives it what only the library knows."""

    def __init__(self, target: Span) -> None:
        super().__init__(target.get_span_context())
        self._target = target

    def is_recording(self) -> bool:
        """Whether the instrumentor's span is still open."""
        return self._target.is_recording()

    def set_attribute(self, key: str, value: AttributeValue) -> None:
        """Write the library's own names and the wait for a stream; everything else the instrumentor knows itself."""
        if key.startswith(_LIBRARYS_NAMES) and self._target.is_recording():
            self._target.set_attribute(key, value)


def _is_instrumentors(span: Span) -> bool:
    scope = getattr(span, "instrumentation_scope", None)
    return span.is_recording() and scope is not None and scope.name == _INSTRUMENTOR


INTEGRATION = AnthropicIntegration()
