"""Find words in the texts of a span, and cut the piece around them that a result shows."""

from __future__ import annotations

from collections.abc import Iterator

from agenttrace.model import Json, Message
from agenttrace_server.errors import BadQuestion
from agenttrace_server.store.api.matching import attribute_text
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
    for field, text in _texts(stored):
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


def _texts(stored: StoredSpan) -> Iterator[tuple[str, str]]:
    """The fields that are searched, in the order in which a hit is named after them."""
    span = stored.span
    yield "name", span.name
    if span.status.message or span.status.code:
        yield "error", " ".join(filter(None, (span.status.message, span.status.code)))
    if span.input is not None:
        yield "input", attribute_text(span.input)
    if span.output is not None:
        yield "output", attribute_text(span.output)
    if span.input_messages:
        yield "input_messages", _spoken(span.input_messages)
    if span.output_messages:
        yield "output_messages", _spoken(span.output_messages)
    for name, value in span.attributes.items():
        yield "attributes", f"{name} {attribute_text(value)}"


def _spoken(messages: tuple[Message, ...]) -> str:
    pieces: list[str] = []
    for message in messages:
        for part in message.parts:
            values: tuple[Json, ...] = (part.name, part.text, part.value)
            pieces.extend(attribute_text(value) for value in values if value is not None)
    return "\n".join(pieces)
