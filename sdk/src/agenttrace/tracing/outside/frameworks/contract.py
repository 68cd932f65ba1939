"""Say what the hook of a framework is, and what it does where a version looks different."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Undo = Callable[[], None]


class LooksDifferent(Exception):
    """The framework has no such place; its tools are left alone. The text names what is missing."""


def place(owner: Any, name: str) -> Any:
    """Return an attribute of a framework. Raises: LooksDifferent: there is none."""
    found = getattr(owner, name, None)
    if found is None:
        raise LooksDifferent(f"{getattr(owner, '__name__', owner)} has no {name}")
    return found


def replaced(owner: Any, name: str, ours: Any) -> Undo:
    """Put ours in place of a method; return what puts it back."""
    theirs = vars(owner)[name]
    setattr(owner, name, ours)

    def undo() -> None:
        if vars(owner).get(name) is ours:
            setattr(owner, name, theirs)

    return undo


def without(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return arguments without those that the framework adds to what the model asked for."""
    return {name: value for name, value in given.items() if name not in names}
