"""Find where two values differ, by JSON path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_MAX_DIFFERENCES = 20
_MAX_SHOWN = 200
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two values differ. `path` is a JSON path; None stands for "not there"."""

    path: str
    expected: str | None
    got: str | None

    def __str__(self) -> str:
        expected = "nothing" if self.expected is None else self.expected
        got = "nothing" if self.got is None else self.got
        return f"{self.path}: {expected} → {got}"


def differences(expected: str, got: str) -> tuple[Difference, ...]:
    """Return where two texts differ: by JSON path where both are JSON, else as one difference at `$`."""
    try:
        pair = json.loads(expected), json.loads(got)
    except (ValueError, RecursionError):
        pair = expected, got
    found = _between("$", *pair)
    return tuple(difference for difference, _ in zip(found, range(_MAX_DIFFERENCES), strict=False))


def _between(path: str, expected: Any, got: Any) -> Iterator[Difference]:
    if isinstance(expected, dict) and isinstance(got, dict):
        for name in [*expected, *(name for name in got if name not in expected)]:
            yield from _between(f"{path}.{name}", expected.get(name, _MISSING), got.get(name, _MISSING))
    elif isinstance(expected, list) and isinstance(got, list):
        for number in range(max(len(expected), len(got))):
            yield from _between(f"{path}[{number}]", _at(expected, number), _at(got, number))
    elif type(expected) is not type(got) or expected != got:
        yield Difference(path, *_shown(expected, got))


def _at(items: list[Any], number: int) -> Any:
    return items[number] if number < len(items) else _MISSING


def _shown(expected: Any, got: Any) -> tuple[str | None, str | None]:
    """Return both as JSON; of long texts the part around the first letter that differs."""
    skipped = 0
    if isinstance(expected, str) and isinstance(got, str):
        alike = next((n for n, (a, b) in enumerate(zip(expected, got, strict=False)) if a != b), None)
        alike = min(len(expected), len(got)) if alike is None else alike
        skipped = max(0, alike - _MAX_SHOWN // 4) if max(len(expected), len(got)) > _MAX_SHOWN else 0
    return _as_text(expected, skipped), _as_text(got, skipped)


def _as_text(value: Any, skipped: int) -> str | None:
    if value is _MISSING:
        return None
    if isinstance(value, str) and skipped:
        value = "…" + value[skipped:]
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1] + "…"
