"""Replace every secret in a text, in time that is linear in its length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agenttrace.tracing.redaction.patterns import ANY_CASE_STEMS, LONG_WORD, SecretPattern, starts_a_word
from agenttrace.tracing.redaction.placeholders import Placeholders

_SHORTEST_SECRET = 6
_ROUNDS_BY_WORDS = 6
_MAX_ROUNDS = 10
"""Each round finds what the one before uncovered. Secrets in an endless chain are at last looked for inside words."""
_REMEMBERED_LENGTH = 128
"""Names, models, ids: short texts that come again with every span are searched once."""
_MAX_REMEMBERED = 4_096


class Search:
    """The patterns in their order, with the literals that are looked for first."""

    def __init__(self, patterns: Sequence[SecretPattern], placeholders: Placeholders) -> None:
        self._placeholders = placeholders
        self._remembered: dict[str, str] = {}
        exact = tuple((start, p) for p in patterns if not p.any_case for start in p.starts)
        self._long_words = tuple((start, pattern) for start, pattern in exact if pattern.is_long_word)
        self._exact = tuple((start, pattern) for start, pattern in exact if not pattern.is_long_word)
        self._any_case = tuple((start, p) for p in patterns if p.any_case for start in p.starts)
        self._everywhere = tuple(pattern for pattern in patterns if not pattern.starts)

    def without_secrets(self, text: str) -> str:
        """Return the text with a placeholder for each secret. What a replacement brings to light is replaced too."""
        if len(text) < _SHORTEST_SECRET:
            return text
        if len(text) > _REMEMBERED_LENGTH:
            return self._searched(text)
        known = self._remembered.get(text)
        if known is None:
            known = self._searched(text)
            if len(self._remembered) >= _MAX_REMEMBERED:
                self._remembered.clear()
            self._remembered[text] = known
        return known

    def _searched(self, text: str) -> str:
        for number in range(_MAX_ROUNDS):
            before = text
            text = self._once(text, anywhere=number >= _ROUNDS_BY_WORDS)
            if text == before:
                break
        return text

    def _once(self, text: str, *, anywhere: bool) -> str:
        long_words = " ".join([word for word in text.split() if len(word) >= LONG_WORD])
        if long_words:
            for start, pattern in self._long_words:
                if start in long_words:
                    text = self._replaced(text, pattern, _matches_at(text, text, start, pattern, anywhere=anywhere))
        for start, pattern in self._exact:
            if start in text:
                text = self._replaced(text, pattern, _matches_at(text, text, start, pattern, anywhere=anywhere))
        folded = text.lower()
        if any(stem in folded for stem in ANY_CASE_STEMS):
            text = self._of_any_case(text, folded)
        for pattern in self._everywhere:
            text = self._replaced(text, pattern, pattern.expression.finditer(text))
        return text

    def _of_any_case(self, text: str, folded: str) -> str:
        for start, pattern in self._any_case:
            if start in folded:
                text = self._replaced(text, pattern, _matches_of_any_case(text, folded, start, pattern))
                folded = text.lower()
        return text

    def _replaced(self, text: str, pattern: SecretPattern, matches: Iterator[re.Match[str]]) -> str:
        pieces: list[str] = []
        done = 0
        for match in matches:
            secret = match[pattern.group]
            if pattern.accepts is not None and not pattern.accepts(secret):
                continue
            pieces += (text[done : match.start(pattern.group)], self._placeholders.stand_in(pattern.label, secret))
            done = match.end(pattern.group)
        return "".join((*pieces, text[done:])) if pieces else text


def _matches_of_any_case(text: str, folded: str, start: str, pattern: SecretPattern) -> Iterator[re.Match[str]]:
    if len(folded) == len(text):
        return _matches_at(text, folded, start, pattern)
    # a few letters change their length in lowercase, and then the places in the two texts are not the same
    positions = (match.start() for match in re.finditer(re.escape(start), text, re.IGNORECASE))
    return (match for at in positions if (match := pattern.expression.match(text, at)) is not None)


def _matches_at(
    text: str, haystack: str, start: str, pattern: SecretPattern, *, anywhere: bool = False
) -> Iterator[re.Match[str]]:
    """Give the matches that begin at the literal, none inside another. `haystack` is the text, or it in lowercase."""
    anywhere = anywhere or not pattern.at_word_start
    at, behind_last = haystack.find(start), -1
    while at >= 0:
        match = None
        if anywhere or at == behind_last or starts_a_word(text, at):
            match = pattern.expression.match(text, at)
        if match is not None:
            yield match
            behind_last = match.end()
        at = haystack.find(start, at + len(start) if match is None else max(match.end(), at + 1))
