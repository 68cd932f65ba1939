"""Find out who else traces a library, and switch its OpenTelemetry instrumentor on if nobody does."""

from __future__ import annotations

import inspect
import logging
import types
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from opentelemetry.sdk.trace import TracerProvider

from agenttrace.integrations.contract import Wiring
from agenttrace.tracing.settings import environment_default, environment_override

_CONTENT_VARIABLE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"

_log = logging.getLogger("agenttrace")
_said: set[str] = set()


class OtelInstrumentor(Protocol):
    """What we use of an instrumentor of OpenTelemetry."""

    is_instrumented_by_opentelemetry: bool

    def instrument(self, *, tracer_provider: TracerProvider, raise_exception_on_conflict: bool) -> None:
        """Patch the library."""

    def uninstrument(self) -> None:
        """Undo it."""


def switch_on(
    library: str, module: str, class_name: str, methods: Iterable[tuple[str, str]], wiring: Wiring
) -> OtelInstrumentor | None:
    """Instrument a library by the GenAI instrumentor in `module`, and return it; None where we step back.

    We step back where the instrumentor is not installed (said once), or where somebody has already patched one of the
    `methods` (pairs of "module:Class" and a method's name).
    """
    try:
        instrumentor = cast("OtelInstrumentor", getattr(import_module(module), class_name)())
    except ModuleNotFoundError as missing:
        _say_once(
            logging.WARNING,
            f"{library} is not traced in full, {missing.name} is missing: pip install 'agenttrace-sdk[{library}]'",
        )
        return None
    patched_by = None if not instrumentor.is_instrumented_by_opentelemetry else module
    patched_by = patched_by or next(filter(None, (patcher_of(library, *method) for method in methods)), None)
    if patched_by is not None:
        _say_once(logging.INFO, f"{library} is already traced by {patched_by}, agenttrace adds nothing")
        return None
    content = (
        environment_default(_CONTENT_VARIABLE, "span_only")
        if wiring.capture_content
        else environment_override(_CONTENT_VARIABLE, "no_content")
    )
    with content:
        instrumentor.instrument(tracer_provider=wiring.tracer_provider, raise_exception_on_conflict=True)
    return instrumentor


def patcher_of(library: str, place: str, method: str) -> str | None:
    """Return the module that replaced a method of a library, or None where it is the library's own or not there."""
    module_name, _, class_name = place.partition(":")
    try:
        owner = getattr(import_module(module_name), class_name)
        found = inspect.getattr_static(owner, method)
    except (ImportError, AttributeError):
        return None
    if type(found) is types.FunctionType:  # wrapt's wrappers pass isinstance
        home = Path(str(import_module(library).__file__)).parent
        return None if home in Path(found.__code__.co_filename).parents else str(found.__globals__.get("__name__"))
    wrapper = getattr(found, "_self_wrapper", found)
    return str(getattr(wrapper, "__module__", None) or type(found).__module__)


def _say_once(level: int, text: str) -> None:
    if text not in _said:
        _said.add(text)
        _log.log(level, text)
