"""Load what `agenttrace.testing` offers only when it is asked for: pytest imports this package in every run."""

from __future__ import annotations

from importlib import import_module

_HOME = {
    "FixedClock": "agenttrace.testing.fixed_clock",
    "FixedIdGenerator": "agenttrace.testing.fixed_ids",
    "InMemoryExporter": "agenttrace.testing.exporter",
    "captured_spans": "agenttrace.testing.capture",
}


def __getattr__(name: str) -> object:
    """Return the public name of `agenttrace.testing`, from the module that has it."""
    if name not in _HOME:
        raise AttributeError(f"module 'agenttrace.testing' has no attribute {name!r}")
    found: object = getattr(import_module(_HOME[name]), name)
    return found
