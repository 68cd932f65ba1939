"""Say which rows of each segment may have the words of a question, so that the others are not read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from agenttrace_server.errors import CorruptData
from agenttrace_server.store.api.language import AnyOf, Is, Node, Text
from agenttrace_server.store.api.language.fields import ATTRIBUTE
from agenttrace_server.store.api.language.texts import fold, words_in
from agenttrace_server.store.api.language.tree import All
from agenttrace_server.store.local.content import ContentFile
from agenttrace_server.store.local.shelf import Segment, View
from agenttrace_server.store.local.words import rowsets
from agenttrace_server.store.local.words.indexer import Indexer, Source
from agenttrace_server.store.local.words.rowsets import RowSet
from agenttrace_server.store.local.words.stored import RESOURCE

MOST_PIECES: Final = 1_000
"""Where more pieces of content have a word, every row that refers to any is looked at."""
MOST_ROWS: Final = 4_096
"""Of one segment; where more may be meant, all of it is looked at, newest first."""

Scan = Callable[[Sequence[ContentFile], str], list[int]]
"""Reads files of content and gives the numbers of the pieces that have a word."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the index tells of one segment. `rows` None: too many to name."""

    rows: tuple[int, ...] | None
    count: int


class Narrowing:
    """Asks the indexes of one view; what it has found out it keeps, so it lives as long as one question."""

    def __init__(self, indexer: Indexer, view: View, scan: Scan) -> None:
        self._indexer, self._view, self._scan = indexer, view, scan
        self._pieces: dict[tuple[str, bool], list[int] | None] = {}
        self._rows: dict[tuple[Text, int], RowSet | None] = {}

    def pieces_with(self, word: str, *, is_prefix: bool) -> list[int] | None:
        """Return the pieces of content that may have the word, in memory or in files; None: too many to name."""
        if (word, is_prefix) not in self._pieces:
            self._pieces[word, is_prefix] = self._pieces_with(word, is_prefix)
        return self._pieces[word, is_prefix]

    def told(self, node: Node, segment: Segment) -> Told | None:
        """Return the rows of a segment that may be meant; None where there is no index, or it cannot say."""
        rows = self._meant(node, segment)
        if rows is None:
            return None
        count = rows.bit_count()
        return Told(tuple(rowsets.rows_in(rows)) if count <= MOST_ROWS else None, count)

    def _meant(self, node: Node, segment: Segment) -> RowSet | None:
        if isinstance(node, Text):
            key = (node, segment.number)
            if key not in self._rows:
                self._rows[key] = self._with_words(node, segment)
            return self._rows[key]
        if isinstance(node, Is) and node.field.startswith(ATTRIBUTE):
            return self._with_attribute(node, segment)
        if isinstance(node, All):
            known = [rows for part in node.parts if (rows := self._meant(part, segment)) is not None]
            return None if not known else _all(known)
        if isinstance(node, AnyOf):
            parts = [self._meant(part, segment) for part in node.parts]
            known = [rows for rows in parts if rows is not None]
            return _any(known) if len(known) == len(parts) else None
        return None

    def _with_words(self, text: Text, segment: Segment) -> RowSet | None:
        words = words_in(text.words)
        known: list[RowSet] = []
        for place, word in enumerate(words, 1):
            rows = self._with_word(word, segment, is_prefix=text.is_prefix and place == len(words))
            if rows == 0:
                return 0
            if rows is not None:
                known.append(rows)
        return _all(known) if known else None

    def _with_attribute(self, leaf: Is, segment: Segment) -> RowSet | None:
        """Return the rows that have all the words of an attribute's name and value, wherever they stand."""
        index = self._indexer.of(segment)
        if index is None:
            return None
        words = words_in(leaf.field.removeprefix(ATTRIBUTE))
        if isinstance(leaf.value, str) and "\\" not in leaf.value:  # else it may be JSON with other words
            words += words_in(leaf.value)
        known: list[RowSet] = []
        for word in dict.fromkeys(words):
            rows = self._with_word(word, segment, is_prefix=False)
            of_resource = self._asked(segment, lambda: index.rows_with(f"{RESOURCE}{word}"))  # noqa: B023
            if rows is not None and of_resource is not None:
                known.append(rows | of_resource)
        return _all(known) if known else None

    def _with_word(self, word: str, segment: Segment, *, is_prefix: bool) -> RowSet | None:
        index = self._indexer.of(segment)
        if index is None:
            return None
        pieces = self.pieces_with(word, is_prefix=is_prefix)
        rows = self._asked(segment, lambda: index.rows_with(word, is_prefix=is_prefix))
        referring = self._asked(segment, lambda: index.rows_of_pieces(pieces))
        return None if rows is None or referring is None else rows | referring

    def _pieces_with(self, word: str, is_prefix: bool) -> list[int] | None:
        found = [
            piece.number
            for part in self._view.parts
            for piece in list(part.pieces.values())
            if piece.is_text and word in fold(piece.raw.decode())
        ]
        unread: list[ContentFile] = []
        for file in self._view.contents:
            rows = self._in_content(file, word, is_prefix)
            if rows is None:
                unread.append(file)
            elif len(found) <= MOST_PIECES:
                found += [file.min_number + row for row in rowsets.rows_in(rows)]
        if len(found) <= MOST_PIECES and unread:
            found += self._scan(unread, word)
        return found if len(found) <= MOST_PIECES else None

    def _in_content(self, file: ContentFile, word: str, is_prefix: bool) -> RowSet | None:
        index = self._indexer.of(file)
        return None if index is None else self._asked(file, lambda: index.rows_with(word, is_prefix=is_prefix))

    def _asked(self, source: Source, ask: Callable[[], RowSet | None]) -> RowSet | None:
        """Return what an index answers; None where it turns out to be damaged."""
        try:
            return ask()
        except CorruptData as failure:
            self._indexer.discard(source, failure.message)
            return None


def is_told(node: Node) -> bool:
    """Whether an index can answer it: it is about words alone."""
    if isinstance(node, (All, AnyOf)):
        return all(is_told(part) for part in node.parts)
    return isinstance(node, Text)


def _all(sets: Sequence[RowSet]) -> RowSet:
    rows = sets[0]
    for other in sets[1:]:
        rows &= other
    return rows


def _any(sets: Sequence[RowSet]) -> RowSet:
    rows = 0
    for other in sets:
        rows |= other
    return rows
