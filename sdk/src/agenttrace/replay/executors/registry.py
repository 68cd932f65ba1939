"""Find an executor of checkpoints by its name: ours by a table, others by an entry point."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from agenttrace.replay.checkpoints.contract import CheckpointExecutor

ENTRY_POINTS = "agenttrace.checkpoint_executors"
_HERE = "agenttrace.replay.executors"
TABLE: Mapping[str, str] = {
    "tape": f"{_HERE}.tape:TapeExecutor",
    "mock": f"{_HERE}.tape:MockExecutor",
    "real": f"{_HERE}.tape:RealExecutor",
    "langgraph": f"{_HERE}.native.langgraph:LangGraphExecutor",
    "crewai": f"{_HERE}.native.crewai:CrewAIExecutor",
    "autogen": f"{_HERE}.native.autogen:AutoGenExecutor",
    "pydantic_ai": f"{_HERE}.native.pydantic_ai:PydanticAIExecutor",
    "openai_agents": f"{_HERE}.native.openai_agents:OpenAIAgentsExecutor",
    "strands": f"{_HERE}.native.strands:StrandsExecutor",
    "agent_framework": f"{_HERE}.native.agent_framework:AgentFrameworkExecutor",
    "google_adk": f"{_HERE}.native.google_adk:GoogleADKExecutor",
}
"""Where each of ours lives. None is imported before it is asked for."""


class UnknownExecutor(LookupError):
    """No executor has this name; the text names those that there are."""


def executor_names() -> list[str]:
    """Return every name that `executor` takes, sorted."""
    return sorted({*TABLE, *(found.name for found in entry_points(group=ENTRY_POINTS))})


def executor(name: str = "tape") -> CheckpointExecutor[Any]:
    """Return the executor of that name. Raises: UnknownExecutor. ImportError: its framework is not installed."""
    place = TABLE.get(name)
    if place is None:
        return _from_elsewhere(name)
    module, _, kind = place.partition(":")
    made: CheckpointExecutor[Any] = getattr(import_module(module), kind)()
    return made


def _from_elsewhere(name: str) -> CheckpointExecutor[Any]:
    found = [each for each in entry_points(group=ENTRY_POINTS) if each.name == name]
    if not found:
        raise UnknownExecutor(f"executor: there is no {name!r}, only {', '.join(executor_names())}")
    made: CheckpointExecutor[Any] = found[0].load()()
    return made
