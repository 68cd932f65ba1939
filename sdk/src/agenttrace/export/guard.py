"""Keep our bugs, and those of a user's redactor, out of the agent: caught here, said once, counted by the caller."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

logger = logging.getLogger("agenttrace.export")


class Say:
    """The log of one process's export: every kind of trouble is said once, and again only after it was over."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def once(self, kind: str, level: int, text: str) -> None:
        if kind in self._said:
            return
        self._said.add(kind)
        logger.log(level, text)

    def over(self, kind: str, text: str) -> None:
        """Say that the trouble `kind` has passed, if anything was said of it."""
        if kind in self._said:
            self._said.discard(kind)
            logger.info(text)


def contained(say: Say, doing: str, call: Callable[[], T], otherwise: T) -> T:
    """Return what `call` returns, or `otherwise` where it raises: the only catch-all of the export."""
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - the agent goes on, whatever went wrong in here or in a user's redactor
        say.once(f"mishap {doing} {type(error).__name__}", logging.ERROR, f"could not {doing}: {_place_of(error)}")
        return otherwise


def _place_of(error: Exception) -> str:
    """Return the kind of `error` and where it was raised; not its text, which may hold what was to be redacted."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{type(error).__name__} at {frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__
