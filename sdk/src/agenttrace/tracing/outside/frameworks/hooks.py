"""Stand before the tools of each framework that the program has imported or will import, while a run needs it."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType

from agenttrace.import_hook import ImportHook
from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.outside.frameworks import crewai, langchain, mcp, openai_agents, pydantic_ai
from agenttrace.tracing.outside.frameworks.contract import LooksDifferent, Undo

_log = logging.getLogger("agenttrace.recording")


@dataclass(frozen=True, slots=True)
class Framework:
    """Where the tools of a framework are called. A program may have a module of that name that is its own."""

    package: str
    wrap: Callable[[ModuleType], Undo]


_MODULES = {
    "agents.tool": Framework("openai-agents", openai_agents.wrap),
    "crewai.tools.base_tool": Framework("crewai", crewai.wrap),
    "langchain_core.tools.base": Framework("langchain-core", langchain.wrap),
    "mcp.client.session": Framework("mcp", mcp.wrap),
    "pydantic_ai.toolsets.function": Framework("pydantic-ai-slim", pydantic_ai.wrap),
}
PACKAGES = tuple(sorted(framework.package for framework in _MODULES.values()))


class ToolHooks:
    """One for each process."""

    def __init__(self, modules: Mapping[str, Framework] = _MODULES) -> None:
        self._modules = modules
        self._hook = ImportHook(self._imported)
        self._undo: dict[str, Undo] = {}

    def start(self, packages: Iterable[str] = PACKAGES) -> None:
        """Have the tools of these frameworks pass by the conductor; of no others from now on."""
        self.stop()
        wanted = frozenset(packages)
        self._hook.watch([name for name, framework in self._modules.items() if framework.package in wanted])

    def stop(self) -> None:
        """Leave the frameworks as they were."""
        self._hook.stop()
        while self._undo:
            self._undo.popitem()[1]()

    def _imported(self, name: str) -> None:
        framework = self._modules[name]
        installed = _version_of(framework.package)
        if name in self._undo or installed is None:
            return
        with never_break_the_agent(f"standing before the tools of {framework.package}"):
            try:
                self._undo[name] = framework.wrap(sys.modules[name])
            except LooksDifferent as missing:
                _log.warning(
                    "%s %s looks different (%s): its tools are not recorded", framework.package, installed, missing
                )


def _version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


tool_hooks = ToolHooks()
