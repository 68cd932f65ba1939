"""Remember how far the store has got and how far the journal was synced, in one small checked file.

Both are lower bounds, and the store's own offset is the truth: a lost or torn bookmark costs nothing but pruning later.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import google_crc32c


@dataclass(frozen=True, slots=True)
class Bookmark:
    """`committed`: before it everything is in the store. `synced`: before it everything was on the disk."""

    committed: int = 0
    synced: int = 0


def load(path: Path) -> Bookmark:
    """Return what was saved, or zeros where there is nothing that passes its checksum."""
    try:
        text, _, checksum = path.read_text("ascii").strip().rpartition(" ")
    except (FileNotFoundError, UnicodeDecodeError):
        return Bookmark()
    numbers = text.split(" ")
    if checksum != _checksum(text) or len(numbers) != 2:
        return Bookmark()
    return Bookmark(int(numbers[0]), int(numbers[1]))


def save(path: Path, bookmark: Bookmark) -> None:
    """Replace the file as a whole. Raises: OSError: as the system does."""
    text = f"{bookmark.committed} {bookmark.synced}"
    beside = path.with_suffix(".new")
    beside.write_text(f"{text} {_checksum(text)}\n", "ascii")
    beside.replace(path)


def _checksum(text: str) -> str:
    return f"{google_crc32c.value(text.encode()):08x}"
