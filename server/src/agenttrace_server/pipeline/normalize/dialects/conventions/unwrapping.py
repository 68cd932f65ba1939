"""Take what went into a step and what came out of it out of the wrappings that instrumentors put around it."""

from __future__ import annotations

from typing import Final

from agenttrace.model import Json
from agenttrace_server.pipeline.normalize.values import fields, literal

_CALL: Final = frozenset({"args", "kwargs"})
_HOLDERS: Final = ("inputs", "outputs", "input_str", "output")
_BESIDE: Final = frozenset({"tags", "metadata", "kwargs", "inputs", "outputs", "input_str", "output", "name"})


def unwrapped_call(value: Json) -> Json:
    """Return the arguments of {"args": [], "kwargs": {}}, or what LangChain's callbacks say went in or came out."""
    if not isinstance(value, dict):
        return value
    if value.keys() == _CALL:
        return _arguments(value["args"], value["kwargs"], value)
    if not value.keys() <= _BESIDE:
        return value
    for name in _HOLDERS:
        if name in value:
            return answer_in(literal(value[name]))
    return value


def _arguments(positional: Json, named: Json, both: Json) -> Json:
    if not positional:
        return named
    if named:
        return both
    return positional[0] if isinstance(positional, list) and len(positional) == 1 else positional


def answer_in(value: Json) -> Json:
    """A tool's answer in LangChain is a message, written in one of three ways; its content is the answer."""
    if not isinstance(value, dict):
        return value
    inner = fields(value.get("kwargs")) if "lc" in value else fields(value.get("data")) or value
    return inner["content"] if inner.get("type") == "tool" and "content" in inner else value
