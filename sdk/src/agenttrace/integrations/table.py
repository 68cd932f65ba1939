"""List the integrations by the import name of their library: ours, and those that other packages register."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import cast

from agenttrace.integrations.contract import Integration

ENTRY_POINT_GROUP = "agenttrace.instrumentors"

OURS = {
    "anthropic": "agenttrace.integrations.anthropic",
    "openai": "agenttrace.integrations.openai",
}
"""Modules with an `INTEGRATION`, imported only when their library is."""


def known_names() -> tuple[str, ...]:
    """Return the import names of the libraries that can be traced, sorted."""
    return tuple(sorted({*OURS, *(entry.name for entry in entry_points(group=ENTRY_POINT_GROUP))}))


def integration_for(import_name: str) -> Integration:
    """Return the integration of a known name; a registered one wins over ours, so that it can be replaced."""
    for entry in entry_points(group=ENTRY_POINT_GROUP, name=import_name):
        return cast("Integration", entry.load())
    return cast("Integration", import_module(OURS[import_name]).INTEGRATION)
