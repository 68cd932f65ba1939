"""Keep our own failures out of the user's program: the one catch-all of the SDK."""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")

_log = logging.getLogger("agenttrace")


class _Guard:
    """Swallows exceptions of our code, never `BaseException`s that are not errors. One object per place, reused."""

    __slots__ = ("doing",)

    def __init__(self, doing: str) -> None:
        self.doing = doing

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        return _failures.note(self.doing, error)


class _Failures:
    """Counts what the guards caught, by place.

    Without a lock: one that another thread holds during a fork would stop the child. At worst a count is lost.
    """

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self.raise_them = False

    def note(self, doing: str, error: Exception) -> bool:
        """Return whether the error stays here; the first one of each place is logged with its traceback."""
        seen = self._counts.get(doing, 0)
        self._counts[doing] = seen + 1
        if self.raise_them:
            return False
        if seen == 0:
            _log.warning("agenttrace failed while %s; your program goes on without it", doing, exc_info=error)
        return True

    def counts(self) -> dict[str, int]:
        return dict(self._counts)


_failures = _Failures()
_guards: dict[str, _Guard] = {}


def never_break_the_agent(doing: str) -> _Guard:
    """Return the guard of one place: `with never_break_the_agent("ending a span"): ...`.

    It goes around our own code, never around the user's block: the user's exceptions always propagate.
    """
    return _guards.setdefault(doing, _Guard(doing))


def guarded_failures() -> dict[str, int]:
    """How many of our own failures were caught so far, by place."""
    return _failures.counts()


def raise_our_own_failures(enabled: bool) -> None:
    """Let our failures through instead of catching them; our tests run this way."""
    _failures.raise_them = enabled


def tried(function: Callable[[], T], instead: Callable[[Exception], T]) -> T:
    """Return what code of the user's values gives (a repr, a dump), or `instead` of the error it raised.

    Such an error is an answer about the value, not a failure of ours: it is neither logged nor counted.
    """
    try:
        return function()
    except Exception as error:  # noqa: BLE001 - whatever a user's value does is an answer
        return instead(error)
