"""Know how far each recording of a folder has been read, and read what is new in it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agenttrace.recording import run_folders
from agenttrace_server.imports.formats.events import OpenRecording
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally

_FILE = "events.jsonl"


@dataclass(slots=True)
class _Place:
    """How far one recording has been read, with what is open in it."""

    recording: OpenRecording
    bytes: int = 0
    lines: int = 0
    size: int = 0
    """How large the file was when it was read; a line that is being written lies between the two."""


class RecordingsFolder:
    """The recordings of one folder. What was read whole is remembered in a file, so that a restart reads only news."""

    def __init__(self, folder: Path, memory: Path) -> None:
        self.folder = folder
        self.tally = Tally()
        self._memory = memory
        self._done = _read(memory)
        self._places: dict[str, _Place] = {}

    def changed(self) -> Iterator[str]:
        """Yield the names of the recordings that have grown since they were read."""
        for folder in run_folders(self.folder):
            place = self._places.get(folder.name)
            read = self._done.get(folder.name, -1) if place is None else place.size
            if _size(folder / _FILE) > read:
                yield folder.name

    def news(self, name: str) -> Iterator[ImportedSpan]:
        """Yield the spans that were added to a recording; those that are still open come last, as running."""
        file = self.folder / name / _FILE
        place = self._places.setdefault(name, _Place(OpenRecording(file, self.tally)))
        with file.open("rb") as lines:
            place.size = os.fstat(lines.fileno()).st_size
            lines.seek(place.bytes)
            for line in lines:
                if not line.endswith(b"\n"):
                    break  # it is being written
                place.lines += 1
                place.bytes += len(line)
                yield from place.recording.take(place.lines, line)
        yield from place.recording.unfinished

    def sent(self, name: str) -> None:
        """Say that the news of a recording have arrived; a run that has ended needs no more memory."""
        place = self._places[name]
        if place.recording.has_ended:
            self._done[name] = place.size
            del self._places[name]

    def not_sent(self, name: str) -> None:
        """Read this recording again from its first line: its news were lost on their way."""
        self._places.pop(name, None)
        self._done.pop(name, None)

    def remember(self) -> None:
        """Write down what was read whole. Raises: OSError."""
        beside = self._memory.with_suffix(".json.new")
        beside.write_text(json.dumps(self._done))
        beside.replace(self._memory)


def _size(file: Path) -> int:
    """Return how large a file is; less than nothing where it has just gone."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return -1


def _read(memory: Path) -> dict[str, int]:
    """Return what was written down; nothing where it cannot be read, as reading all again does no harm."""
    try:
        told = json.loads(memory.read_text())
    except (OSError, ValueError):
        return {}
    return {str(name): size for name, size in told.items() if isinstance(size, int)} if isinstance(told, dict) else {}
