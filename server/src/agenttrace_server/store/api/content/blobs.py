"""Name blobs by their hash, tell what they are, and find them in a span."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from agenttrace.model import Json, Span
from agenttrace_server.store.api.content.base64_text import runs_in

_UNKNOWN: Final = "application/octet-stream"
_SIGNATURES: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftyp", "video/mp4"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"fLaC", "audio/flac"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"PK\x03\x04", "application/zip"),
)
_HEAD_BYTES: Final = 512


def blob_hash(data: bytes) -> str:
    """Return the SHA-256 of a blob as lowercase hex: its name."""
    return hashlib.sha256(data).hexdigest()


def media_type_of(data: bytes) -> str:
    """Return the media type that the first bytes show; nothing that a sender claims is believed."""
    for place, signature, media_type in _SIGNATURES:
        if data.startswith(signature, place):
            return media_type
    head = data[:_HEAD_BYTES].lstrip().lower()
    if head.startswith((b"<svg", b"<?xml")) and b"<svg" in head:
        return "image/svg+xml"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _UNKNOWN
    return _UNKNOWN if b"\x00" in data else "text/plain"


def blobs_in(span: Span, least_bytes: int) -> Iterator[bytes]:
    """Give the files that the span carries as base64, wherever they stand in what arrived."""
    waiting: list[Json] = [*span.attributes.values(), *span.resource.values(), span.input, span.output]
    waiting += [value for event in span.events for value in event.attributes.values()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield from (data for _, _, data, _ in runs_in(value, least_bytes))
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
