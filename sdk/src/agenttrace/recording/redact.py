"""Say what a recording asks of redaction and of the guard: they lie on another floor, and are handed in."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from opentelemetry.util.types import AttributeValue


class Redact(Protocol):
    """Takes out what must not reach the disk. Equal input gives equal output, in this run and in its replay."""

    hides_nothing: bool
    """Whether everything is kept as it is, so that nothing has to be held back until it is whole."""

    knows_beginnings: bool
    """Whether the beginning of a text may be redacted before its end is known; not where a rule of the user decides."""

    def __call__(self, attributes: Mapping[str, AttributeValue], /) -> Mapping[str, AttributeValue]:
        """Return the attributes of a span, an event or a link as they may be kept."""

    def whole(self, name: str, text: str, /) -> str:
        """Return a text of any length as it may be kept under that name; the same text where there is no secret."""


class Guard(Protocol):
    """Keeps our own failures out of the program: what is raised inside is logged and goes no further."""

    def __call__(self, doing: str, /) -> AbstractContextManager[None, bool]:
        """Return what to put around our code."""
