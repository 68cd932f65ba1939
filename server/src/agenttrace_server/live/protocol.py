"""Say how news of stored spans reaches whoever watches: at most once, never in the way of the pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from agenttrace_server.store.api.records import StoredSpan, TraceSummary


@dataclass(frozen=True, slots=True)
class Change:
    """What one write of the pipeline changed. `number` counts up by one; a hole means a missed change."""

    number: int
    spans: tuple[StoredSpan, ...]
    traces: tuple[TraceSummary, ...]


class LiveEnded(Exception):
    """The server stops: no change will follow."""


class Subscription(Protocol):
    """One watcher's queue of changes."""

    @property
    def start(self) -> int:
        """The number of the latest change before this subscription; the first to come is one more."""
        ...

    async def next(self) -> Change:
        """Wait for the next change. After an overflow the next change's number shows the hole.

        Raises: LiveEnded: the bus was closed.
        """
        ...

    def close(self) -> None:
        """Stop receiving."""
        ...


class LiveBus(Protocol):
    """Hands changes from the pipeline's thread to the watchers' event loop."""

    def publish(self, spans: Sequence[StoredSpan], traces: Sequence[TraceSummary]) -> None:
        """Never blocks and never raises because of a watcher; a full queue drops its oldest change."""
        ...

    def subscribe(self) -> Subscription:
        """Start receiving in the running event loop."""
        ...

    def close(self) -> None:
        """End every subscription; publishing after this is heard by nobody."""
        ...
