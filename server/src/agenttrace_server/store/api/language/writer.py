"""Write a question down again, so that reading it gives the same question."""

from __future__ import annotations

import re

from agenttrace_server.store.api.language.amounts import write_amount
from agenttrace_server.store.api.language.fields import ATTRIBUTE, Kind, field_named
from agenttrace_server.store.api.language.tree import All, AnyOf, Has, Is, Like, Node, Not, Op, Text

_PLAIN_WORD = re.compile(r"[\w][\w.'/-]*")
_PLAIN_VALUE = re.compile(r"[\w][\w./@+$%#&~-]*")
_PLAIN_NAME = re.compile(r"[\w][\w.\-/]*")
_KEYWORDS = ("AND", "OR", "NOT")
_ESCAPED = re.compile(r'([\s()",*\\]|^[=<>!])')


def write(node: Node) -> str:
    """Return the text."""
    if isinstance(node, AnyOf):
        return " OR ".join(_inside(part) for part in node.parts)
    if isinstance(node, All):
        return " ".join(_inside(part) for part in node.parts)
    if isinstance(node, Not):
        return f"-{_inside(node.part)}"
    if isinstance(node, Text):
        return _text(node)
    if isinstance(node, Has):
        return f"has:{_name(node.field)}"
    return _comparison(node)


def _inside(part: Node) -> str:
    return f"({write(part)})" if isinstance(part, (All, AnyOf)) else write(part)


def _text(text: Text) -> str:
    is_plain = _PLAIN_WORD.fullmatch(text.words) and text.words not in _KEYWORDS and text.place is None
    words = text.words if is_plain else _quoted(text.words)
    place = "" if text.place is None else f"{text.place}:"
    return f"{place}{words}{'*' if text.is_prefix else ''}"


def _comparison(leaf: Is) -> str:
    kind = field_named(leaf.field).kind
    operator = Op.HAS if kind is Kind.CHOICE else leaf.op
    return f"{_name(leaf.field)}{operator.value}" + (
        write_amount(kind, leaf.value) if kind.is_amount and isinstance(leaf.value, int) else _value(leaf.value)
    )


def _value(value: str | float | Like) -> str:
    if isinstance(value, Like):
        return "*".join(_ESCAPED.sub(r"\\\1", piece) for piece in value.pieces)
    if not isinstance(value, str):
        return repr(float(value))
    is_plain = _PLAIN_VALUE.fullmatch(value) and ".." not in value
    return value if is_plain else _quoted(value)


def _name(field: str) -> str:
    if not field.startswith(ATTRIBUTE):
        return field
    name = field.removeprefix(ATTRIBUTE)
    return f"@{name}" if _PLAIN_NAME.fullmatch(name) else f"@{_quoted(name)}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
