"""Take up crews of CrewAI from the checkpoints that it writes itself: tasks that are done are not run again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from agenttrace.comparison import Difference
from agenttrace.replay.checkpoints.blob import BadCheckpoint, CheckpointBlob
from agenttrace.replay.checkpoints.contract import Capabilities, Granularity
from agenttrace.replay.executors.native.document import blob_of, changed, compared, paths_and_others, state_in

FORMAT = "crewai.checkpoint+json"
_PACKAGE = "crewai"


@dataclass(frozen=True, slots=True)
class CrewAIHandle:
    """Either where a crew writes its checkpoints, or a checkpoint that was loaded and how its crew is made."""

    location: Path | None = None
    """The `location` of its `CheckpointConfig`, with the JSON provider."""
    number: int = -1
    """Which of them: 0 is the first, -1 the latest."""
    state: Mapping[str, Any] = field(default_factory=dict)
    build: Callable[[], Any] | None = None


class CrewAIExecutor:
    """Reads what `CheckpointConfig` has a crew write, and resumes by `Crew.from_checkpoint`."""

    name = "crewai"
    capabilities = Capabilities(Granularity.EVENT, edit_state=True, cross_process=True)

    def capture(self, handle: CrewAIHandle) -> CheckpointBlob:
        """Return one of the checkpoints that were written. Raises: BadCheckpoint: there is none, or not so many."""
        if handle.location is None:
            return blob_of(self.name, _PACKAGE, FORMAT, dict(handle.state))
        files = sorted(Path(handle.location).rglob("*.json"), key=lambda file: file.stat().st_mtime_ns)
        try:
            chosen = files[handle.number]
        except IndexError:
            raise BadCheckpoint(f"number: {handle.location} holds {len(files)} checkpoints") from None
        return blob_of(self.name, _PACKAGE, FORMAT, json.loads(chosen.read_bytes()), (chosen.stem,))

    def restore(self, blob: CheckpointBlob, build: Callable[[], Any]) -> CrewAIHandle:
        """Return the crew; `build()` makes one with the same roles, for its tools and models. Raises: BadCheckpoint."""
        return CrewAIHandle(state=state_in(blob, self.name, FORMAT), build=build)

    def patch(self, handle: CrewAIHandle, edits: Mapping[str, Any]) -> CrewAIHandle:
        """Return the crew with other values at JSON paths of its checkpoint: `$.entities[0].tasks[1].description`."""
        paths, _ = paths_and_others(edits, ())
        return replace(handle, state=changed(handle.state, paths))

    def resume(self, handle: CrewAIHandle) -> Any:
        """Let the crew do the tasks that are not done, and return its output. Raises: BadCheckpoint."""
        if handle.build is None:
            raise BadCheckpoint("build: restore the checkpoint first")
        crewai = import_module("crewai")
        with TemporaryDirectory(prefix="agenttrace-crewai-") as folder:
            file = Path(folder) / "checkpoint.json"
            file.write_text(json.dumps(handle.state), encoding="utf-8")
            crew = crewai.Crew.from_checkpoint(crewai.CheckpointConfig(location=folder, restore_from=str(file)))
            crew.checkpoint = None
            _equip(crew, handle.build())
            return crew.kickoff()

    def diff(self, before: CheckpointBlob, after: CheckpointBlob) -> tuple[Difference, ...]:
        """Return where the checkpoints differ."""
        return compared(before, after)


def _equip(crew: Any, made: Any) -> None:
    """Give each agent the tools and the model of the one of its role in a crew that was made anew: they are code."""
    by_role = {agent.role: agent for agent in made.agents}
    for agent in crew.agents:
        fresh = by_role.get(agent.role)
        if fresh is None:
            raise BadCheckpoint(f"build: makes no agent of the role {agent.role!r}")
        agent.tools, agent.llm = fresh.tools, fresh.llm
