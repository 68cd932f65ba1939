"""Look through all that a journal keeps, and copy a part of it: for `agenttrace store verify` and `backup`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from agenttrace_server.journal.local import bookmark
from agenttrace_server.journal.local.bookmark import Bookmark
from agenttrace_server.journal.local.recover import recover
from agenttrace_server.journal.local.segments import Segment
from agenttrace_server.journal.protocol import Damage

_AT_ONCE = 1 << 20

Piece = tuple[Segment, int]
"""A segment, and the offset where what is synced of it ends."""


def find_damages(pieces: Sequence[Piece]) -> list[Damage]:
    """Read everything. A segment that is pruned meanwhile has no damage."""
    found: list[Damage] = []
    for segment, end in pieces:
        try:
            recovered = recover(segment.path, segment.first_offset)
        except FileNotFoundError:
            continue
        name = segment.path.name
        found += [Damage(name, one.offset, one.resume_offset) for one in recovered.damages if one.offset < end]
        if recovered.end_offset < end:
            found.append(Damage(name, recovered.end_offset, end))
    return found


def copy_pieces(pieces: Sequence[Piece], folder: Path, offset: int) -> None:
    """Write a journal that holds these and is applied up to `offset`. Raises: OSError: the disk refuses."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    end = offset
    for segment, end in pieces:
        with segment.path.open("rb") as source, (folder / segment.path.name).open("wb") as target:
            left = end - segment.first_offset
            while left and (read := source.read(min(left, _AT_ONCE))):
                target.write(read)
                left -= len(read)
    bookmark.save(folder / "bookmark", Bookmark(committed=offset, synced=end))
