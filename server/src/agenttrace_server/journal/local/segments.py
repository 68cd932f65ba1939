"""Know which segment files there are, in order, and which of them may go."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_NAME = re.compile(r"(\d{20})\.log")


@dataclass(frozen=True, slots=True)
class Segment:
    """One file of the journal. It ends where the next one begins; the last ends where the journal does."""

    first_offset: int
    path: Path
    written_s: float
    """When something was last written to it, in seconds since the epoch."""


class Segments:
    """The segments of one folder. Not locked: its owner does that. There is always at least one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._all: list[Segment] = []
        for path in sorted(folder.iterdir()):
            match = _NAME.fullmatch(path.name)
            if match:
                self._all.append(Segment(int(match[1]), path, path.stat().st_mtime))

    def __iter__(self) -> Iterator[Segment]:
        return iter(tuple(self._all))

    def __len__(self) -> int:
        return len(self._all)

    @property
    def first(self) -> Segment:
        """The oldest that is kept."""
        return self._all[0]

    @property
    def last(self) -> Segment:
        """The one that is written to."""
        return self._all[-1]

    def path_of(self, first_offset: int) -> Path:
        """Return the path of the segment that begins there."""
        return self._folder / f"{first_offset:020d}.log"

    def add(self, first_offset: int, now_s: float) -> None:
        """Begin a new last segment; an empty one of the same place is the same one."""
        if not self._all or self.last.first_offset != first_offset:
            self._all.append(Segment(first_offset, self.path_of(first_offset), now_s))

    def touch(self, now_s: float) -> None:
        """Note that the last segment was written to."""
        self._all[-1] = replace(self.last, written_s=now_s)

    def holding(self, offset: int, end_offset: int) -> tuple[Segment, int]:
        """Return the segment in which `offset` lies, and where it ends."""
        at = max(0, bisect_right(self._all, offset, key=lambda segment: segment.first_offset) - 1)
        following = self._all[at + 1 : at + 2]
        return self._all[at], following[0].first_offset if following else end_offset

    def drop_first(self, committed: int, older_than_s: float) -> bool:
        """Delete the oldest segment if all of it is committed, it is old enough and not the last; say whether."""
        if len(self._all) < 2:
            return False
        if self._all[1].first_offset > committed or self.first.written_s > older_than_s:
            return False
        try:
            self.first.path.unlink(missing_ok=True)
        except OSError:
            return False
        self._all.pop(0)
        return True
