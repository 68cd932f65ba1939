"""Say what a question in SQL is and what comes back: one project, read only, bounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

IsCancelled = Callable[[], bool]
"""Asked now and then while a question runs: whether nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True)
class SqlLimits:
    """What one question may take."""

    timeout_s: float
    memory_mb: int
    rows: int
    answer_bytes: int
    scratch_bytes: int
    """What a question may copy to a temporary file: the log records of its project."""


@dataclass(frozen=True, slots=True)
class SqlAnswer:
    """The rows of a question. Values are what JSON has; times are RFC 3339 texts."""

    columns: tuple[tuple[str, str], ...]
    """(name, type of DuckDB)."""
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool
    """There are more rows than the limit, or they take more bytes."""
    elapsed_ms: float
