"""Take up agents of Microsoft's Agent Framework from their sessions, between two questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from agenttrace.comparison import Difference
from agenttrace.replay.checkpoints.blob import CheckpointBlob
from agenttrace.replay.checkpoints.contract import Capabilities, Granularity
from agenttrace.replay.executors.native.alone import completed
from agenttrace.replay.executors.native.document import blob_of, changed, compared, paths_and_others, state_in

FORMAT = "agent_framework.session+json"
_PACKAGE = "agent-framework-core"


@dataclass(frozen=True, slots=True)
class AgentFrameworkHandle:
    """An agent, its `AgentSession`, and what it is asked next."""

    agent: Any
    session: Any
    prompt: str | None = None
    """None: go on with what the session has."""


class AgentFrameworkExecutor:
    """Saves and loads by `AgentSession.to_dict` and `from_dict`. Its workflows pickle: not those."""

    name = "agent_framework"
    capabilities = Capabilities(Granularity.TURN, edit_state=True, cross_process=True)

    def capture(self, handle: AgentFrameworkHandle) -> CheckpointBlob:
        """Return the session with its messages."""
        return blob_of(self.name, _PACKAGE, FORMAT, handle.session.to_dict())

    def restore(self, blob: CheckpointBlob, build: Callable[[], Any]) -> AgentFrameworkHandle:
        """Return the agent with its session; `build()` makes the agent. Raises: BadCheckpoint."""
        return AgentFrameworkHandle(build(), _session(state_in(blob, self.name, FORMAT)))

    def patch(self, handle: AgentFrameworkHandle, edits: Mapping[str, Any]) -> AgentFrameworkHandle:
        """Return the agent with other values at JSON paths of its session, and another `prompt`."""
        paths, named = paths_and_others(edits, ("prompt",))
        session = _session(changed(handle.session.to_dict(), paths))
        return AgentFrameworkHandle(handle.agent, session, named.get("prompt", handle.prompt))

    def resume(self, handle: AgentFrameworkHandle) -> Any:
        """Ask the agent, and return its response."""
        return completed(lambda: _asked(handle))

    def diff(self, before: CheckpointBlob, after: CheckpointBlob) -> tuple[Difference, ...]:
        """Return where the sessions differ."""
        return compared(before, after)


async def _asked(handle: AgentFrameworkHandle) -> Any:
    return await handle.agent.run(handle.prompt, session=handle.session)


def _session(state: Any) -> Any:
    return import_module("agent_framework").AgentSession.from_dict(state)
