"""Read attribute values that may be of any type without ever raising: a value of the wrong form is no value."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator, Mapping
from decimal import Decimal

import orjson

from agenttrace.model import Json, NanoUsd, nano_usd

Attributes = Mapping[str, Json]

MAX_TOKENS = 10**9
"""Above this a token count is a mistake: it is a thousand times any context window."""
MAX_DEPTH = 100
"""Of JSON inside an attribute's text; deeper text stays text."""
_MAX_DOLLARS = 10**6
_MAX_SECONDS = 10**7
_MAX_DIGITS = 18
_MAX_LITERAL = 20_000
"""Characters of Python text that are still read: the reader is slow, and long ones are never figures."""


def text(value: Json) -> str | None:
    """Return text that is not empty; numbers are written out, everything else is None."""
    if type(value) is str:
        return value if value and not value.isspace() else None
    if type(value) is int:
        return str(value) if abs(value) < 10**_MAX_DIGITS else None
    if type(value) is float:
        return repr(value)
    return None


def first_text(attributes: Attributes, names: tuple[str, ...]) -> str | None:
    """Return the first of the named attributes that is text."""
    for name in names:
        value = attributes.get(name)
        if value is not None and (found := text(value)) is not None:
            return found
    return None


def count(value: Json) -> int | None:
    """Return a number of tokens: a whole number from 0 to `MAX_TOKENS`, or text or a float that is one."""
    if type(value) is int:
        return value if 0 <= value <= MAX_TOKENS else None
    if type(value) is float:
        return int(value) if value.is_integer() and 0 <= value <= MAX_TOKENS else None
    if type(value) is str and value.isdecimal() and value.isascii() and len(value) <= _MAX_DIGITS:
        return count(int(value))
    return None


def first_count(attributes: Attributes, names: tuple[str, ...]) -> int | None:
    """Return the first of the named attributes that is a number of tokens."""
    for name in names:
        value = attributes.get(name)
        if value is not None and (found := count(value)) is not None:
            return found
    return None


def number(value: Json) -> float | None:
    """Return a finite number, also from text."""
    if isinstance(value, bool) or value is None or isinstance(value, list | dict):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def money(value: Json) -> NanoUsd | None:
    """Return dollars as nano-dollars; negative or absurd amounts are None."""
    found = number(value)
    if found is None or not 0 <= found <= _MAX_DOLLARS:
        return None
    return nano_usd(Decimal(repr(found)))


def nanoseconds(value: Json, per_unit: int) -> int | None:
    """Return a duration, given in units of `per_unit` nanoseconds, as nanoseconds."""
    found = number(value)
    if found is None or not 0 <= found * per_unit <= _MAX_SECONDS * 1_000_000_000:
        return None
    return round(found * per_unit)


def parsed(value: Json) -> Json:
    """Return the JSON value that a text holds; text that is not an object, array or quoted text stays text."""
    if type(value) is not str or value[:1] not in ("{", "[", '"'):
        return value
    try:
        found: Json = orjson.loads(value)
    except orjson.JSONDecodeError:
        return value
    return value if _may_be_deep(value) and _is_too_deep(found) else found


def literal(value: Json) -> Json:
    """Return what a text holds that some emitters write with Python's `str()`: {'a': None}. JSON is read as JSON."""
    found = parsed(value)
    if type(found) is not str or found[:1] not in ("{", "[") or len(found) > _MAX_LITERAL:
        return found
    if _may_be_deep(found):
        return found
    try:
        plain: Json = ast.literal_eval(found)
        return orjson.loads(orjson.dumps(plain)) if isinstance(plain, dict | list) else found
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError, orjson.JSONEncodeError):
        return found


def fields(value: Json) -> Mapping[str, Json]:
    """Return a JSON object, given as such or as text; empty for everything else."""
    found = parsed(value)
    return found if isinstance(found, dict) else {}


def items(value: Json) -> list[Json]:
    """Return a JSON array, given as such or as text; a single value is an array of one, None an empty one."""
    found = parsed(value)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def texts(value: Json) -> tuple[str, ...]:
    """Return the texts of an array, of JSON text, or of words between commas, each once, in order."""
    found = items(value)
    if len(found) == 1 and isinstance(found[0], str):
        found = [word.strip() for word in found[0].split(",")]
    return tuple(dict.fromkeys(word for word in map(text, found) if word is not None))


def _may_be_deep(source: str) -> bool:
    return source.count("[") + source.count("{") > MAX_DEPTH


def _is_too_deep(value: Json) -> bool:
    waiting: list[Iterator[Json]] = [iter([value])]
    while waiting:
        child = next(waiting[-1], _END)
        if child is _END:
            waiting.pop()
        elif isinstance(child, list | dict):
            if len(waiting) > MAX_DEPTH:
                return True
            waiting.append(iter(child.values() if isinstance(child, dict) else child))
    return False


_END: Json = {}
