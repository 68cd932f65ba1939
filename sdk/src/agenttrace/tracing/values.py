"""Turn any Python value into an attribute value that OpenTelemetry and JSON accept, whatever the value does."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import enum
import json
import math
import uuid
from collections.abc import Callable, Mapping, Sequence, Set
from pathlib import PurePath
from typing import Any

from opentelemetry.util.types import AttributeValue

from agenttrace.model import Json
from agenttrace.tracing.guard import tried

MAX_DEPTH = 24
MAX_NODES = 20_000
DEFAULT_MAX_CHARS = 65_536

_INT64_MAX = 2**63 - 1
_INT64_MIN = -(2**63)
_SCALARS = frozenset((str, bool, int, float))
_PLAIN_TEXT: tuple[type, ...] = (dt.datetime, dt.date, dt.time)
_STR_TEXT: tuple[type, ...] = (uuid.UUID, PurePath)
_MAX_BYTES_SHOWN = 1024
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def attribute_value(value: object, max_chars: int = DEFAULT_MAX_CHARS) -> AttributeValue:
    """Return `value` itself where it is a plain attribute, else its JSON text."""
    kind = type(value)
    if kind is str:
        return clean_text(value)  # type: ignore[arg-type]
    if kind is bool or kind is float:
        return value  # type: ignore[return-value]
    if kind is int:
        return value if _INT64_MIN <= value <= _INT64_MAX else str(value)  # type: ignore[operator, return-value]
    if kind in (list, tuple) and _is_homogeneous(value):  # type: ignore[arg-type]
        return tuple(attribute_value(item) for item in value)  # type: ignore[attr-defined]
    return json_text(value, max_chars)


def json_text(value: object, max_chars: int = DEFAULT_MAX_CHARS) -> str:
    """Return a plain string as it is, and everything else as JSON of at most about `max_chars` characters."""
    if type(value) is str:
        return clean_text(value)
    plain = _Walk(max_chars).plain(value)
    if isinstance(plain, str):
        return plain
    return _encode(plain)


def as_json(value: object, max_chars: int = DEFAULT_MAX_CHARS) -> str:
    """Return JSON in every case: a string in quotes."""
    return _encode(_Walk(max_chars).plain(value))


def clean_text(text: str) -> str:
    """Return the text with lone surrogates replaced: what UTF-8 cannot hold, protobuf refuses."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def safe_str(value: object) -> str:
    """`str(value)`, or a placeholder when that raises."""
    return _safely(str, value)


def _is_homogeneous(items: Sequence[object]) -> bool:
    kinds = {type(item) for item in items}
    return len(items) <= MAX_NODES and len(kinds) <= 1 and kinds <= _SCALARS


def _safely(render: Callable[[Any], str], value: object) -> str:
    return tried(
        lambda: clean_text(render(value)),
        lambda error: f"<{type(value).__name__}: {render.__name__}() raised {type(error).__name__}>",
    )


class _Walk:
    """One bounded descent through a value: it stops at a depth, a number of nodes and a number of characters."""

    def __init__(self, max_chars: int) -> None:
        self._nodes_left = MAX_NODES
        self._chars_left = max_chars
        self._above: set[int] = set()

    def plain(self, value: object, depth: int = 0) -> Json:
        self._nodes_left -= 1
        if type(value) is str:
            return self._text(value)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, enum.Enum):
            return self.plain(value.value, depth + 1)
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, int):
            self._chars_left -= 8
            return int(value) if abs(value) < 2**63 else self._text(_safely(str, value))
        if isinstance(value, float):
            return float(value) if math.isfinite(value) else str(float(value))
        if depth >= MAX_DEPTH:
            return f"<{type(value).__name__}: too deep to show>"
        if id(value) in self._above:
            return f"<{type(value).__name__}: contains itself>"
        self._above.add(id(value))
        shown = tried(
            lambda: self._compound(value, depth + 1),
            lambda error: f"<{type(value).__name__}: reading it raised {type(error).__name__}>",
        )
        self._above.discard(id(value))
        return shown

    def _compound(self, value: object, depth: int) -> Json:
        if isinstance(value, Mapping):
            return self._mapping(value, depth)
        if isinstance(value, (bytes, bytearray, memoryview)):
            return self._bytes(bytes(value[:_MAX_BYTES_SHOWN]), len(value))
        if isinstance(value, (Sequence, Set)):
            return self._items(value, depth)
        if isinstance(value, _PLAIN_TEXT):
            return str(value.isoformat())  # type: ignore[attr-defined]
        if isinstance(value, _STR_TEXT):
            return self._text(str(value))
        if isinstance(value, BaseException):
            return self._text(f"{type(value).__name__}: {_safely(str, value)}")
        return self._object(value, depth)

    def _object(self, value: object, depth: int) -> Json:
        if isinstance(value, type):
            return self._text(value.__qualname__)
        if dataclasses.is_dataclass(value):
            fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.repr}
            return self._mapping(fields, depth)
        dump = getattr(type(value), "model_dump", None)
        if callable(dump):
            return self.plain(dump(value, mode="json"), depth)
        return self._text(_safely(repr, value))

    def _mapping(self, value: Mapping[Any, object], depth: int) -> Json:
        shown: dict[str, Json] = {}
        for key, item in value.items():
            if self._nodes_left <= 0 or self._chars_left <= 0:
                shown["…"] = f"{len(value) - len(shown)} more"
                break
            name = key if isinstance(key, str) else _safely(str, key)
            self._chars_left -= len(name)
            shown[clean_text(name)] = self.plain(item, depth)
        return shown

    def _items(self, items: Sequence[object] | Set[object], depth: int) -> Json:
        shown: list[Json] = []
        for item in items:
            if self._nodes_left <= 0 or self._chars_left <= 0:
                shown.append(f"… {len(items) - len(shown)} more")
                break
            shown.append(self.plain(item, depth))
        return shown

    def _text(self, text: str) -> str:
        kept = max(0, self._chars_left)
        self._chars_left -= len(text)
        if len(text) <= kept:
            return clean_text(str(text))
        return clean_text(text[:kept]) + f"… ({len(text)} characters)"

    def _bytes(self, start: bytes, size: int) -> str:
        self._chars_left -= len(start)
        if size > _MAX_BYTES_SHOWN:
            return f"<bytes: {size} of them>"
        return base64.b64encode(start).decode("ascii")
