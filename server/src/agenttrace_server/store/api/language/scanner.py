"""Walk over the text of a question, and say where it went wrong."""

from __future__ import annotations

import re

from agenttrace_server.errors import BadQuery

_SPACE = re.compile(r"\s*")


class Scanner:
    """A place in a text. Every mistake is raised from here, so that each has a position."""

    def __init__(self, text: str, field: str) -> None:
        self.text = text
        self.at = 0
        self._field = field

    @property
    def is_done(self) -> bool:
        """Whether nothing but space is left."""
        self.skip_space()
        return self.at == len(self.text)

    def skip_space(self) -> None:
        """Go to the next character that is not space."""
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def peek(self, length: int = 1) -> str:
        """Return what stands here; shorter at the end."""
        return self.text[self.at : self.at + length]

    def match(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        """Return what the expression finds here, without going on."""
        return expression.match(self.text, self.at)

    def take(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        """Return what the expression finds here, and go behind it."""
        found = expression.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

    def quoted(self) -> str:
        """Read a text in quotes, which begins here; a backslash takes the next character as it is."""
        begin = self.at
        pieces: list[str] = []
        self.at += 1
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter == '"':
                self.at += 1
                return "".join(pieces)
            if letter == "\\" and self.at + 1 < len(self.text):
                self.at += 1
                letter = self.text[self.at]
            pieces.append(letter)
            self.at += 1
        raise self.mistake("the quote is not closed", begin, len(self.text) - begin, expected=('"',))

    def mistake(
        self, words: str, at: int, length: int, *, expected: tuple[str, ...] = (), meant: str | None = None
    ) -> BadQuery:
        """Return the error about `length` characters from `at`."""
        hint = f"; did you mean {meant}" if meant else ""
        return BadQuery(
            f"{self._field}, character {at + 1}: {words}{hint}",
            field=self._field,
            position=at,
            length=max(1, length),
            expected=expected,
            did_you_mean=meant,
        )
