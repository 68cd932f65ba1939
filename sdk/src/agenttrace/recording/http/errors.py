"""Make the exception again that a recorded exchange failed with."""

from __future__ import annotations

import builtins
from types import ModuleType
from typing import Any

from agenttrace.recording.tape.exchange import Failure


class RecordedFailure(ConnectionError):
    """Stands for an exception of the recorded run whose class is not here. Its text names that class."""


def error_of(failure: Failure, library: ModuleType, **details: Any) -> BaseException:
    """Return the exception: of the library that asks, by the name it had, else of Python, else a stand-in."""
    name = failure.type.rpartition(":")[2].rpartition(".")[2]
    theirs = getattr(library, name, None)
    if isinstance(theirs, type) and issubclass(theirs, Exception):
        return theirs(failure.message, **details)
    ours = getattr(builtins, name, None)
    if isinstance(ours, type) and issubclass(ours, Exception):
        return ours(failure.message)
    return RecordedFailure(f"{failure.type}: {failure.message}")


def is_cancellation(failure: Failure) -> bool:
    """Whether the program itself took the call back, so that no answer ever came."""
    return failure.type.rpartition(":")[2] in ("CancelledError", "GeneratorExit", "KeyboardInterrupt")
