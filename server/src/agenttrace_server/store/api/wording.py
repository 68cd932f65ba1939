"""Find words in the texts of a span, and cut the piece around them that a result shows."""

from __future__ import annotations

from agenttrace_server.errors import BadQuestion
from agenttrace_server.store.api.language.texts import texts_of
from agenttrace_server.store.api.records import SearchHit, StoredSpan

SNIPPET_LENGTH = 160


def words_of(text: str) -> list[str]:
    """Return the words to look for, in lower case. Raises: BadQuestion: there are none."""
    words = list(dict.fromkeys(text.lower().split()))
    if not words:
        raise BadQuestion("the text to search for has no words", field="text")
    return words


def hit(stored: StoredSpan, words: list[str]) -> SearchHit | None:
    """Return where the words are, or None where one of them is missing. They may lie in different fields."""
    missing = set(words)
    first: tuple[str, str, int, int] | None = None
    for field, text in texts_of(stored.span):
        lowered = text.lower()
        found = {word for word in missing if word in lowered}
        if found and first is None:
            at, length = min((lowered.find(word), len(word)) for word in found)
            first = (field, text, at, length)
        missing -= found
    if missing or first is None:
        return None
    field, text, at, length = first
    return SearchHit(stored, field, snippet_of(text, at, length))


def snippet_of(text: str, at: int, length: int) -> str:
    """Return about `SNIPPET_LENGTH` characters around `text[at:at+length]`, on one line."""
    before = max(0, at - (SNIPPET_LENGTH - min(length, SNIPPET_LENGTH)) // 2)
    after = min(len(text), before + SNIPPET_LENGTH)
    piece = " ".join(text[before:after].split())
    return ("…" if before else "") + piece + ("…" if after < len(text) else "")
