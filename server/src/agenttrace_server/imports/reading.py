"""Read values out of other people's JSON without ever raising: a value of the wrong form is no value."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

import orjson

Row = Mapping[str, Any]

MAX_TIME_NS = 2**63 - 1
_NS_PER_S = 1_000_000_000
_NS_PER_US = 1_000
_MAX_TOKENS = 10**9
_MILLISECONDS_FROM = 10**11
"""A number of seconds this large would be in the year 5138: it is milliseconds."""
_MICROSECONDS_FROM = 10**14
_NANOSECONDS_FROM = 10**17


def text(value: Any) -> str | None:
    """Return text that is not empty."""
    return value if isinstance(value, str) and value else None


def first_text(row: Row, *names: str) -> str | None:
    """Return the first of the named fields that is text."""
    return next((found for name in names if (found := text(row.get(name))) is not None), None)


def fields(value: Any) -> Row:
    """Return an object; empty for everything else."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return an array; empty for everything else."""
    return value if isinstance(value, list) else []


def count(value: Any) -> int | None:
    """Return a number of tokens: whole, not negative, not absurd."""
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_TOKENS:
        return value
    return None


def number(value: Any) -> float | None:
    """Return a finite number, also from text."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def time_ns(value: Any) -> int | None:
    """Return nanoseconds since the epoch from RFC 3339 text (UTC where no zone is given) or a number since 1970."""
    if isinstance(value, str):
        return _time_of_text(value)
    found = number(value)
    if found is None or found <= 0:
        return None
    if found >= _NANOSECONDS_FROM:
        per_unit = 1
    elif found >= _MICROSECONDS_FROM:
        per_unit = _NS_PER_US
    else:
        per_unit = 1_000_000 if found >= _MILLISECONDS_FROM else _NS_PER_S
    whole = int(value * per_unit) if isinstance(value, int) else round(found * per_unit)
    return whole if whole <= MAX_TIME_NS else None


def microseconds(value: Any) -> int | None:
    """Return nanoseconds from a number of microseconds."""
    found = number(value)
    if found is None or not 0 <= found * _NS_PER_US <= MAX_TIME_NS:
        return None
    return value * _NS_PER_US if isinstance(value, int) else round(found * _NS_PER_US)


def parsed(value: Any) -> Any:
    """Return the JSON object or array that a text holds; everything else as it is."""
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        return orjson.loads(value)
    except ValueError:
        return value


def json_text(value: Any) -> str:
    """Return a value as text: text stays, everything else is JSON."""
    if isinstance(value, str):
        return value
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    except (TypeError, ValueError):
        return str(value)


def _time_of_text(value: str) -> int | None:
    digits = value.strip()
    if digits.isascii() and digits.isdigit():
        return time_ns(int(digits)) if len(digits) <= len(str(MAX_TIME_NS)) else None
    whole, nanoseconds = _split_fraction(digits)
    try:
        moment = datetime.fromisoformat(whole)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    try:
        found = int(moment.timestamp()) * _NS_PER_S + nanoseconds
    except (OverflowError, ValueError):
        return None
    return found if 0 < found <= MAX_TIME_NS else None


def _split_fraction(value: str) -> tuple[str, int]:
    """Take the fraction of the seconds out, which may have more digits than Python reads."""
    head, dot, rest = value.partition(".")
    if not dot:
        return value, 0
    digits = rest[: next((at for at, letter in enumerate(rest) if not letter.isdigit()), len(rest))]
    if not digits or not digits.isascii():
        return value, 0
    return head + rest[len(digits) :], int(digits[:9].ljust(9, "0"))
