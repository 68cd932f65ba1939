"""Walk down the JSON form of a logs or metrics request: by resource, then by scope, then item by item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeVar

from agenttrace.model import Json, ProjectName, Scope
from agenttrace_server.pipeline.decode.json_fields import JsonObject, list_of, object_of, text_of
from agenttrace_server.pipeline.decode.json_values import attributes_of
from agenttrace_server.pipeline.decode.place import REFUSALS, beneath
from agenttrace_server.pipeline.decode.to_span import project_of

Found = TypeVar("Found")


class Names(NamedTuple):
    """What one signal calls its lists: `resourceLogs`, `scopeLogs`, `logRecords`."""

    groups: str
    scoped: str
    items: str


class Origin(NamedTuple):
    """Where an item comes from."""

    project: ProjectName
    resource: dict[str, Json]
    scope: Scope


def walked(
    request: JsonObject,
    names: Names,
    project: ProjectName,
    max_nesting: int,
    read: Callable[[JsonObject, Origin], Iterable[Found]],
) -> Iterator[Found]:
    """Yield what `read` makes of every item, in order. Raises: BadPayload, PayloadTooLarge: with the field's path."""

    def of_group(group: JsonObject) -> Iterator[Found]:
        resource = _resource_of(group, max_nesting)
        whose = project_of(resource, project)

        def of_scope(scoped: JsonObject) -> Iterator[Found]:
            origin = Origin(whose, resource, _scope_of(scoped))
            return each(scoped.get(names.items), names.items, lambda item: read(item, origin))

        return each(group.get(names.scoped), names.scoped, of_scope)

    return each(request.get(names.groups), names.groups, of_group)


def each(values: Json, field: str, read: Callable[[JsonObject], Iterable[Found]]) -> Iterator[Found]:
    """Yield what `read` makes of each object of a list; a refusal says in which it was."""
    for at, value in enumerate(list_of(values, field)):
        try:
            yield from read(object_of(value, ""))
        except REFUSALS as refusal:
            raise beneath(f"{field}[{at}]", refusal) from None


def _resource_of(group: JsonObject, max_nesting: int) -> dict[str, Json]:
    sent = object_of(group.get("resource"), "resource")
    try:
        return attributes_of(sent.get("attributes"), max_nesting)
    except REFUSALS as refusal:
        raise beneath("resource", refusal) from None


def _scope_of(scoped: JsonObject) -> Scope:
    sent = object_of(scoped.get("scope"), "scope")
    return Scope(text_of(sent.get("name"), "scope.name"), text_of(sent.get("version"), "scope.version"))
