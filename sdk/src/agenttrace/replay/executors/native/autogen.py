"""Take up teams and agents of AutoGen: what `save_state` gives between two runs; within one it has no state to save."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from agenttrace.comparison import Difference
from agenttrace.replay.checkpoints.blob import CheckpointBlob
from agenttrace.replay.checkpoints.contract import Capabilities, Granularity
from agenttrace.replay.executors.native.alone import completed
from agenttrace.replay.executors.native.document import blob_of, changed, compared, paths_and_others, state_in

FORMAT = "autogen.state+json"
_PACKAGE = "autogen-agentchat"


@dataclass(frozen=True, slots=True)
class AutoGenHandle:
    """A team (or an agent) that is not running, and what it is to do next."""

    team: Any
    task: str | None = None
    """None: go on with what there is."""


class AutoGenExecutor:
    """Saves and loads by the library's `save_state` and `load_state`."""

    name = "autogen"
    capabilities = Capabilities(Granularity.TURN, edit_state=True, cross_process=True)

    def capture(self, handle: AutoGenHandle) -> CheckpointBlob:
        """Return the state of the team. Raises: RuntimeError: it runs."""
        return blob_of(self.name, _PACKAGE, FORMAT, completed(handle.team.save_state))

    def restore(self, blob: CheckpointBlob, build: Callable[[], Any]) -> AutoGenHandle:
        """Return the team in that state; `build()` makes it, with agents of the same names. Raises: BadCheckpoint."""
        return self._loaded(AutoGenHandle(build()), state_in(blob, self.name, FORMAT))

    def patch(self, handle: AutoGenHandle, edits: Mapping[str, Any]) -> AutoGenHandle:
        """Return the team with other values at JSON paths of its state, and another `task`."""
        paths, named = paths_and_others(edits, ("task",))
        patched = AutoGenHandle(handle.team, named.get("task", handle.task))
        return self._loaded(patched, changed(completed(handle.team.save_state), paths)) if paths else patched

    def resume(self, handle: AutoGenHandle) -> Any:
        """Run the team on its task, and return its result."""
        return completed(lambda: handle.team.run(task=handle.task))

    def diff(self, before: CheckpointBlob, after: CheckpointBlob) -> tuple[Difference, ...]:
        """Return where the states differ."""
        return compared(before, after)

    def _loaded(self, handle: AutoGenHandle, state: Any) -> AutoGenHandle:
        completed(lambda: handle.team.load_state(state))
        return handle
