"""Lay one raw record out as checked bytes, and read it back.

    mark 4 | size 4 | crc32c 4 | received_ns 8 | batch 8 | signal 1 | lengths 2+2+2
    | project | content type | sender | body

The checksum covers the record's offset and everything after itself, so bytes that lie at the wrong place do not pass.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass

import google_crc32c

from agenttrace_server.journal.protocol import RawRecord, Signal

Buffer = bytes | mmap.mmap

MARK = b"\xa7AJ\x01"
"""What every record starts with; the last byte is the version of the layout."""

_PREFIX = struct.Struct("<4sII")
_PLACE = struct.Struct("<QI")
_FIELDS = struct.Struct("<QQBHHH")
PREFIX_SIZE = _PREFIX.size
SMALLEST = _PREFIX.size + _FIELDS.size

_SIGNAL_CODES = {Signal.TRACES: 1, Signal.LOGS: 2, Signal.METRICS: 3}
_SIGNALS = {code: signal for signal, code in _SIGNAL_CODES.items()}


@dataclass(frozen=True, slots=True)
class Packed:
    """A record as bytes, all but what depends on where it will lie."""

    head: bytes
    """From `received_ns` to the sender."""
    body: bytes

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return _PREFIX.size + len(self.head) + len(self.body)


@dataclass(frozen=True, slots=True)
class Found:
    """A record that passed its checksum, and how many bytes it takes."""

    record: RawRecord
    size: int


def pack(record: RawRecord) -> Packed:
    """Do the part of the work that needs no offset, in the caller's thread."""
    texts = [text.encode() for text in (record.project, record.content_type, record.sender)]
    lengths = (len(text) for text in texts)
    fixed = _FIELDS.pack(record.received_ns, record.batch, _SIGNAL_CODES[record.signal], *lengths)
    return Packed(fixed + b"".join(texts), record.body)


def place(packed: Packed, offset: int) -> list[bytes]:
    """Return the buffers to write at `offset`."""
    size = packed.size
    checksum = _checksum(offset, size, packed.head, packed.body)
    return [_PREFIX.pack(MARK, size, checksum) + packed.head, packed.body]


def size_of(prefix: bytes) -> int | None:
    """Return how long the record that starts with these bytes says it is, or None if it is none."""
    if len(prefix) < _PREFIX.size:
        return None
    mark, size, _ = _PREFIX.unpack_from(prefix)
    return int(size) if mark == MARK and size >= SMALLEST else None


def received_ns_of(start: bytes) -> int | None:
    """Return when the record that starts with these `SMALLEST` bytes was received, unchecked."""
    if len(start) < SMALLEST or size_of(start) is None:
        return None
    return int(_FIELDS.unpack_from(start, _PREFIX.size)[0])


def unpack(raw: Buffer, at: int, offset: int) -> Found | None:
    """Return the record that starts at `raw[at]`, or None where the bytes are not one that was written at `offset`."""
    prefix = raw[at : at + _PREFIX.size]
    size = size_of(prefix)
    if size is None or size > len(raw) - at:
        return None
    rest = raw[at + _PREFIX.size : at + size]
    if _PREFIX.unpack(prefix)[2] != _checksum(offset, size, rest):
        return None
    received_ns, batch, signal, project, content_type, sender = _FIELDS.unpack_from(rest)
    texts = []
    begin = _FIELDS.size
    for length in (project, content_type, sender):
        texts.append(rest[begin : begin + length].decode())
        begin += length
    record = RawRecord(texts[0], received_ns, _SIGNALS[signal], texts[1], rest[begin:], texts[2], batch)
    return Found(record, size)


def _checksum(offset: int, size: int, *parts: bytes) -> int:
    checksum = int(google_crc32c.value(_PLACE.pack(offset, size)))
    for part in parts:
        checksum = int(google_crc32c.extend(checksum, part))
    return checksum
