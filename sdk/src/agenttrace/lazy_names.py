"""Load a public name only when it is asked for, so that a part of the SDK can be had without the rest.

The server takes `agenttrace.model`, and pytest loads our plugin in every run; neither should pay for OpenTelemetry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

_TRACING = (
    "BadSetting ContextExecutor Session Span agent checkpoint child_environment continue_trace current_session extract "
    "get_current_span inject log message session span task tool trace wrap"
)
AT_THE_TOP: Mapping[str, str] = {
    **dict.fromkeys(("BadState", "SpanState", "SpanType", "Status"), "agenttrace.model"),
    **dict.fromkeys(_TRACING.split(), "agenttrace.tracing"),
    **dict.fromkeys(("AgentTrace", "flush", "get_tracer", "init", "shutdown"), "agenttrace.tracing.init"),
    **dict.fromkeys(("now", "random", "uuid4"), "agenttrace.tracing.outside.effects"),
    "TraceReader": "agenttrace.recording",
    "Tracer": "agenttrace.tracing.joining.tracer",
    **dict.fromkeys(("ReplayDivergence", "Replayer"), "agenttrace.replay"),
    "__version__": "agenttrace.tracing.provider",
}
"""Where each public name of `agenttrace` lives."""

IN_TESTING: Mapping[str, str] = {
    "FixedClock": "agenttrace.testing.fixed_clock",
    "FixedIdGenerator": "agenttrace.testing.fixed_ids",
    "InMemoryExporter": "agenttrace.testing.exporter",
    "captured_spans": "agenttrace.testing.capture",
}
"""Where each public name of `agenttrace.testing` lives."""


def names_of(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a module's `__getattr__` (PEP 562) that finds the names of a package in their homes."""

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found: object = getattr(import_module(homes[name]), name)
        return found

    return find
