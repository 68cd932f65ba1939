"""Give every piece of content its number, once a project, and find pieces again by number or by hash."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

from agenttrace.model import ProjectName
from agenttrace_server.config import Settings
from agenttrace_server.store.api import ContentFigures, StoredSpan
from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.catalog.contents import sizes_of
from agenttrace_server.store.local.content.asking import digest_of, number_of, spellings
from agenttrace_server.store.local.content.files import read_pieces
from agenttrace_server.store.local.content.held import HeldPiece, PieceKey
from agenttrace_server.store.local.content.packing import Packing, numbers_in
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.rows import AT, Row, stored_span_of
from agenttrace_server.store.local.shelf import Shelf, View

_REMEMBERED: Final = 50_000
"""Keys whose number is known without asking the catalog."""


class Contents:
    """Only the writer packs, and it holds the writing lock; everybody may read."""

    def __init__(self, shelf: Shelf, catalog: Catalog, engine: Engine, settings: Settings) -> None:
        self._shelf, self._catalog, self._engine = shelf, catalog, engine
        self._text_min, self._blob_min = settings.content_min_bytes, settings.attachment_min_bytes
        self._recent: OrderedDict[PieceKey, int] = OrderedDict()
        self.next_number = catalog.number("content")

    @property
    def shortest(self) -> int:
        """A text with fewer characters stands in its row as it is, unless it begins with `MARK`."""
        return min(self._text_min, self._blob_min)

    def packing(self, project: ProjectName) -> Packing:
        """Return what packs one span of the project."""
        return Packing(partial(self._intern, project), self._text_min, self._blob_min)

    def forget(self, keys: Iterable[PieceKey]) -> None:
        """These pieces are gone: if they come again they get new numbers. The caller holds the writing lock."""
        for key in keys:
            self._recent.pop(key, None)

    def stored_spans(self, view: View, rows: Iterable[Row]) -> list[StoredSpan]:
        """Return the whole spans of rows, with all that they refer to. Raises: CorruptData: a piece is missing."""
        listed = list(rows)
        numbers = {number for row in listed for number in numbers_in(row[AT["refs"]])}
        pieces = self.pieces(view, numbers)
        return [stored_span_of(row, pieces) for row in listed]

    def pieces(self, view: View, numbers: Iterable[int]) -> Mapping[int, bytes]:
        """Return those of the pieces that there are."""
        found: dict[int, bytes] = {}
        missing: list[int] = []
        for number in numbers:
            held = _held(view, number)
            if held is None:
                missing.append(number)
            else:
                found[number] = held.raw
        if missing:
            found.update(read_pieces(self._engine, view.contents, missing))
        return found

    def blob(self, project: ProjectName, digest: bytes) -> bytes | None:
        """Return a file by its SHA-256."""
        with self._shelf.reading() as view:
            number = number_of(self._catalog, view, project, digest)
            return None if number is None else self.pieces(view, [number]).get(number)

    def spellings(self, view: View, value: str, project: str | None) -> list[str]:
        """Return how rows write a text that a filter asks for."""
        return spellings(self._catalog, view, value, project, self._text_min, self._blob_min)

    def figures(self, view: View, rows: Iterable[tuple[str | None, int | None]]) -> ContentFigures:
        """Add up what rows refer to, each piece once and as often as it is referred to: (refs, content bytes)."""
        unshared, numbers = 0, set[int]()
        for refs, content_bytes in rows:
            unshared += content_bytes or 0
            numbers.update(numbers_in(refs))
        hot = {number: held for number in numbers if (held := _held(view, number)) is not None}
        stored = sum(len(held.raw) for held in hot.values())
        with self._catalog.reading() as connection:
            stored += sizes_of(connection, sorted(numbers - hot.keys()))
        return ContentFigures(stored_bytes=stored, unshared_bytes=unshared)

    def figures_of_all(self, view: View) -> ContentFigures:
        """Add up everything; what a delete has hidden counts as long as it lies in a file."""
        unshared = sum(segment.content_bytes for segment in view.segments)
        unshared += sum(part.content_bytes for part in view.parts)
        stored = sum(file.content_bytes for file in view.contents)
        stored += sum(part.piece_bytes for part in view.parts)
        return ContentFigures(stored_bytes=stored, unshared_bytes=unshared)

    def _intern(self, project: ProjectName, raw: bytes, is_text: bool) -> int:
        key = (project, digest_of(raw, is_text=is_text))
        number = self._recent.get(key)
        if number is not None:
            self._recent.move_to_end(key)
            return number
        with self._shelf.reading() as view:
            number = number_of(self._catalog, view, *key)
        if number is None:
            self.next_number += 1
            number = self.next_number
            self._shelf.active.hold_piece(HeldPiece(number, key, raw, is_text))
        self._recent[key] = number
        if len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)
        return number


def _held(view: View, number: int) -> HeldPiece | None:
    for part in view.parts:
        if number in part.pieces:
            return part.pieces[number]
    return None
