"""Look after a store that has no files: there is little to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from agenttrace_server.errors import UnsupportedByStore
from agenttrace_server.store.api import TraceSummary
from agenttrace_server.store.api.upkeep import Compacted, Dropped, StoreUsage, Verified


class MemoryUpkeep:
    """Keeps the contract `Upkeep` over what is in memory."""

    failure = None

    def __init__(
        self, summaries: Callable[[], Iterable[TraceSummary]], delete: Callable[[list[TraceSummary]], int]
    ) -> None:
        self._summaries = summaries
        self._delete = delete

    def usage(self) -> StoreUsage:
        traces = list(self._summaries())
        return StoreUsage(
            spans=sum(trace.totals.spans for trace in traces),
            traces=len(traces),
            oldest_ns=min((trace.start_ns for trace in traces), default=None),
            newest_ns=max((trace.last_seen_ns for trace in traces), default=None),
        )

    def dropped(self) -> Dropped:
        return Dropped()

    def disk_bytes(self) -> int:
        return 0

    def compact(self, *, everything: bool) -> Compacted:
        return Compacted()

    def verify(self, *, full: bool) -> Verified:
        return Verified()

    def backup(self, folder: Path) -> int:
        raise UnsupportedByStore("the store in memory has no files to back up; use AGENTTRACE_STORE=local")

    def drop_before(self, time_ns: int, project: str | None = None, keep: frozenset[str] = frozenset()) -> Dropped:
        doomed = [
            trace
            for trace in self._summaries()
            if trace.last_seen_ns < time_ns and project in (None, trace.project) and trace.project not in keep
        ]
        return Dropped(len(doomed), self._delete(doomed), time_ns) if doomed else Dropped()

    def drop_oldest(self, size_bytes: int) -> Dropped:
        return Dropped()
