"""Hold what is running in this process: the provider our spans go to, and the settings they are made with."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, cast

from opentelemetry import trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.trace import NoOpTracer, SpanContext, Tracer

from agenttrace.model import semconv
from agenttrace.tracing.provider.ids import ReplaceableIds
from agenttrace.tracing.provider.inheritance import Inheritance
from agenttrace.tracing.provider.processor import InheritingOutlet, Outlet
from agenttrace.tracing.provider.sampling import ReplaceableSampler
from agenttrace.tracing.provider.version import __version__
from agenttrace.tracing.settings import Settings

if TYPE_CHECKING:
    from agenttrace.tracing.outside.conductor import Conductor

SCOPE = "agenttrace"

_log = logging.getLogger("agenttrace")


class Runtime:
    """The state of the process. There is one, `runtime`; everything else is handed values.

    Before `start` every span goes to OpenTelemetry's no-op tracer, or to the provider that the user has set.
    """

    def __init__(self) -> None:
        self.settings = Settings()
        self.running = False
        self.outlet = Outlet()
        self.inheritance = Inheritance()
        self.ids = ReplaceableIds()
        self.remote_parent: SpanContext | None = None
        """The span of another process that started this one; spans without a parent here continue it."""
        self.conductor: Conductor | None = None
        """Who records or replays this run; None: nobody."""
        self.forks = 0
        """How many forks lie between this process and the one that imported the SDK."""
        self._sampler = ReplaceableSampler(self.inheritance)
        self._ours: TracerProvider | None = None
        self._joined: list[TracerProvider] = []
        self.tracer: Tracer = trace.get_tracer(SCOPE, __version__)

    def start(self, settings: Settings, given: TracerProvider | None = None) -> TracerProvider | None:
        """Make spans from now on, in the provider that is given, else the user's global one, else our own.

        Returns that provider, or None where tracing is disabled.
        """
        self.settings = settings
        if settings.disabled:
            self.tracer = NoOpTracer()
            return None
        provider = self._joined_provider(settings, given)
        self._sampler.keep(settings.sample_rate)
        self.tracer = provider.get_tracer(SCOPE, __version__)
        self.running = True
        return provider

    def stop(self) -> None:
        """Make no more spans in our own provider."""
        self.running = False
        self._sampler.drop_everything()

    def _joined_provider(self, settings: Settings, given: TracerProvider | None) -> TracerProvider:
        found = given or trace.get_tracer_provider()
        provider = cast("TracerProvider", found) if _takes_processors(found) else self._set_our_own(settings)
        if provider not in self._joined:
            ours = provider is self._ours
            provider.add_span_processor(self.outlet if ours else InheritingOutlet(self.outlet, self.inheritance))
            self._joined.append(provider)
        if provider is not self._ours and settings.sample_rate < 1:
            _log.warning("sample_rate has no effect: the OpenTelemetry provider of this program has its own sampler")
        return provider

    def _set_our_own(self, settings: Settings) -> TracerProvider:
        self._ours = TracerProvider(
            sampler=self._sampler,
            id_generator=self.ids,
            resource=_resource(settings),
            span_limits=SpanLimits(
                max_span_attributes=settings.max_attributes,
                max_event_attributes=settings.max_attributes,
                max_link_attributes=settings.max_attributes,
                max_events=settings.max_events,
                max_links=settings.max_links,
            ),
            shutdown_on_exit=False,
        )
        trace.set_tracer_provider(self._ours)
        return self._ours


def _takes_processors(provider: object) -> bool:
    """Whether it is OpenTelemetry's provider, or one that stands before it, such as Logfire's."""
    return callable(getattr(provider, "add_span_processor", None))


def _resource(settings: Settings) -> Resource:
    ours: dict[str, str | tuple[str, ...]] = {semconv.SDK_VERSION: __version__}
    if settings.framework is not None:
        ours[semconv.FRAMEWORK] = settings.framework
    if settings.tags:
        ours[semconv.TAGS] = settings.tags
    return Resource.create(ours)


runtime = Runtime()


def _note_fork() -> None:
    runtime.forks += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_note_fork)
