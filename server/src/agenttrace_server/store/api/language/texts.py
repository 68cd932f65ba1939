"""Say what a span's texts are, how letters are compared, and where words stand in a text."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache

import orjson

from agenttrace.model import Json, Message, Span

_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Kana and Han: written without spaces, so each sign is a word."""
_WORD = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")
_FOLDED = {
    code: chr(code).lower()
    for code in range(sys.maxunicode + 1)
    if not 0xD800 <= code <= 0xDFFF and chr(code).lower() != chr(code)
}
_FOLDED[0x130] = "i"  # as DuckDB has it: Python adds a dot above
_SPACED = {code: " " for code in range(128) if not chr(code).isalnum()}


def fold(text: str) -> str:
    """Return the text in lower case, letter by letter, exactly as DuckDB's lower() does."""
    return text.lower() if text.isascii() else text.translate(_FOLDED)


def words_in(text: str) -> list[str]:
    """Return the words in lower case: runs of letters and digits; a sign of Chinese or Japanese is a word itself."""
    if text.isascii():
        return text.lower().translate(_SPACED).split()  # the same words, several times as quickly
    return _WORD.findall(fold(text))


@lru_cache(maxsize=512)
def phrase(words: str, *, is_prefix: bool) -> re.Pattern[str]:
    """Return what finds these words, one after the other and whole, in a folded text."""
    found = words_in(words)
    between = r"[\W_]*" if any(_is_alone(word) for word in found) else r"[\W_]+"
    letter = rf"[^\W_{_ALONE}]"
    begin = "" if _is_alone(found[0]) else rf"(?<!{letter})"
    end = "" if is_prefix or _is_alone(found[-1]) else rf"(?!{letter})"
    return re.compile(begin + between.join(map(re.escape, found)) + end)


def attribute_text(value: Json) -> str:
    """Return an attribute's value as filters and search see it: text as it is, all else as JSON without spaces."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return orjson.dumps(value).decode()
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def plain_text(value: Json) -> str:
    """Return what a value says: its texts, with the names that they have, a line each."""
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {plain_text(held)}" for name, held in value.items())
    if isinstance(value, (list, tuple)):
        return "\n".join(map(plain_text, value))
    return attribute_text(value)


def texts_of(span: Span, place: str | None = None) -> Iterator[tuple[str, str]]:
    """Give the texts that are searched, each with its field, in the order in which a hit is named after them."""
    if place is None:
        yield "name", span.name
        if span.status.message or span.status.code:
            yield "error", " ".join(filter(None, (span.status.message, span.status.code)))
    if place in (None, "input") and span.input is not None:
        yield "input", plain_text(span.input)
    if place in (None, "output") and span.output is not None:
        yield "output", plain_text(span.output)
    if place in (None, "input") and span.input_messages:
        yield "input_messages", _spoken(span.input_messages)
    if place in (None, "output") and span.output_messages:
        yield "output_messages", _spoken(span.output_messages)
    if place is None:
        for name, value in span.attributes.items():
            yield "attributes", f"{name} {plain_text(value)}"


def _is_alone(word: str) -> bool:
    return re.fullmatch(f"[{_ALONE}]", word) is not None


def _spoken(messages: tuple[Message, ...]) -> str:
    pieces: list[str] = []
    for message in messages:
        for part in message.parts:
            values: tuple[Json, ...] = (part.name, part.text, part.value)
            pieces.extend(plain_text(value) for value in values if value is not None)
    return "\n".join(pieces)
