"""Find the words of a row as it is stored: all that the filter language may see of it, and at most a little more."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from agenttrace_server.store.api.language.texts import words_in
from agenttrace_server.store.local.content import MARK, numbers_in

PIECE: Final = "#"
"""Begins what stands for a piece of content that a row refers to; alone it stands for any. No word has it."""
RESOURCE: Final = "="
"""Begins a word of the resource, which only questions about attributes see."""
LONGEST: Final = 64
"""Of longer words only the beginning is kept: whoever asks looks at the row itself."""
_NOT_SAID: Final = re.compile(rf'"{MARK}[0-9bucv ]*\||\\(?:u[0-9a-f]{{4}}|.)', re.DOTALL)
"""References to content, and what JSON writes with a backslash: quotes and control characters, so no letters."""


def words_of_row(
    name: str, message: str, code: str, attributes: str, content: str, refs: str | None, resource: str
) -> set[str]:
    """Return the words of a segment's row, and what stands for the content that it refers to."""
    found = set(words_in(f"{name} {message} {code}"))
    found.update(_words_in_json(attributes))
    found.update(_words_in_json(content))
    found.update(_words_of_resource(resource))
    if refs:
        found.add(PIECE)
        found.update(f"{PIECE}{number}" for number in numbers_in(refs))
    return found


def words_of_piece(text: str) -> set[str]:
    """Return the words of a piece of content, which may be text as it is, or a part of JSON."""
    found = set(words_in(text))
    if "\\" in text:
        found.update(words_in(_NOT_SAID.sub(" ", text)))
    return found


@lru_cache(maxsize=64)
def _words_of_resource(resource: str) -> frozenset[str]:
    return frozenset(f"{RESOURCE}{word}" for word in _words_in_json(resource))


def _words_in_json(text: str) -> list[str]:
    if "\\" not in text and MARK not in text:
        return words_in(text)
    found = words_in(_NOT_SAID.sub(" ", text))
    if "\\\\" in text:  # text in it may be the end of packed JSON: there it is written with a backslash twice over
        found += words_in(_NOT_SAID.sub(" ", text.replace('\\"', '"').replace("\\\\", "\\")))
    return found


def key_of(word: str) -> str:
    """Return under what a word is kept."""
    return word[:LONGEST]
