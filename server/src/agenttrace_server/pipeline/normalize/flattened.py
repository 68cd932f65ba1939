"""Put attributes that were flattened for the wire (`llm.input_messages.0.message.role`) back into a tree."""

from __future__ import annotations

from agenttrace.model import Json
from agenttrace_server.pipeline.normalize.values import Attributes

_MAX_INDEX_DIGITS = 6
_MAX_STEPS = 16


def unflattened(attributes: Attributes, prefix: str) -> list[Json]:
    """Return the list under `prefix` ("llm.input_messages."), in the order of its indexes; holes are closed up."""
    tree: dict[str, Json] = {}
    for name, value in attributes.items():
        if name.startswith(prefix):
            _plant(tree, name[len(prefix) :].split("."), value)
    return [_grown(tree[index]) for index in sorted(filter(_is_index, tree), key=int)]


def _plant(tree: dict[str, Json], path: list[str], value: Json) -> None:
    if len(path) > _MAX_STEPS:
        return
    for step in path[:-1]:
        below = tree.setdefault(step, {})
        if not isinstance(below, dict):
            return
        tree = below
    tree.setdefault(path[-1], value)


def _grown(value: Json) -> Json:
    """Turn objects whose keys are all indexes into lists."""
    if not isinstance(value, dict):
        return value
    if value and all(map(_is_index, value)):
        return [_grown(value[index]) for index in sorted(value, key=int)]
    return {key: _grown(child) for key, child in value.items()}


def _is_index(key: str) -> bool:
    return len(key) <= _MAX_INDEX_DIGITS and key.isascii() and key.isdigit()
