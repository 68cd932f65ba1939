"""Cut large text into pieces that come again: where a message, a part or a tool begins, and around base64.

Putting the pieces together gives the text back whatever the rule is; the rule only decides how much is shared. It goes
by the text around a place alone, so the same history cut at the next turn gives the same pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from agenttrace_server.store.api.content import Encoding, runs_in

MIN_PIECE_CHARS: Final = 512
_BEGINNING: Final = re.compile(r'\{\\*"(?:role|type|lc|id|name|message|content|parts|kwargs|data|function)\\*"')


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: the text itself, or the bytes that its base64 says."""

    text: str | None
    data: bytes | None = None
    encoding: Encoding | None = None


def cut(text: str, blob_min_bytes: int) -> Iterator[Piece]:
    """Give the pieces of a text in order."""
    begin = 0
    for start, end, data, encoding in runs_in(text, blob_min_bytes):
        yield from map(Piece, _texts(text[begin:start]))
        yield Piece(None, data, encoding)
        begin = end
    yield from map(Piece, _texts(text[begin:]))


def _texts(text: str) -> Iterator[str]:
    begin = 0
    while (found := _BEGINNING.search(text, begin + MIN_PIECE_CHARS)) is not None:
        at = found.start()
        while text[at - 1] in ", " and at > begin + 1:
            at -= 1
        yield text[begin:at]
        begin = at
    closing = text.rfind("}]", begin) + 1
    if closing > 0:
        yield text[begin:closing]
        begin = closing
    if begin < len(text):
        yield text[begin:]
