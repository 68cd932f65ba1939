"""Tools of LangChain and LangGraph: every subclass of `BaseTool`, below its callbacks and its error handling."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from agenttrace.tracing.outside.frameworks.contract import Undo, place, without
from agenttrace.tracing.outside.frameworks.subclasses import wrap_tools


def wrap(module: ModuleType) -> Undo:
    """Stand before the tools of `langchain_core.tools.base`. Raises: LooksDifferent."""
    tool = place(module, "BaseTool")
    place(tool, "_run")
    return wrap_tools(tool, ("_run", "_arun"), _asked)


def _asked(tool: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Mapping[str, Any]:
    """Return what the model asked for: not the state, the store and the run that LangChain puts beside it."""
    keep = getattr(tool, "_filter_injected_args", None)
    named = without(kwargs, "config", "run_manager", "callbacks")
    named = keep(named) if keep is not None else named
    return {**named, **({"args": list(args)} if args else {})}
