"""Read the filter language: a hand-written descent, one function a rule of the grammar in docs/reference/query.md."""

from __future__ import annotations

import re
from collections.abc import Callable

from agenttrace_server.store.api.language.fields import Target
from agenttrace_server.store.api.language.scanner import Scanner
from agenttrace_server.store.api.language.terms import FIELD, Terms
from agenttrace_server.store.api.language.texts import words_in
from agenttrace_server.store.api.language.tree import Node, Text, all_of, any_of, negated

MAX_CHARS = 4_000
MAX_DEPTH = 40
MAX_TERMS = 200
_WORD = re.compile(r'[^\s()"]+')
_KEYWORD = re.compile(r"(AND|OR|NOT)(?=[\s()]|$)")
_OPERATOR = re.compile(r"[:=<>!]+")
_EXPECTED = ("a word", 'a "phrase"', "a field such as status:error", "(")


def parse(text: str, target: Target, *, now_ns: int, field: str = "q") -> Node | None:
    """Return the question, or None where the text is empty. `now_ns` is what `24h` counts back from.

    Raises: BadQuery: a mistake, with its position; `field` is the name of the parameter.
    """
    scan = Scanner(text, field)
    if len(text) > MAX_CHARS:
        raise scan.mistake(f"it has more than {MAX_CHARS} characters", MAX_CHARS, len(text) - MAX_CHARS)
    if scan.is_done:
        return None
    return _Parser(scan, Terms(scan, target, now_ns)).whole()


class _Parser:
    def __init__(self, scan: Scanner, terms: Terms) -> None:
        self._scan = scan
        self._terms = terms
        self._depth = 0
        self._count = 0

    def whole(self) -> Node:
        """Query = any"""
        found = self._any()
        if not self._scan.is_done:  # only a closing parenthesis ends `any` early
            raise self._scan.mistake("this parenthesis was never opened", self._scan.at, 1, expected=_EXPECTED)
        return found

    def _any(self) -> Node:
        """Any = all, { "OR", all }"""
        parts = [self._all()]
        while self._is_keyword("OR"):
            self._skip_keyword()
            parts.append(self._all())
        return any_of(*parts)

    def _all(self) -> Node:
        """All = part, { [ "AND" ], part }"""
        parts = [self._part()]
        while not self._scan.is_done and self._scan.peek() != ")" and not self._is_keyword("OR"):
            if self._is_keyword("AND"):
                self._skip_keyword()
            parts.append(self._part())
        return all_of(*parts)

    def _part(self) -> Node:
        """Part = ( "NOT" | "-" ), part | "(", any, ")" | term | text"""
        scan = self._scan
        if scan.is_done or scan.peek() == ")":
            raise scan.mistake("something is missing here", scan.at, 1, expected=_EXPECTED)
        if self._is_keyword("NOT") or (scan.peek() == "-" and re.match(r"[^\s]", scan.peek(2)[1:])):
            begin = scan.at
            scan.at += 1 if scan.peek() == "-" else len("NOT")
            return self._deeper(begin, lambda: negated(self._part()))
        if scan.peek() == "(":
            return self._group()
        self._count += 1
        if self._count > MAX_TERMS:
            raise scan.mistake(f"there are more than {MAX_TERMS} conditions", scan.at, len(scan.text) - scan.at)
        if scan.match(FIELD):
            return self._terms.term()
        return self._text()

    def _group(self) -> Node:
        scan = self._scan
        begin = scan.at
        scan.at += 1
        found = self._deeper(begin, self._any)
        if scan.is_done:
            raise scan.mistake("this parenthesis is not closed", begin, 1, expected=(")",))
        scan.at += 1
        return found

    def _text(self) -> Node:
        """Text = quoted, [ "*" ] | word"""
        scan = self._scan
        begin = scan.at
        if scan.peek() == '"':
            words = scan.quoted()
            is_prefix = scan.peek() == "*"
            scan.at += is_prefix
        else:
            words, is_prefix = self._word()
        if not words_in(words):
            raise scan.mistake("there is no letter or digit to look for", begin, scan.at - begin, expected=_EXPECTED)
        return Text(words, is_prefix)

    def _word(self) -> tuple[str, bool]:
        scan = self._scan
        begin = scan.at
        if self._is_keyword("AND", "OR"):
            raise scan.mistake(f"nothing stands before {scan.peek(3).strip()}", begin, 3, expected=_EXPECTED)
        operator = scan.match(_OPERATOR)
        if operator is not None:
            raise scan.mistake(
                f"no field stands before {operator[0]}", begin, len(operator[0]), expected=("a field such as cost",)
            )
        found = scan.take(_WORD)
        word = found[0] if found else ""
        if "*" in word[:-1]:
            place = begin + word.index("*")
            raise scan.mistake("in a text a * stands only at the end of a word", place, 1)
        return (word[:-1], True) if word.endswith("*") else (word, False)

    def _deeper(self, begin: int, rule: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._scan.mistake(f"more than {MAX_DEPTH} levels of parentheses and negations", begin, 1)
        found = rule()
        self._depth -= 1
        return found

    def _is_keyword(self, *words: str) -> bool:
        self._scan.skip_space()
        found = self._scan.match(_KEYWORD)
        return found is not None and found[1] in words

    def _skip_keyword(self) -> None:
        self._scan.take(_KEYWORD)
