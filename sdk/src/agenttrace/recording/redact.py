"""Say what a recording asks of whoever takes secrets out: it lies on another floor, and is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from opentelemetry.util.types import AttributeValue


class Redact(Protocol):
    """Takes out what must not reach the disk. Equal input gives equal output, in this run and in its replay."""

    def __call__(self, attributes: Mapping[str, AttributeValue], /) -> Mapping[str, AttributeValue]:
        """Return the attributes of a span, an event or a link as they may be kept."""

    def whole(self, name: str, text: str, /) -> str:
        """Return a text of any length as it may be kept under that name; the same text where there is no secret."""
