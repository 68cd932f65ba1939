"""Start, replace and stop what runs in this process, with the export and the integrations that it is handed."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable, Mapping
from contextvars import Token
from dataclasses import dataclass
from typing import Protocol

from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.id_generator import IdGenerator
from opentelemetry.util.types import AttributeValue

from agenttrace.model import semconv
from agenttrace.tracing.ambient import Ambient, Session, ambient_of, extract, with_session
from agenttrace.tracing.guard import never_break_the_agent, raise_our_own_failures
from agenttrace.tracing.provider.processor import Both
from agenttrace.tracing.provider.runtime import runtime
from agenttrace.tracing.redaction import RedactValue
from agenttrace.tracing.session import new_session_id
from agenttrace.tracing.settings import Settings

NOWHERE = SpanProcessor()
"""Where spans go while tracing is disabled."""
_STOPPING = never_break_the_agent("shutting down")
_INSTRUMENTING = never_break_the_agent("instrumenting libraries")


@dataclass(frozen=True)
class Plan:
    """Everything that one start depends on; an equal plan that already runs is not started again."""

    settings: Settings
    redact: RedactValue | None = None
    tracer_provider: TracerProvider | None = None
    processor: SpanProcessor | None = None
    id_generator: IdGenerator | None = None


class RunningRun(Protocol):
    """A run that is recorded or replayed."""

    processor: SpanProcessor | None

    def stop(self) -> None:
        """Write its end."""


class Launcher:
    """Starts and stops, one caller at a time."""

    def __init__(
        self,
        export: Callable[[Plan], SpanProcessor],
        instrument: Callable[[Settings, TracerProvider], None],
        uninstrument: Callable[[], None],
        begin_run: Callable[[Plan, TracerProvider], RunningRun | None],
    ) -> None:
        self._lock = threading.RLock()
        self._export = export
        self._instrument = instrument
        self._uninstrument = uninstrument
        self._begin_run = begin_run
        self._run: RunningRun | None = None
        self._running: Plan | None = None
        self._attached: tuple[Context, Token[Context]] | None = None
        self._stops_at_exit = False

    def start(self, plan: Plan) -> None:
        """Run this plan. One that already runs goes on; another one is stopped first, its spans delivered."""
        with self._lock:
            if plan == self._running:
                return
            self.stop()
            settings = plan.settings
            raise_our_own_failures(settings.raise_internal_errors)
            target = NOWHERE if settings.disabled else plan.processor or self._export(plan)
            if not settings.disabled:
                self._continue_the_parent_process(settings)
                runtime.ids.source = plan.id_generator
                runtime.outlet.send_to(target)
                runtime.inheritance.replace(_default_ambient(settings), _process_attributes(settings))
                self._stop_at_exit()
            provider = runtime.start(settings, plan.tracer_provider)
            self._running = plan
            if provider is not None:
                self._run = self._begin_run(plan, provider)
                if self._run is not None and self._run.processor is not None:
                    runtime.outlet.send_to(Both(target, self._run.processor))
                with _INSTRUMENTING:
                    self._instrument(settings, provider)

    def stop(self) -> None:
        """Deliver what there is and make no more spans. Stopping twice is stopping once."""
        with self._lock:
            was_running, self._running = self._running, None
            if was_running is None:
                return
            with _STOPPING:
                self._uninstrument()
            with _STOPPING:
                runtime.stop()
                runtime.outlet.shutdown()
            run, self._run = self._run, None
            if run is not None:
                with _STOPPING:
                    run.stop()
            self._leave_the_parent_process()

    def _continue_the_parent_process(self, settings: Settings) -> None:
        if settings.traceparent is None:
            return
        context = extract(_parent_headers(settings))
        runtime.remote_parent = trace.get_current_span(context).get_span_context()
        self._attached = (context, otel_context.attach(context))

    def _leave_the_parent_process(self) -> None:
        attached, self._attached = self._attached, None
        runtime.remote_parent = None
        if attached is not None and otel_context.get_current() is attached[0]:
            otel_context.detach(attached[1])

    def _stop_at_exit(self) -> None:
        if not self._stops_at_exit:
            atexit.register(self.stop)
            self._stops_at_exit = True


def _parent_headers(settings: Settings) -> Mapping[str, str]:
    found = {"traceparent": settings.traceparent, "tracestate": settings.tracestate, "baggage": settings.baggage}
    return {name: value for name, value in found.items() if value is not None}


def _default_ambient(settings: Settings) -> Ambient:
    """Return what spans outside of any session block inherit: the session of the process, or its parent's."""
    inherited = ambient_of(extract(_parent_headers(settings), Context()))
    parents = inherited.session if inherited is not None else None
    if parents is not None and settings.session in (None, parents.name):
        return _ambient_with(parents)
    if settings.session is None:
        return Ambient()
    return _ambient_with(Session(id=new_session_id(), name=settings.session))


def _ambient_with(session: Session) -> Ambient:
    return ambient_of(with_session(session, Context())) or Ambient()


def _process_attributes(settings: Settings) -> dict[str, AttributeValue]:
    """Return what the first span of each trace says of its process, whoever made the provider and its resource."""
    attributes: dict[str, AttributeValue] = {}
    if settings.tags:
        attributes[semconv.TAGS] = settings.tags
    if settings.framework is not None:
        attributes[semconv.FRAMEWORK] = settings.framework
    return attributes
