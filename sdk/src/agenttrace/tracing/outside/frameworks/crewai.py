"""Tools of CrewAI: every subclass of `BaseTool`, whichever of its ways an agent takes."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from agenttrace.tracing.outside.frameworks.contract import Undo, place, without
from agenttrace.tracing.outside.frameworks.subclasses import wrap_tools, wrapped_methods


def wrap(module: ModuleType) -> Undo:
    """Stand before the tools of `crewai.tools.base_tool`. Raises: LooksDifferent."""
    tool = place(module, "BaseTool")
    place(tool, "_run")
    function_tool = place(module, "Tool")
    undo = [wrap_tools(tool, ("_run", "_arun"), _asked), *wrapped_methods(function_tool, ("run",), _asked)]

    def unwrap() -> None:
        for each in reversed(undo):
            each()

    return unwrap


def _asked(_: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Mapping[str, Any]:
    """Return what the model asked for, without the fingerprint of the agent, which is another in each run."""
    return {**without(kwargs, "security_context"), **({"args": list(args)} if args else {})}
