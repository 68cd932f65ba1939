"""Say what an executor of checkpoints can do: whoever implements this lets runs of a framework be taken up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol, TypeVar

from agenttrace.comparison import Difference
from agenttrace.replay.checkpoints.blob import CheckpointBlob

H = TypeVar("H")


class Granularity(str, Enum):
    """Between what a run can be taken up."""

    SUPERSTEP = "superstep"
    EVENT = "event"
    TURN = "turn"
    NODE = "node"
    CALL = "call"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an executor can do."""

    granularity: Granularity
    edit_state: bool
    """Whether `patch` changes what the run goes on with."""
    cross_process: bool
    """Whether a blob can be restored in another process."""


class CheckpointExecutor(Protocol[H]):
    """Takes runs of one framework apart and up again. `H`, the handle, is a run that can go on; each has its own.

    A handle that was patched or resumed is used up. Everything is synchronous; what a framework has as coroutines runs
    in an event loop of its own. Call it from async code by `asyncio.to_thread`.
    """

    name: str
    capabilities: Capabilities

    def capture(self, handle: H) -> CheckpointBlob:
        """Return the state of a run as bytes. Raises: BadCheckpoint: there is none yet."""

    def restore(self, blob: CheckpointBlob, build: Callable[..., Any]) -> H:
        """Return the run in that state. `build` makes its agents anew: code is in no blob.

        Raises: BadCheckpoint: the blob is of another framework, or a format that is not known here.
        """

    def patch(self, handle: H, edits: Mapping[str, Any]) -> H:
        """Return the run in a changed state. Raises: BadCheckpoint: an edit that is not known, with its name."""

    def resume(self, handle: H) -> Any:
        """Let the run go on to its end, and return what the framework returns."""

    def diff(self, before: CheckpointBlob, after: CheckpointBlob) -> tuple[Difference, ...]:
        """Return where two states differ, by JSON path."""
