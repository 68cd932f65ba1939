"""Find words in the texts of a span, and cut the piece around them that a result shows."""

from __future__ import annotations

import re
from dataclasses import replace

from agenttrace_server.errors import BadQuestion
from agenttrace_server.store.api.filters import SpanFilter
from agenttrace_server.store.api.language.texts import fold, phrase, texts_of, words_in
from agenttrace_server.store.api.language.tree import Text, all_of
from agenttrace_server.store.api.records import SearchHit, StoredSpan

SNIPPET_LENGTH = 160
_PIECE = re.compile(r'(?:"([^"]*)"?|([^\s"*]+))(\*?)')


def words_of(text: str) -> tuple[Text, ...]:
    """Return what to look for: each word, or each phrase in quotes, as the filter language understands them.

    Raises: BadQuestion: there is no letter or digit.
    """
    found = (Text(quoted or bare, is_prefix=star == "*") for quoted, bare, star in _PIECE.findall(text))
    words = tuple(dict.fromkeys(piece for piece in found if words_in(piece.words)))
    if not words:
        raise BadQuestion("the text to search for has no words", field="text")
    return words


def with_words(where: SpanFilter, words: tuple[Text, ...]) -> SpanFilter:
    """Return the filter of the spans that it means and that have all the words."""
    return replace(where, query=all_of(*words) if where.query is None else all_of(where.query, *words))


def hit(stored: StoredSpan, words: tuple[Text, ...]) -> SearchHit:
    """Return where the first of the words is in a span that has them all; they may lie in different fields."""
    wanted = [phrase(text.words, is_prefix=text.is_prefix) for text in words]
    for field, text in texts_of(stored.span):
        folded = fold(text)
        found = min((place.span() for one in wanted if (place := one.search(folded))), default=None)
        if found is not None:
            return SearchHit(stored, field, snippet_of(text, found[0], found[1] - found[0]))
    raise AssertionError("a span was found by words that it does not have")


def snippet_of(text: str, at: int, length: int) -> str:
    """Return about `SNIPPET_LENGTH` characters around `text[at:at+length]`, on one line."""
    before = max(0, at - (SNIPPET_LENGTH - min(length, SNIPPET_LENGTH)) // 2)
    after = min(len(text), before + SNIPPET_LENGTH)
    piece = " ".join(text[before:after].split())
    return ("…" if before else "") + piece + ("…" if after < len(text) else "")
