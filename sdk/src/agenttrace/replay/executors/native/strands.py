"""Take up agents of Strands from their snapshots: messages, state, and a tool call that waits for its interrupt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agenttrace.comparison import Difference
from agenttrace.replay.checkpoints.blob import CheckpointBlob
from agenttrace.replay.checkpoints.contract import Capabilities, Granularity
from agenttrace.replay.executors.native.document import blob_of, changed, compared, paths_and_others, state_in

FORMAT = "strands.snapshot+json"
_PACKAGE = "strands-agents"
_PRESET = "session"


@dataclass(frozen=True, slots=True)
class StrandsHandle:
    """An agent that is not running, and what it is asked next."""

    agent: Any
    prompt: Any = None
    """None: go on with the messages as they are."""


class StrandsExecutor:
    """Saves and loads by the library's `take_snapshot` and `load_snapshot`."""

    name = "strands"
    capabilities = Capabilities(Granularity.TURN, edit_state=True, cross_process=True)

    def capture(self, handle: StrandsHandle) -> CheckpointBlob:
        """Return the snapshot of the session."""
        return blob_of(self.name, _PACKAGE, FORMAT, _snapshot(handle.agent))

    def restore(self, blob: CheckpointBlob, build: Callable[[], Any]) -> StrandsHandle:
        """Return the agent in that state; `build()` makes it. Raises: BadCheckpoint."""
        return _loaded(StrandsHandle(build()), state_in(blob, self.name, FORMAT))

    def patch(self, handle: StrandsHandle, edits: Mapping[str, Any]) -> StrandsHandle:
        """Return the agent with other values at JSON paths of its snapshot (`$.data.messages[1]…`), and a `prompt`."""
        paths, named = paths_and_others(edits, ("prompt",))
        patched = StrandsHandle(handle.agent, named.get("prompt", handle.prompt))
        return _loaded(patched, changed(_snapshot(handle.agent), paths)) if paths else patched

    def resume(self, handle: StrandsHandle) -> Any:
        """Ask the agent, and return its result."""
        return handle.agent(handle.prompt)

    def diff(self, before: CheckpointBlob, after: CheckpointBlob) -> tuple[Difference, ...]:
        """Return where the snapshots differ."""
        return compared(before, after)


def _snapshot(agent: Any) -> Any:
    return agent.take_snapshot(preset=_PRESET).to_dict()


def _loaded(handle: StrandsHandle, state: Any) -> StrandsHandle:
    kind = type(handle.agent.take_snapshot(preset=_PRESET))
    handle.agent.load_snapshot(kind.from_dict(state))
    return handle
