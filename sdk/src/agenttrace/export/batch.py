"""Name what travels together: one encoded request, with the number that makes its loss visible."""

from __future__ import annotations

import gzip
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

GZIP = "gzip"
IDENTITY = "identity"
_FAST = 1
"""zlib level: the agent's processor time is dearer than the last third of the bytes."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Spans encoded as one OTLP request. The number is kept for life: resent and spooled batches do not change it."""

    sender: str
    number: int
    project: str
    endpoint: str
    """The address it was made for; empty where none was configured."""
    spans: int
    created_ns: int
    encoding: str
    """The content encoding of `body`: gzip or identity."""
    body: bytes

    def plain_body(self) -> bytes:
        """Return the OTLP bytes. Raises: OSError, EOFError, zlib.error: the body is not what `encoding` says."""
        return gzip.decompress(self.body) if self.encoding == GZIP else self.body


def encoded(body: bytes, compression: str) -> tuple[str, bytes]:
    """Return the content encoding and the bytes to send for OTLP bytes, by the setting `compression`."""
    if compression == GZIP:
        return GZIP, gzip.compress(body, _FAST, mtime=0)
    return IDENTITY, body


@dataclass(frozen=True, slots=True)
class Sender:
    """Who numbers batches: one per process, so a forked child is another."""

    id: str = field(default_factory=lambda: secrets.token_hex(8))
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def next_number(self) -> int:
        return next(self.numbers)
