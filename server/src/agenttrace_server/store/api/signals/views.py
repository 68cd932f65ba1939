"""Name what a saved view is: a question that people of a project ask again, and how they look at its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

ALL_PROJECTS = ""
"""The project of a view that looks at every project."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view of the list of traces. It is known by its project and its name."""

    project: str
    name: str
    question: str
    """In the filter language; "" asks for everything."""
    time_range: str
    """As the page writes it: "24h", or two moments with ".." between them; "" is all time."""
    columns: tuple[str, ...]
    """The names of the columns shown, in order; none means all."""
    saved_ns: int


class SavedViews(Protocol):
    """The views that people saved. Durable on return, safe to call from several threads."""

    def all_of(self, project: str) -> Sequence[SavedView]:
        """Return the views of one project by name."""
        ...

    def put(self, view: SavedView) -> None:
        """Keep the view, in the place of one with its project and name."""
        ...

    def remove(self, project: str, name: str) -> bool:
        """Forget a view; False where there was none."""
        ...
