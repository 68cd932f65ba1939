"""Let the user open a span around a block and say things about it."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from types import TracebackType

from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import INVALID_SPAN, SpanContext, StatusCode
from opentelemetry.trace import Status as OtelStatus
from opentelemetry.util.types import AttributeValue

from agenttrace.model import SpanState, SpanType, Status, semconv
from agenttrace.tracing.ambient.attachment import Attachment
from agenttrace.tracing.ambient.keys import AgentScope, with_agent
from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.outcome import status_of
from agenttrace.tracing.provider.runtime import runtime
from agenttrace.tracing.values import attribute_value, clean_text, json_text, safe_str

_OTEL_OK = OtelStatus(StatusCode.OK)
_OPENING = never_break_the_agent("opening a span")
_CLOSING = never_break_the_agent("closing a span")
_WRITING = never_break_the_agent("writing on a span")


class Span:
    """A span of the user's program. As a context manager (`with` or `async with`) it starts, becomes current and ends.

    Nothing here raises, whatever it is given; after the end nothing has an effect.
    """

    __slots__ = ("_attached", "_attributes", "_forks", "_name", "_otel", "_said_ok")

    def __init__(self, name: str, attributes: dict[str, AttributeValue]) -> None:
        self._name = name
        self._attributes = attributes
        self._otel: trace.Span = INVALID_SPAN
        self._attached: Attachment | None = None
        self._forks = 0
        self._said_ok: bool | None = None
        """Whether the user called it a success. None: somebody else ends the span, so it must be written at once."""

    @classmethod
    def of(cls, otel: trace.Span) -> Span:
        """Return the handle of a span that somebody else opened and will end."""
        handle = cls("", {})
        handle._otel = otel
        return handle

    # the block

    def __enter__(self) -> Span:
        with _OPENING:
            self._attached = Attachment(self.start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with _CLOSING:
            attached, self._attached = self._attached, None
            if attached is not None:
                attached.detach()
            self.finish(error)

    async def __aenter__(self) -> Span:
        return self.__enter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.__exit__(kind, error, trace)

    def start(self) -> Context:
        """Start without becoming current; return the context in which this span is current."""
        self._otel = runtime.tracer.start_span(
            self._name,
            context=None if runtime.remote_parent is None else _below(runtime.remote_parent),
            attributes=self._attributes,
            record_exception=False,
            set_status_on_exception=False,
        )
        self._forks = runtime.forks
        self._said_ok = False
        return self._in_context(trace.set_span_in_context(self._otel))

    def finish(self, error: BaseException | None = None) -> None:
        """End the span, with the status that leaving with `error` means."""
        if self._forks != runtime.forks:
            return
        status = None if error is None or not self._otel.is_recording() else status_of(error)
        if status is not None:
            self._write_status(status)
        elif self._said_ok:
            self._otel.set_status(_OTEL_OK)
        if error is not None and status is not None and status.state.is_failure:
            self.record_exception(error)
        self._otel.end()

    def _in_context(self, context: Context) -> Context:
        return context

    # what is known about it

    @property
    def context(self) -> SpanContext:
        """The ids of the span; `trace_id` is 0 where nothing is recorded."""
        return self._otel.get_span_context()

    @property
    def trace_id(self) -> str:
        """The trace id as 32 hexadecimal digits."""
        return trace.format_trace_id(self.context.trace_id)

    @property
    def span_id(self) -> str:
        """The span id as 16 hexadecimal digits."""
        return trace.format_span_id(self.context.span_id)

    @property
    def is_recording(self) -> bool:
        """Whether what is written on it is kept."""
        return self._otel.is_recording()

    # what can be said about it

    def set_attribute(self, name: str, value: object) -> Span:
        """Set one attribute. What OpenTelemetry cannot hold (a dict, a dataclass, None) becomes JSON text."""
        with _WRITING:
            self._otel.set_attribute(name, attribute_value(value, runtime.settings.max_captured_chars))
        return self

    def set_attributes(self, attributes: Mapping[str, object]) -> Span:
        """Set several attributes."""
        with _WRITING:
            self._otel.set_attributes(cleaned(attributes))
        return self

    def add_event(self, name: str, attributes: Mapping[str, object] | None = None) -> Span:
        """Note that something happened now."""
        with _WRITING:
            self._otel.add_event(_as_text(name), cleaned(attributes or {}))
        return self

    def set_status(self, status: SpanState | Status | str, message: str | None = None, code: str | None = None) -> Span:
        """Say how the span ended: "ok", "error", "cancelled" or "timeout". An exception that leaves the block wins."""
        with _WRITING:
            given = status if isinstance(status, Status) else Status(SpanState(status), message, code)
            self._write_status(given)
        return self

    def set_token_usage(
        self,
        input_tokens: int | None = None,
        output_tokens: int | None = None,
        cache_read_tokens: int | None = None,
        cache_creation_tokens: int | None = None,
        reasoning_tokens: int | None = None,
    ) -> Span:
        """Say what a model call used. Inclusive: input holds the cache parts, output holds the reasoning."""
        given = {
            semconv.INPUT_TOKENS: input_tokens,
            semconv.OUTPUT_TOKENS: output_tokens,
            semconv.CACHE_READ_TOKENS: cache_read_tokens,
            semconv.CACHE_WRITE_TOKENS: cache_creation_tokens,
            semconv.REASONING_TOKENS: reasoning_tokens,
        }
        return self.set_attributes({name: count for name, count in given.items() if count is not None})

    def set_model(self, model: str, provider: str | None = None, response_model: str | None = None) -> Span:
        """Say which model was asked, whose it is, and which one answered."""
        given = {
            semconv.REQUEST_MODEL: model,
            semconv.PROVIDER_NAME: provider,
            semconv.RESPONSE_MODEL: response_model,
        }
        return self.set_attributes({name: value for name, value in given.items() if value is not None})

    def set_input(self, value: object) -> Span:
        """Keep what the step was given, unless content capture is off."""
        return self._set_content(semconv.INPUT, value)

    def set_output(self, value: object) -> Span:
        """Keep what the step produced, unless content capture is off."""
        return self._set_content(semconv.OUTPUT, value)

    def record_exception(self, error: BaseException) -> Span:
        """Note an exception with its traceback; the status stays as it is."""
        with _WRITING:
            self._otel.add_event("exception", exception_attributes(error))
        return self

    def _set_content(self, name: str, value: object) -> Span:
        if not runtime.settings.capture_content or not self._otel.is_recording():
            return self
        with _WRITING:
            self._otel.set_attribute(name, json_text(value, runtime.settings.max_captured_chars))
        return self

    def _write_status(self, status: Status) -> None:
        if status.state is SpanState.RUNNING:
            return
        otel = self._otel
        otel.set_attribute(semconv.STATUS, status.state.value)
        if status.state.is_failure:
            otel.set_status(OtelStatus(StatusCode.ERROR, safe_str(status.message) if status.message else None))
        elif status.state is SpanState.OK and self._said_ok is None:
            otel.set_status(_OTEL_OK)
        if self._said_ok is not None:
            # OpenTelemetry lets nothing follow OK, so it is written only when the block has ended without an exception
            self._said_ok = status.state is SpanState.OK
        if status.code is not None:
            otel.set_attributes({semconv.STATUS_CODE: status.code, semconv.ERROR_TYPE: status.code})


class AgentSpan(Span):
    """The span of an agent: everything started below it is a step of that agent."""

    __slots__ = ("_agent",)

    def __init__(self, name: str, attributes: dict[str, AttributeValue], agent: AgentScope) -> None:
        super().__init__(name, attributes)
        self._agent = agent

    def _in_context(self, context: Context) -> Context:
        return with_agent(self._agent, context)


def span(
    name: str,
    type: SpanType | str = SpanType.CUSTOM,  # noqa: A002 - the public word
    *,
    attributes: Mapping[str, object] | None = None,
) -> Span:
    """Return a span to open: `with span("review", type=SpanType.TASK) as s:`, or `async with`."""
    first: dict[str, AttributeValue] = {semconv.SPAN_TYPE: SpanType.CUSTOM.value}
    with _WRITING:
        first[semconv.SPAN_TYPE] = type.value if isinstance(type, SpanType) else SpanType(type).value
        if attributes:
            first.update(cleaned(attributes))
    return Span(_as_text(name), first)


def _as_text(name: object) -> str:
    return name if type(name) is str else safe_str(name)


def get_current_span() -> Span:
    """Return the current span, whoever opened it; where there is none, one on which writing has no effect."""
    return Span.of(trace.get_current_span())


def cleaned(attributes: Mapping[str, object]) -> dict[str, AttributeValue]:
    """Return the attributes as OpenTelemetry can hold them."""
    limit = runtime.settings.max_captured_chars
    return {
        name if type(name) is str else str(name): value
        if type(value) is str and value.isascii()
        else attribute_value(value, limit)
        for name, value in attributes.items()
    }


def _below(remote_parent: SpanContext) -> Context:
    """Return the current context, with the span of the process that started this one where none is current."""
    current = otel_context.get_current()
    if trace.get_current_span(current).get_span_context().is_valid:
        return current
    return trace.set_span_in_context(trace.NonRecordingSpan(remote_parent), current)


def exception_attributes(error: BaseException) -> dict[str, AttributeValue]:
    """Return the attributes of OpenTelemetry's exception event, also for errors that cannot be shown as text."""
    kind = type(error)
    return {
        "exception.type": kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}",
        "exception.message": safe_str(error),
        "exception.stacktrace": clean_text("".join(traceback.format_exception(kind, error, error.__traceback__))),
    }
