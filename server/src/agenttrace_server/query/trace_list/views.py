"""Keep the questions that people ask again: the saved views of a project."""

from __future__ import annotations

from collections.abc import Sequence

from agenttrace_server.errors import BadQuestion, NotFound
from agenttrace_server.store.api import Store
from agenttrace_server.store.api.signals import ALL_PROJECTS, SavedView


def views_of(store: Store, project: str | None) -> Sequence[SavedView]:
    """Return the views of a project, or those over all projects, by name."""
    return store.signals.views.all_of(project or ALL_PROJECTS)


def save_view(store: Store, view: SavedView, maximum: int) -> None:
    """Keep a view in the place of one with its name. Raises: BadQuestion: the project has too many."""
    kept = views_of(store, view.project)
    if len(kept) >= maximum and all(each.name != view.name for each in kept):
        raise BadQuestion(f"{len(kept)} views are saved and no more than {maximum} are kept; delete one first")
    store.signals.views.put(view)


def forget_view(store: Store, project: str | None, name: str) -> None:
    """Raises: NotFound: there is no such view."""
    if not store.signals.views.remove(project or ALL_PROJECTS, name):
        raise NotFound(f"there is no saved view {name[:200]!r}", field="name")
