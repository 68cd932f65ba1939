"""Hold a piece of content that is not in a file yet, and say what a file of them is."""

from __future__ import annotations

from dataclasses import dataclass

from agenttrace.model import ProjectName

PieceKey = tuple[ProjectName, bytes]
"""The project and the hash: BLAKE2b of text (20 bytes), SHA-256 of a file (32), so that the two never meet."""


@dataclass(frozen=True, slots=True)
class HeldPiece:
    """A piece in memory. Its number never changes and is never given to another."""

    number: int
    key: PieceKey
    raw: bytes
    is_text: bool


@dataclass(frozen=True, slots=True)
class ContentFile:
    """An immutable Parquet file of pieces, sorted by number."""

    number: int
    file: str
    rows: int
    size_bytes: int
    content_bytes: int
    """Of the pieces, before compression."""
    min_number: int
    max_number: int
