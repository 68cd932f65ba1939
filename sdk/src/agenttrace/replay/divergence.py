"""End a replay where the program does something else than it did, and say what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from agenttrace.comparison import Difference


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
