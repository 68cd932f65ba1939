"""Write an event's JSON as a line with its checksum, and find the whole events of a line that was damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import google_crc32c

from agenttrace.recording.log.event import RUN_START_PREFIX, Event, NotAnEvent, decode

_SEPARATOR = b"\t"
_CHECKSUM = re.compile(rb"\t([0-9a-f]{8})")
_CHECKSUM_CHARS = 8
_HEX = frozenset(b"0123456789abcdef")
_MAX_STARTS = 64
"""How many places a damaged line is read from; more of them are no accident."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read as it stands. `number` counts from 1."""

    number: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.reason}"


def line_of(json: bytes) -> bytes:
    """Return `<json>\\t<crc32c>\\n`; JSON never holds a tab outside of an escape."""
    return b"%b\t%08x\n" % (json, google_crc32c.value(json))


def read_line(line: bytes) -> Event:
    """Return the event of one line without its end; the checksum may be missing, as in files written by others.

    Raises: NotAnEvent.
    """
    json, separator, checksum = line.rpartition(_SEPARATOR)
    if not separator or len(checksum) > _CHECKSUM_CHARS or not _HEX.issuperset(checksum):
        return decode(line)
    if len(checksum) < _CHECKSUM_CHARS:
        raise NotAnEvent("the line is cut short")
    if checksum != b"%08x" % google_crc32c.value(json):
        raise NotAnEvent("its checksum does not match")
    return decode(json)


def events_in_line(line: bytes) -> tuple[list[Event], str | None]:
    """Return every whole event of a line, with or without its end, and why it could not be read as it stands."""
    line = line.rstrip(b"\r\n")
    if not line or line.isspace():
        return [], None
    try:
        return [read_line(line)], None
    except NotAnEvent as error:
        return list(_whole_events(line)), str(error)


def _whole_events(line: bytes) -> Iterator[Event]:
    """Yield the events of a damaged line that are proven whole by their checksum.

    A writer that was killed leaves no line end, and a flipped bit can take one away: then one line holds several.
    """
    done = 0
    for match in _CHECKSUM.finditer(line):
        for start in _starts(line, done, match.start()):
            if b"%08x" % google_crc32c.value(line[start : match.start()]) == match[1]:
                try:
                    yield decode(line[start : match.start()])
                except NotAnEvent:
                    continue
                done = match.end()
                break


def _starts(line: bytes, begin: int, end: int) -> Iterator[int]:
    at = line.find(RUN_START_PREFIX, begin, end)
    for _ in range(_MAX_STARTS):
        if at < 0:
            return
        yield at
        at = line.find(RUN_START_PREFIX, at + 1, end)
