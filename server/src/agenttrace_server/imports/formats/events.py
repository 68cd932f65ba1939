"""Say that our own recordings cannot be imported yet: their format is not settled, and a guess would stay stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from agenttrace_server.errors import CannotImport
from agenttrace_server.imports.lines import Progress
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally


def paths(path: Path) -> list[Path]:
    """Raises: CannotImport: always."""
    raise CannotImport(
        f"{path}: recordings (events.jsonl) cannot be imported by this version: their format is not settled yet; "
        "send the run's spans with the SDK, or import them as otlp"
    )


def spans(path: Path, tally: Tally, progress: Progress) -> Iterator[ImportedSpan]:
    """Raises: CannotImport: always."""
    del tally, progress
    paths(path)
    yield from ()
