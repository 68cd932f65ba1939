"""Read a run again: every whole event, and the number of each line that is none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from agenttrace.recording.log.blobs import Blobs
from agenttrace.recording.log.event import Event, Kind
from agenttrace.recording.log.line import BadLine, events_in_line
from agenttrace.recording.log.writer import EVENTS_FILE

_TAIL_BYTES = 64 * 1024
_MAX_LINE_BYTES = 1024 * 1024 * 1024


class NoRecording(ValueError):
    """There is no recording where one was looked for; the text names the place."""


class TraceReader:
    """One recording: its folder, or an events file that lies anywhere.

    `events` reads all of it, once; `stream()` reads line by line in the order of the file. Both fill `problems`.
    """

    def __init__(self, path: str | Path) -> None:
        """Raises: NoRecording: there is no such folder or file."""
        given = Path(path)
        self.path = given / EVENTS_FILE if given.is_dir() else given
        if not self.path.is_file():
            raise NoRecording(f"{given}: there is no recording here, no {EVENTS_FILE}")
        self.folder = self.path.parent
        self._blobs = Blobs(self.folder)
        self._problems: list[BadLine] = []

    def stream(self) -> Iterator[Event]:
        """Yield the events in the order of the file, each once; several processes may have written in turns.

        Raises: OSError.
        """
        self._problems = []
        seen: set[tuple[str, int]] = set()
        with self.path.open("rb") as file:
            for number, line in enumerate(file, 1):
                for event in self._events_of(number, line):
                    if (event.process, event.seq) not in seen:
                        seen.add((event.process, event.seq))
                        yield event

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """All events in the order in which they happened, those of several processes merged by time."""
        return tuple(sorted(self.stream(), key=lambda event: event.order))

    @property
    def problems(self) -> tuple[BadLine, ...]:
        """The lines that could not be read, as far as the file has been read."""
        return tuple(self._problems)

    @property
    def run_id(self) -> str:
        """The id of the run. Raises: NoRecording: there is no event in it."""
        return self.first.run_id

    @property
    def first(self) -> Event:
        """The first whole event, without reading the rest. Raises: NoRecording: there is none."""
        with self.path.open("rb") as file:
            for line in file:
                for event in events_in_line(line)[0]:
                    return event
        raise NoRecording(f"{self.path}: holds no event")

    @property
    def last(self) -> Event:
        """The last whole event, without reading the rest. Raises: NoRecording: there is none."""
        with self.path.open("rb") as file:
            for line in _lines_from_the_end(file):
                found, _ = events_in_line(line)
                if found:
                    return found[-1]
        raise NoRecording(f"{self.path}: holds no event")

    @property
    def is_complete(self) -> bool:
        """Whether the run came to its end, as far as its last event tells."""
        return self.last.kind == Kind.RUN_END

    def payload_of(self, event: Event) -> Mapping[str, Any]:
        """Return the payload, from its blob where it is in one. Raises: BadBlob: the blob is missing or damaged."""
        return self._blobs.payload_of(event)

    def _events_of(self, number: int, line: bytes) -> list[Event]:
        events, problem = events_in_line(line)
        if problem is not None:
            self._problems.append(BadLine(number, problem))
        return events


def _lines_from_the_end(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file from its last one, reading blocks from the end."""
    at = file.seek(0, os.SEEK_END)
    rest = b""
    while at > 0 and len(rest) < _MAX_LINE_BYTES:
        step = min(_TAIL_BYTES, at)
        at -= step
        file.seek(at)
        block = file.read(step) + rest
        rest, *lines = block.split(b"\n")
        yield from reversed(lines)
    yield rest
