"""Put references in the place of large text, and the text back: what goes in comes out, character by character.

A reference is `MARK`, the numbers of the pieces with a space between them, `|`, and what follows the last piece. A
letter behind a number says that the piece is bytes and how they were written as base64. Text that begins with `MARK`
by itself is written as a reference without numbers, so nothing a sender writes can be mistaken for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from agenttrace.model import Json
from agenttrace_server.errors import CorruptData
from agenttrace_server.store.api.content import Encoding, encoded, least_chars, runs_in
from agenttrace_server.store.local.content.cutting import MIN_PIECE_CHARS, cut

MARK: Final = "\ue000"
Intern = Callable[[bytes, bool], int]
"""Takes a piece and whether it is text; returns its number."""


class Packing:
    """Packs the values of one span and remembers what it referred to."""

    __slots__ = ("_blob_min", "_intern", "_least", "_text_min", "content_bytes", "is_used", "numbers")

    def __init__(self, intern: Intern, text_min: int, blob_min: int) -> None:
        self._intern = intern
        self._text_min = text_min
        self._blob_min = blob_min
        self._least = min(text_min, least_chars(blob_min))
        self.numbers: set[int] = set()
        self.content_bytes = 0
        """What the pieces would take if each were written out, as UTF-8."""
        self.is_used = False
        """Whether anything was written as a reference."""

    def keeps(self, text: str) -> bool:
        """Whether the text stays as it is without a closer look."""
        return len(text) < self._least and not text.startswith(MARK)

    def text(self, text: str) -> str:
        """Return the text, or the reference that stands for it. Raises: TypeError: UTF-8 cannot hold the text."""
        if self.keeps(text):
            return text
        is_small = len(text) < self._text_min
        if is_small and next(runs_in(text, self._blob_min), None) is None:
            return self._reference([], text) if text.startswith(MARK) else text
        pieces = list(cut(text, self._blob_min))
        tail = ""
        if pieces and pieces[-1].text is not None and len(pieces[-1].text) < MIN_PIECE_CHARS:
            tail = pieces.pop().text or ""
        words: list[str] = []
        for piece in pieces:
            if piece.data is not None and piece.encoding is not None:
                words.append(f"{self._number(piece.data, is_text=False)}{piece.encoding.value}")
                self.content_bytes += (len(piece.data) + 2) // 3 * 4
            elif piece.text is not None:
                raw = _utf8(piece.text)
                words.append(str(self._number(raw, is_text=True)))
                self.content_bytes += len(raw)
        return self._reference(words, tail)

    def value(self, value: Json) -> Json:
        """Return the value with references for the large texts in it."""
        if isinstance(value, str):
            return value if self.keeps(value) else self.text(value)
        if isinstance(value, list):
            return [self.value(held) for held in value]
        if isinstance(value, dict):
            return {name: self.value(held) for name, held in value.items()}
        return value

    def values(self, values: Mapping[str, Json]) -> Mapping[str, Json]:
        """Return attributes with references for the large texts in them."""
        least = self._least
        large = {
            name: self.value(held)
            for name, held in values.items()
            if (
                len(held) >= least or held.startswith(MARK)
                if type(held) is str
                else isinstance(held, list | dict | str)
            )
        }
        return {**values, **large} if large else values

    @property
    def refs(self) -> str | None:
        """The numbers for the column `refs`; None where nothing has to be put back."""
        return " ".join(map(str, sorted(self.numbers))) if self.is_used else None

    def _number(self, raw: bytes, *, is_text: bool) -> int:
        number = self._intern(raw, is_text)
        self.numbers.add(number)
        return number

    def _reference(self, words: list[str], tail: str) -> str:
        self.is_used = True
        return f"{MARK}{' '.join(words)}|{tail}"


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise TypeError("text with half of a surrogate pair") from None


def numbers_in(refs: str | None) -> list[int]:
    """Read the column `refs`."""
    return [int(number) for number in refs.split()] if refs else []


def unpacked(text: str, pieces: Mapping[int, bytes]) -> str:
    """Put the pieces back. Raises: CorruptData: one is missing, or the reference is none."""
    if not text.startswith(MARK):
        return text
    words, bar, tail = text[len(MARK) :].partition("|")
    if not bar:
        raise CorruptData("a reference to content is cut short")
    try:
        return "".join([*(_piece(word, pieces) for word in words.split()), tail])
    except KeyError as missing:
        raise CorruptData(f"content {missing} is missing: restore the store from a backup", field="content") from None


def unpacked_all(value: Json, pieces: Mapping[int, bytes]) -> Json:
    """Put the pieces back wherever a value has references."""
    if isinstance(value, str):
        return unpacked(value, pieces)
    if isinstance(value, list):
        return [unpacked_all(held, pieces) for held in value]
    if isinstance(value, dict):
        return {name: unpacked_all(held, pieces) for name, held in value.items()}
    return value


def _piece(word: str, pieces: Mapping[int, bytes]) -> str:
    if word[-1].isdigit():
        return pieces[int(word)].decode()
    return encoded(pieces[int(word[:-1])], Encoding(word[-1]))
