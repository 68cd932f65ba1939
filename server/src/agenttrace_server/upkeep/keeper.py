"""Keep the data folder within its bounds of age and size, and compact it, from one thread in the background."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import structlog

from agenttrace_server.config import Settings
from agenttrace_server.store.api.upkeep import Dropped
from agenttrace_server.telemetry import Metrics
from agenttrace_server.upkeep.installation import Installation

_DAY_NS: Final = 24 * 3600 * 1_000_000_000
_MEBIBYTE: Final = 1024 * 1024
_HIGH_WATER: Final = 0.7
"""Of the store's part of the cap: traces go before a seal has to wait for room."""
_LOW_WATER: Final = 0.62
"""Then so many go that not every seal passes the mark again."""
_RETENTION_EVERY_S: Final = 60.0
_COMPACT_EVERY_S: Final = 30.0
_MEASURE_EVERY_S: Final = 10.0
"""Where there is no cap the size is only shown: to measure a folder of a thousand files again and again costs."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class KeeperState:
    """For /health. `hindered` says why a bound is not kept just now."""

    disk_bytes: int = 0
    dropped: Dropped = field(default_factory=Dropped)
    """Ever."""
    hindered: str | None = None


class Keeper:
    """Looks every `upkeep_s` seconds; what it does, it does in small steps beside writers and readers."""

    def __init__(self, installation: Installation, metrics: Metrics, now_ns: Callable[[], int] = time.time_ns) -> None:
        self._on = installation
        self._settings = installation.settings
        self._metrics = metrics
        self._now_ns = now_ns
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="agenttrace-keeper", daemon=True)
        self._state = KeeperState(dropped=installation.store.upkeep.dropped())

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; a step that is under way is finished."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    @property
    def state(self) -> KeeperState:
        """How it is going."""
        return self._state

    def keep_age(self) -> Dropped:
        """Drop what is older than the settings allow."""
        own = days_by_project(self._settings)
        upkeep, now_ns = self._on.store.upkeep, self._now_ns()
        dropped = Dropped()
        if self._settings.retain_days is not None:
            before_ns = now_ns - round(self._settings.retain_days * _DAY_NS)
            dropped = upkeep.drop_before(before_ns, None, frozenset(own))
        for project, days in own.items():
            dropped = dropped.plus(upkeep.drop_before(now_ns - round(days * _DAY_NS), project))
        self._on.sweep(self._now_ns())
        self._note("age")
        return dropped

    def keep_size(self) -> Dropped:
        """Drop the oldest traces before the store has to wait for room; the store itself never passes its bound."""
        bound, taken = self._settings.store_bound_bytes, self._on.store.upkeep.disk_bytes() + self._on.recorded_bytes()
        dropped = Dropped()
        if bound is not None and taken > bound * _HIGH_WATER:
            dropped = self._on.store.upkeep.drop_oldest(taken - int(bound * _LOW_WATER))
            self._on.sweep(self._now_ns())
        self._note("size")
        taken = self._on.disk_bytes()
        self._state = replace(self._state, disk_bytes=taken, hindered=self._why_not_kept(taken))
        return dropped

    def _why_not_kept(self, taken: int) -> str | None:
        """A folder that was over the cap when it was set, or holds what is not the store's, may not get below it."""
        cap_mb = self._settings.disk_cap_mb
        if cap_mb is None or taken <= cap_mb * _MEBIBYTE:
            return None
        reason = f"{taken} bytes are taken, the cap is {cap_mb * _MEBIBYTE}, and nothing more can be dropped"
        log.error("the disk cap is not kept", reason=reason)
        return reason

    def _note(self, bound: str) -> None:
        """Say what went since the last look, also where a seal itself made room."""
        before, now = self._state.dropped, self._on.store.upkeep.dropped()
        if now.traces > before.traces:
            spans = now.spans - before.spans
            log.warning("old traces dropped", bound=bound, traces=now.traces - before.traces, spans=spans)
        self._state = replace(self._state, dropped=now)

    def _run(self) -> None:
        aged = compacted = measured = -_RETENTION_EVERY_S
        measure_every_s = 0.0 if self._settings.disk_cap_mb is not None else _MEASURE_EVERY_S
        while not self._stopping.wait(self._settings.upkeep_s):
            now_s = time.monotonic()
            try:
                if now_s - aged >= _RETENTION_EVERY_S:
                    self.keep_age()
                    aged = now_s
                if now_s - compacted >= _COMPACT_EVERY_S:
                    self._on.compact(everything=False)
                    compacted = now_s
                if now_s - measured >= measure_every_s:
                    self.keep_size()
                    measured = now_s
            except Exception as failure:  # noqa: BLE001 - the worker's loop: counted, logged, shown, tried again
                self._metrics.worker_errors.labels("keeper").inc()
                log.error("upkeep failed, it is tried again", reason=str(failure))
                self._state = replace(self._state, hindered=str(failure))


def days_by_project(settings: Settings) -> Mapping[str, float]:
    """Return the projects with a bound of age of their own."""
    pairs = (entry.rpartition("=") for entry in settings.retain_days_by_project)
    return {project: float(days) for project, _, days in pairs}
