"""Check that the state of a checkpoint is JSON, and say where it is not."""

from __future__ import annotations

import math
from collections.abc import Iterator

from agenttrace.model.messages import Json

MAX_STATE_DEPTH = 100


class BadState(TypeError):
    """A state that is no JSON; the text names the place as a JSON path."""


def json_state(value: object) -> Json:
    """Return the value in types that JSON has; tuples become lists. Raises: BadState: something in it is none."""
    return _plain(value, "$", 0)


def _plain(value: object, path: str, depth: int) -> Json:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value if type(value) is str else str.__str__(value)
    if isinstance(value, int):
        return value if type(value) is int else int(value)
    if isinstance(value, float):
        return _finite(value, path)
    if depth >= MAX_STATE_DEPTH:
        raise BadState(f"state: {path[:200]} is nested more than {MAX_STATE_DEPTH} levels deep, or contains itself")
    if isinstance(value, (list, tuple)):
        return [_plain(item, f"{path}[{number}]", depth + 1) for number, item in enumerate(value)]
    if isinstance(value, dict):
        return dict(_items(value, path, depth))
    raise BadState(f"state: {path} is a {type(value).__qualname__}, which JSON does not have")


def _finite(value: float, path: str) -> float:
    if not math.isfinite(value):
        raise BadState(f"state: {path} is {value}, which JSON does not have")
    return float(value)


def _items(value: dict[object, object], path: str, depth: int) -> Iterator[tuple[str, Json]]:
    for name, item in value.items():
        if not isinstance(name, str):
            raise BadState(f"state: {path} has the key {name!r}, and keys must be text")
        yield str.__str__(name), _plain(item, f"{path}.{name}", depth + 1)
