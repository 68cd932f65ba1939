"""Instrument the libraries that the program imports, now or later, each inside a guard."""

from __future__ import annotations

import logging

from opentelemetry.sdk.trace import TracerProvider

from agenttrace.import_hook import ImportHook
from agenttrace.integrations.contract import Integration, Wiring
from agenttrace.integrations.table import integration_for, known_names
from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.settings import Settings

_log = logging.getLogger("agenttrace")


class _Registry:
    """Knows what is instrumented. There is one in a process, as there is one of each library."""

    def __init__(self) -> None:
        self._hook = ImportHook(self._imported)
        self._wiring: Wiring | None = None
        self._active: dict[str, Integration] = {}

    def instrument(self, settings: Settings, tracer_provider: TracerProvider) -> None:
        self.uninstrument()
        if settings.auto_instrument is False:
            return
        names = known_names()
        if settings.auto_instrument is not True:
            for unknown in sorted(set(settings.auto_instrument) - set(names)):
                _log.warning("auto_instrument: there is no integration %r, known are %s", unknown, ", ".join(names))
            names = tuple(name for name in names if name in settings.auto_instrument)
        self._wiring = Wiring(tracer_provider, settings.capture_content)
        self._hook.watch(names)

    def uninstrument(self) -> None:
        self._hook.stop()
        self._wiring = None
        while self._active:
            name, integration = self._active.popitem()
            with never_break_the_agent(f"uninstrumenting {name}"):
                integration.uninstrument()

    def _imported(self, name: str) -> None:
        if self._wiring is None or name in self._active:
            return
        with never_break_the_agent(f"instrumenting {name}"):
            integration = integration_for(name)
            integration.instrument(self._wiring)
            self._active[name] = integration


_registry = _Registry()


def instrument(settings: Settings, tracer_provider: TracerProvider) -> None:
    """Trace the libraries that the settings ask for, at once or when they are imported; replaces what was before."""
    _registry.instrument(settings, tracer_provider)


def uninstrument() -> None:
    """Leave every library as it was."""
    _registry.uninstrument()
