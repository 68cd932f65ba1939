"""Add up what the store takes, by kind of file."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from agenttrace_server.store.api.upkeep import Part
from agenttrace_server.store.local.shelf import View
from agenttrace_server.store.local.words import Indexer

_SMALL, _MIDDLE = 10_000, 100_000
_NAMES: Final = {"signals": "dead letters", "points": "metrics", "views": "saved views"}
"""What databases are called that have another name than their file."""


def parts_of(folder: Path, view: View, words: Indexer) -> tuple[Part, ...]:
    """Return each kind of file with what it takes. What is in no other part is in the last, `other`."""
    levels: dict[str, list[tuple[int, int]]] = {"small": [], "middle": [], "large": []}
    for segment in view.segments:
        level = "small" if segment.rows < _SMALL else "middle" if segment.rows < _MIDDLE else "large"
        levels[level].append((segment.rows, segment.size_bytes))
    parts = [
        Part(f"segments, {level}", len(held), sum(size for _, size in held), sum(rows for rows, _ in held))
        for level, held in levels.items()
    ]
    contents = view.contents
    parts.append(Part("content", len(contents), sum(f.size_bytes for f in contents), sum(f.rows for f in contents)))
    indexed = sum(segment.rows for segment in view.segments if words.has(segment))
    parts.append(replace(_on_disk("words", words.folder.glob("*")), rows=indexed))
    for database in databases(folder):
        name = _NAMES.get(database.stem, database.stem)
        parts.append(_on_disk(name, folder.glob(f"{database.name}*")))
    known = sum(part.size_bytes for part in parts)
    return (*parts, Part("other", 0, max(0, tree_bytes(folder) - known)))


def databases(folder: Path) -> list[Path]:
    """Return the SQLite files."""
    return sorted(folder.glob("*.db"))


def tree_bytes(folder: Path) -> int:
    """Return the bytes of all files below; one that goes meanwhile counts nothing."""
    return _on_disk("", folder.rglob("*")).size_bytes


def _on_disk(name: str, paths: Iterable[Path]) -> Part:
    files, total = 0, 0
    for path in paths:
        with suppress(FileNotFoundError):
            if path.is_file():
                total += path.stat().st_size
                files += 1
    return Part(name, files, total)
