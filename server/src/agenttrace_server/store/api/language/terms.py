"""Read one condition on a field: its name, its operator, and its value, range or list of values."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from agenttrace_server.errors import BadQuery
from agenttrace_server.store.api.language.amounts import EXPECTED, read_amount, read_real
from agenttrace_server.store.api.language.fields import (
    ATTRIBUTE,
    BY_NAME,
    FIELDS,
    SINCE,
    UNTIL,
    Field,
    Kind,
    Target,
    attribute_field,
)
from agenttrace_server.store.api.language.scanner import Scanner
from agenttrace_server.store.api.language.texts import words_in
from agenttrace_server.store.api.language.tree import (
    Has,
    Is,
    Like,
    Node,
    Op,
    Text,
    Value,
    all_of,
    any_of,
    negated,
)

_OPERATORS = r"!=|>=|<=|[:=<>]"
_NAMES = "|".join(sorted((*BY_NAME, SINCE, UNTIL, "has"), key=len, reverse=True))
FIELD = re.compile(
    rf'@"(?:[^"\\]|\\.)*"\s*(?:{_OPERATORS})'
    rf"|@?[\w][\w.\-/]*(?:{_OPERATORS})"
    rf"|(?:@[\w][\w.\-/]*|(?:attributes\.[\w.\-/]+|{_NAMES}))\s+(?:!=|>=|<=|[=<>])",
    re.IGNORECASE,
)
"""A field and its operator. Space may stand between them where the field is known, but not before a colon."""
_NAME = re.compile(r"[\w][\w.\-/]*")
_OPERATOR = re.compile(rf"\s*({_OPERATORS})\s*")
_COMPARISON = re.compile(r"!=|>=|<=|[=<>]")
_BARE = re.compile(r'(?:\\.|[^\s()"\\])(?:\\.|[^\s)"\\])*')
_IN_LIST = re.compile(r'(?:\\.|[^\s(),"\\])+')
_RANGE = re.compile(r"(.*?)\.\.(.*)", re.DOTALL)
_PIECES = re.compile(r"\\(.)|(\*)|([^\\*]+)", re.DOTALL)
_VALUE = ("a value", 'a "quoted value"', "( with a list of values )")


class Terms:
    """Reads conditions from a text, for one kind of thing that is looked for."""

    def __init__(self, scan: Scanner, target: Target, now_ns: int) -> None:
        self._scan = scan
        self._target = target
        self._now_ns = now_ns

    def term(self) -> Node:
        """Term = field, operator, ( value | range | list )"""
        begin = self._scan.at
        name = self._name()
        end = self._scan.at
        found = self._scan.take(_OPERATOR)
        operator = found[1] if found else ":"
        if name.lower() == "has":
            return self._presence(operator)
        field, operator = self._field(name, operator, begin, end)
        if operator == ":" and (compared := self._scan.take(_COMPARISON)):
            operator = compared[0]
        if operator == "!=":
            return negated(self._values(field, Op.EQ))
        return self._values(field, Op(operator))

    def _name(self) -> str:
        scan = self._scan
        if scan.peek() != "@":
            found = scan.take(_NAME)
            return found[0] if found else ""
        scan.at += 1
        if scan.peek() == '"':
            return ATTRIBUTE + scan.quoted()
        found = scan.take(_NAME)
        return ATTRIBUTE + (found[0] if found else "")

    def _field(self, name: str, operator: str, begin: int, end: int) -> tuple[Field, str]:
        """Return the field, and the operator where the name says it: since is start>=, until is start<."""
        if name.lower().startswith(ATTRIBUTE) and len(name) > len(ATTRIBUTE):
            return attribute_field(name[len(ATTRIBUTE) :]), operator
        name = name.lower()
        if name in (SINCE, UNTIL):
            if operator != ":":
                raise self._scan.mistake(f"{name} is followed by a colon", end, len(operator), expected=(":",))
            return BY_NAME["start"], ">=" if name == SINCE else "<"
        field = BY_NAME.get(name)
        if field is None:
            meant = difflib.get_close_matches(name, (*BY_NAME, SINCE, UNTIL, "has"), 1)
            words = f"there is no field {name[:60]!r}; a text with a colon needs quotes, an attribute an @"
            raise self._scan.mistake(
                words, begin, end - begin, expected=self._names(), meant=meant[0] if meant else None
            )
        if not field.is_of(self._target):
            words = f"{self._target.value} have no field {name!r}"
            raise self._scan.mistake(words, begin, end - begin, expected=self._names())
        return field, operator

    def _names(self) -> tuple[str, ...]:
        return tuple(field.name for field in FIELDS if field.is_of(self._target))

    def _presence(self, operator: str) -> Node:
        begin = self._scan.at
        if operator != ":":
            raise self._scan.mistake("has is followed by a colon", begin, 1, expected=(":",))
        name = self._name()
        if not name:
            raise self._scan.mistake("a field is missing here", begin, 1, expected=self._names())
        field, _ = self._field(name, ":", begin, self._scan.at)
        return self._has(field)

    def _has(self, field: Field) -> Node:
        if field.name == "error" and self._target is not Target.SPANS:
            return Is("errors", Op.GT, 0)
        return Has(field.name)

    def _values(self, field: Field, op: Op) -> Node:
        scan = self._scan
        if scan.peek() != "(":
            return self._value(field, op, _BARE)
        begin = scan.at
        if op not in (Op.HAS, Op.EQ):
            raise scan.mistake(f"a list cannot stand behind {op.value}", begin, 1, expected=("a value",))
        scan.at += 1
        found: list[Node] = []
        while True:
            scan.skip_space()
            found.append(self._value(field, op, _IN_LIST))
            scan.skip_space()
            if scan.peek() == ")":
                scan.at += 1
                return any_of(*found)
            if scan.peek() != ",":
                is_open = scan.at == len(scan.text)
                words = "this list is not closed" if is_open else "the values of a list stand apart with commas"
                raise scan.mistake(words, begin if is_open else scan.at, 1, expected=(",", ")"))
            scan.at += 1

    def _value(self, field: Field, op: Op, bare: re.Pattern[str]) -> Node:
        scan = self._scan
        begin = scan.at
        if scan.peek() == '"':
            text, is_quoted = scan.quoted(), True
        else:
            found = scan.take(bare)
            if found is None:
                raise scan.mistake("a value is missing here", begin, 1, expected=EXPECTED.get(field.kind, _VALUE))
            text, is_quoted = found[0], False
        if text == "*" and not is_quoted and op is Op.HAS:
            return self._has(field)
        readers: dict[Kind, Callable[[Field, Op, str, bool, int], Node]] = {
            Kind.CHOICE: self._choice,
            Kind.WORDS: self._words,
            Kind.KEYWORD: self._keyword,
            Kind.PART: self._keyword,
            Kind.ATTRIBUTE: self._attribute,
        }
        return readers.get(field.kind, self._amount)(field, op, text, is_quoted, begin)

    def _wrong(
        self, field: Field, begin: int, text: str, expected: tuple[str, ...], meant: str | None = None
    ) -> BadQuery:
        words = f"{field.name} cannot be {text[:60]!r}"
        return self._scan.mistake(words, begin, self._scan.at - begin, expected=expected, meant=meant)

    def _no_order(self, field: Field, op: Op, begin: int) -> None:
        if op not in (Op.HAS, Op.EQ):
            words = f"{field.name} has no order, so {op.value} means nothing"
            raise self._scan.mistake(words, begin, self._scan.at - begin, expected=(":", "="))

    def _amount(self, field: Field, op: Op, text: str, is_quoted: bool, begin: int) -> Node:
        span = _RANGE.fullmatch(text) if op is Op.HAS and not is_quoted else None
        if span is None:
            return Is(field.name, Op.EQ if op is Op.HAS else op, self._read(field, text, begin))
        ends = [(limit, end) for limit, end in ((Op.GE, span[1]), (Op.LE, span[2])) if end]
        if not ends:
            raise self._wrong(field, begin, text, EXPECTED[field.kind])
        return all_of(*(Is(field.name, limit, self._read(field, end, begin)) for limit, end in ends))

    def _read(self, field: Field, text: str, begin: int) -> int:
        amount = read_amount(field.kind, text, self._now_ns)
        if amount is None:
            raise self._wrong(field, begin, text, EXPECTED[field.kind])
        return amount

    def _choice(self, field: Field, op: Op, text: str, is_quoted: bool, begin: int) -> Node:
        self._no_order(field, op, begin)
        word = text.lower()
        if word not in field.choices:
            meant = [c for c in field.choices if word in c] or difflib.get_close_matches(word, field.choices, 1)
            raise self._wrong(field, begin, text, field.choices, meant[0] if meant else None)
        return Is(field.name, Op.EQ, word)

    def _words(self, field: Field, op: Op, text: str, is_quoted: bool, begin: int) -> Node:
        self._no_order(field, op, begin)
        if op is Op.EQ:
            raise self._scan.mistake(f"{field.name} is searched for words: use a colon", begin, 1, expected=(":",))
        is_prefix = self._scan.peek() == "*" if is_quoted else text.endswith("*")
        self._scan.at += is_quoted and is_prefix
        words = text[:-1] if is_prefix and not is_quoted else text
        if not is_quoted and "*" in words:
            raise self._scan.mistake("in a text a * stands only at the end of a word", begin, len(text))
        if not words_in(words):
            raise self._scan.mistake("there is no letter or digit to look for", begin, len(text))
        return Text(words, is_prefix, field.name)

    def _keyword(self, field: Field, op: Op, text: str, is_quoted: bool, begin: int) -> Node:
        self._no_order(field, op, begin)
        return Is(field.name, op, text if is_quoted else _pattern(text, has_gaps=op is Op.HAS))

    def _attribute(self, field: Field, op: Op, text: str, is_quoted: bool, begin: int) -> Node:
        if op in (Op.HAS, Op.EQ):
            span = _RANGE.fullmatch(text) if op is Op.HAS and not is_quoted else None
            if span is not None:
                ends = [(limit, read_real(end)) for limit, end in ((Op.GE, span[1]), (Op.LE, span[2])) if end]
                reals = [Is(field.name, limit, real) for limit, real in ends if real is not None]
                if reals and len(reals) == len(ends):
                    return all_of(*reals)
            return Is(field.name, op, text if is_quoted else _pattern(text, has_gaps=op is Op.HAS))
        real = read_real(text)
        if real is None:
            raise self._wrong(field, begin, text, ("a number such as 500 or 0.7",))
        return Is(field.name, op, real)


def _pattern(text: str, *, has_gaps: bool) -> Value:
    """Return an unquoted value: a backslash takes the next character as it is, a star is a gap."""
    pieces = [""]
    for escaped, star, plain in _PIECES.findall(text):
        if star and has_gaps:
            pieces.append("")
        else:
            pieces[-1] += escaped or star or plain
    return Like(tuple(pieces)) if len(pieces) > 1 else pieces[0]
