"""Make log records for the store's tests: only what a test cares about has to be said."""

from __future__ import annotations

from typing import Any

from agenttrace.model import ProjectName
from agenttrace_server.store.api.signals import LogRecord

from .making import a_span

NOON_NS = a_span(1, 1).start_ns


def a_log(number: int, **fields: Any) -> LogRecord:
    """A record, `number` seconds after noon."""
    defaults: dict[str, Any] = {
        "uid": f"{number:032x}",
        "project": ProjectName("default"),
        "time_ns": NOON_NS + number * 1_000_000_000,
        "position": 0,
        "severity": 9,
        "body": f"line {number}",
    }
    return LogRecord(**{**defaults, **fields})
