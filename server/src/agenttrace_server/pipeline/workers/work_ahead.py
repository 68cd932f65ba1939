"""Say how the runner hands records to whoever takes them through the stages, and gets them back in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from agenttrace_server.journal.protocol import Entry
from agenttrace_server.pipeline.batch import Opened


class WorkAhead(Protocol):
    """Entries go in by `submit` and come out by `take`, in the same order. Used by one thread."""

    @property
    def waiting(self) -> int:
        """How many submissions have not been taken."""
        ...

    @property
    def is_ready(self) -> bool:
        """Whether the oldest submission can be taken without waiting for somebody else."""
        ...

    @property
    def has_room(self) -> bool:
        """Whether another submission can be worked on at once."""
        ...

    def submit(self, entries: Sequence[Entry]) -> None:
        """Begin to work on some entries, of which there is at least one."""
        ...

    def take(self) -> list[Opened]:
        """Wait for the oldest submission and return it, entry by entry."""
        ...

    def rest(self) -> None:
        """There is nothing to do: let go of what has not been needed for a while."""
        ...

    def close(self) -> None:
        """Let go of whoever works; what was not taken is forgotten."""
        ...
