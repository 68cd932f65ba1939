"""End a replay where the program does something else than it did, and say what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Diverged:
    """What the program did that is not on the tape."""

    what: str
    """`model call POST /v1/chat/completions`, `tool search`, `now()`."""
    lane: str
    reason: str
    step: int | None = None
    """The number of the recorded step that was expected here; None where there was none."""
    expected: str | None = None
    """What was expected, in words."""
    differences: tuple[Difference, ...] = field(default=())

    def __str__(self) -> str:
        place = f"step {self.step}, lane {self.lane}" if self.step is not None else f"lane {self.lane}"
        lines = [f"{self.reason} ({place})", f"  got:      {self.what}"]
        if self.expected is not None:
            lines.append(f"  expected: {self.expected}")
        return "\n".join([*lines, *(f"  {difference}" for difference in self.differences)])

    def as_json(self) -> dict[str, Any]:
        """Return it for another program."""
        return {
            "what": self.what,
            "lane": self.lane,
            "reason": self.reason,
            "step": self.step,
            "expected": self.expected,
            "text": str(self),
            "differences": [{"path": d.path, "expected": d.expected, "got": d.got} for d in self.differences],
        }


class ReplayDivergence(BaseException):
    """The program left the tape. No `Exception`: clients retry those, and hide them behind errors of their own."""

    def __init__(self, diverged: Diverged) -> None:
        super().__init__(str(diverged))
        self.diverged = diverged

    @property
    def step(self) -> int | None:
        """The recorded step that was expected."""
        return self.diverged.step

    @property
    def lane(self) -> str:
        """The lane of the program that left the tape."""
        return self.diverged.lane

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Where what was asked differs from what was expected."""
        return self.diverged.differences


class ReplayStopped(BaseException):
    """The replay came to the step that it was to end at."""


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
