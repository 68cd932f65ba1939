"""Say what an integration is: how one library is traced, and how that is undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from opentelemetry.sdk.trace import TracerProvider


@dataclass(frozen=True, slots=True)
class Wiring:
    """What an integration is given."""

    tracer_provider: TracerProvider
    capture_content: bool
    """Whether prompts, answers and tool arguments may be put on spans."""


class Integration(Protocol):
    """One library. Both methods are called with the library imported, once each, and inside a guard."""

    def instrument(self, wiring: Wiring) -> None:
        """Trace the library, unless somebody else already does."""

    def uninstrument(self) -> None:
        """Undo what `instrument` did; nothing where it stepped back."""
