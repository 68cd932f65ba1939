"""Say what a worker's process is told at its start."""

from __future__ import annotations

from dataclasses import dataclass

from agenttrace_server.config import Settings
from agenttrace_server.store.api.contract import Prepare


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is told at its start, in the first message."""

    settings: Settings
    prepare: Prepare
