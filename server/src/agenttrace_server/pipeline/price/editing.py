"""Change one row in the text of the user's price file, and leave every other line, comments too, as it is."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

import tomllib

Value = Decimal | str | date | tuple[str, ...]

_TABLE: Final = "prices"
_HEADER: Final = re.compile(r"\s*(\[\[?)\s*(.*?)\s*(\]\]?)\s*(?:#.*)?$")
_KEY: Final = re.compile(r"(\s*)([A-Za-z0-9_]+)\s*=")
_COMMENT: Final = re.compile(r"\s+#[^\"']*$")


def with_row(text: str, name: str, values: Mapping[str, Value]) -> str:
    """Return the text with these values in the row of the model; `from` and `tier` say in which of its rows.

    A row that is there keeps the fields that are not given. A row with another `from` or `tier` is added behind the
    last row of the model, or at the end.
    """
    lines = text.splitlines()
    rows = _rows_of(lines, name)
    for begin, end in rows:
        if _identity(lines[begin + 1 : end]) == _identity_of(values):
            return _joined(lines[: begin + 1] + _updated(lines[begin + 1 : end], values) + lines[end:])
    opening, closing = ("[[", "]]") if rows else ("[", "]")
    if len(rows) == 1:
        first = rows[0][0]
        lines[first] = re.sub(r"^(\s*)\[+(.*?)\]+", r"\1[[\2]]", lines[first], count=1)
    header = f"{opening}{_TABLE}.{_quoted(name)}{closing}"
    added = [header, *(f"{key} = {_toml(value)}" for key, value in values.items())]
    place = rows[-1][1] if rows else len(lines)
    while place > 0 and not lines[place - 1].strip():
        place -= 1
    before = [""] if place else []
    after = [""] if place < len(lines) and lines[place].strip() else []
    return _joined(lines[:place] + before + added + after + lines[place:])


def _rows_of(lines: list[str], name: str) -> list[tuple[int, int]]:
    """Return where each row of the model begins, at its header, and ends."""
    headers = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    ends = [*headers[1:], len(lines)][: len(headers)]
    return [(begin, end) for begin, end in zip(headers, ends, strict=True) if _named(lines[begin]) == name.lower()]


def _named(header: str) -> str | None:
    found = _HEADER.match(header)
    try:
        prices = tomllib.loads(f"{found[2]} = 0").get(_TABLE) if found else None
    except tomllib.TOMLDecodeError:
        return None
    return next(iter(prices)).lower() if isinstance(prices, dict) else None


def _identity(lines: list[str]) -> tuple[str, str]:
    held = {found[2]: _bare(line[found.end() :]) for line in lines if (found := _KEY.match(line))}
    return held.get("from", ""), held.get("tier", "")


def _identity_of(values: Mapping[str, Value]) -> tuple[str, str]:
    return _bare(_toml(values["from"]) if "from" in values else ""), str(values.get("tier", ""))


def _bare(value: str) -> str:
    return _COMMENT.sub("", value).strip().strip("\"'")


def _updated(lines: list[str], values: Mapping[str, Value]) -> list[str]:
    waiting = dict(values)
    updated: list[str] = []
    for line in lines:
        found = _KEY.match(line)
        if found is None or found[2] not in waiting:
            updated.append(line)
            continue
        comment = _COMMENT.search(line)
        updated.append(f"{found[1]}{found[2]} = {_toml(waiting.pop(found[2]))}{comment[0] if comment else ''}")
    place = len(updated)
    while place > 0 and _is_between_rows(updated[place - 1]):
        place -= 1
    return updated[:place] + [f"{key} = {_toml(value)}" for key, value in waiting.items()] + updated[place:]


def _is_between_rows(line: str) -> bool:
    """What stands before the next header belongs to it."""
    return not line.strip() or line.lstrip().startswith("#")


def _toml(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return _quoted(list(value) if isinstance(value, tuple) else value)


def _quoted(value: str | list[str]) -> str:
    """JSON's strings are TOML's, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _joined(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"
