"""Routes: the saved views of a project's traces."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from agenttrace_server.api.parameters import InProject, Text
from agenttrace_server.api.rendering.values import rfc3339
from agenttrace_server.api.schemas.system.views import ViewIn, ViewOut
from agenttrace_server.api.services import WithServices
from agenttrace_server.errors import BadPayload, BadQuery
from agenttrace_server.query.trace_list import views
from agenttrace_server.store.api.language import Target, parse
from agenttrace_server.store.api.signals import ALL_PROJECTS, SavedView

router = APIRouter(tags=["views"])
_NAME_MAX = 100
_Name = Annotated[str, Path(min_length=1, max_length=_NAME_MAX, description="what people call it")]


@router.get("/views")
def list_views(services: WithServices, asked: Annotated[InProject, Query()]) -> list[ViewOut]:
    """The saved views of a project by name; without `project`, those over all projects."""
    return [_rendered(view) for view in views.views_of(services.store, asked.project)]


@router.put("/views/{name:path}")
def put_view(services: WithServices, name: _Name, asked: Annotated[InProject, Query()], given: ViewIn) -> ViewOut:
    """Save a view, in the place of one with its name."""
    _check(given, services.now_ns())
    view = SavedView(
        asked.project or ALL_PROJECTS, name.strip(), given.q, given.range, tuple(given.columns), services.now_ns()
    )
    if not view.name or "\x00" in view.name:
        raise BadPayload("name must not be blank or have NUL characters", field="name")
    views.save_view(services.store, view, services.settings.views_max)
    return _rendered(view)


@router.delete("/views/{name:path}", status_code=204)
def delete_view(services: WithServices, name: Annotated[Text, Path()], asked: Annotated[InProject, Query()]) -> None:
    """Forget a view."""
    views.forget_view(services.store, asked.project, name)


def _check(given: ViewIn, now_ns: int) -> None:
    """Raises: BadPayload: the question cannot be read, or a text holds what no text has."""
    for text in (given.q, given.range, *given.columns):
        if "\x00" in text:
            raise BadPayload("a view has no NUL characters")
    try:
        parse(given.q, Target.TRACES, now_ns=now_ns)
    except BadQuery as mistake:
        raise BadPayload(mistake.message, field="q") from None


def _rendered(view: SavedView) -> ViewOut:
    return ViewOut(
        name=view.name,
        project=None if view.project == ALL_PROJECTS else view.project,
        q=view.question,
        range=view.time_range,
        columns=list(view.columns),
        saved_at=rfc3339(view.saved_ns),
    )
