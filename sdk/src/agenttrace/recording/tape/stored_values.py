"""Store what a tool took and gave as JSON, and make it again as the same Python value where that can be done safely.

Nothing is ever unpickled. A class is named in the file and looked up among those that the program has imported; only
data classes, pydantic models, enums and exceptions are made again.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import enum
import math
import sys
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path, PurePath
from typing import Any

TAG = "$agenttrace"
_MAX_DEPTH = 40
_TEXTS: dict[str, Callable[[str], Any]] = {
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "uuid": uuid.UUID,
    "decimal": Decimal,
    "float": float,
    "bytes": base64.b64decode,
    "path": Path,
}


class NotRestorable(ValueError):
    """A stored value that cannot be made again; the text names its class."""


def stored(value: Any, depth: int = 0) -> Any:
    """Return a value as JSON. What cannot be made again is stored as the name of its class."""
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float:
        return value if math.isfinite(value) else _tagged("float", str(value))
    if depth >= _MAX_DEPTH:
        return _opaque(value)
    if type(value) is list:
        return [stored(item, depth + 1) for item in value]
    if type(value) is dict:
        return _stored_dict(value, depth)
    return _stored_object(value, depth)


def restored(value: Any) -> Any:
    """Return the Python value. Raises: NotRestorable: it, or something in it, cannot be made again."""
    if isinstance(value, list):
        return [restored(item) for item in value]
    if not isinstance(value, dict):
        return value
    if TAG not in value:
        return {name: restored(item) for name, item in value.items()}
    tag = value[TAG]
    inner: Any = value.get("value")
    if tag in _TEXTS:
        return _TEXTS[tag](inner)
    if tag in _CONTAINERS:
        return _CONTAINERS[tag]([restored(item) for item in inner])
    if tag == "object":
        return _made(str(value.get("class")), inner)
    raise NotRestorable(f"a value of the class {value.get('class')} cannot be made again")


def is_restorable(value: Any) -> bool:
    """Whether everything in a stored value can be made again."""
    if isinstance(value, list):
        return all(map(is_restorable, value))
    if isinstance(value, dict):
        return value.get(TAG) != "opaque" and all(map(is_restorable, value.values()))
    return True


def class_named(name: str) -> type | None:
    """Return a class by `module:QualName`, if the program has imported its module."""
    module, _, path = name.partition(":")
    found: Any = sys.modules.get(module)
    for part in path.split("."):
        found = getattr(found, part, None)
    return found if isinstance(found, type) else None


def name_of_class(kind: type) -> str:
    """Return `module:QualName`."""
    return f"{kind.__module__}:{kind.__qualname__}"


_CONTAINERS: dict[str, Callable[[list[Any]], Any]] = {
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "dict": dict,
}


def _tagged(tag: str, value: Any, **more: Any) -> dict[str, Any]:
    return {TAG: tag, "value": value, **more}


def _opaque(value: Any) -> dict[str, Any]:
    return {TAG: "opaque", "class": name_of_class(type(value))}


def _stored_dict(value: dict[Any, Any], depth: int) -> Any:
    if all(type(name) is str for name in value) and TAG not in value:
        return {name: stored(item, depth + 1) for name, item in value.items()}
    return _tagged("dict", [[stored(name, depth + 1), stored(item, depth + 1)] for name, item in value.items()])


def _stored_object(value: Any, depth: int) -> Any:
    kind = type(value)
    if kind.__name__ in _CONTAINERS and kind.__module__ == "builtins":
        items = value if kind is tuple else sorted(value, key=repr)
        return _tagged(kind.__name__, [stored(item, depth + 1) for item in items])
    if isinstance(value, (bytes, bytearray)):
        return _tagged("bytes", base64.b64encode(value).decode("ascii"))
    for tag, kinds, text in _AS_TEXT:
        if isinstance(value, kinds):
            return _tagged(tag, text(value))
    if isinstance(value, enum.Enum):
        return _tagged("object", stored(value.value, depth + 1), **{"class": name_of_class(kind)})
    fields = _fields_of(value)
    if fields is None:
        return _opaque(value)
    return _tagged("object", {k: stored(v, depth + 1) for k, v in fields.items()}, **{"class": name_of_class(kind)})


_AS_TEXT: tuple[tuple[str, tuple[type, ...], Callable[[Any], str]], ...] = (
    ("datetime", (dt.datetime,), lambda value: str(value.isoformat())),
    ("date", (dt.date,), lambda value: str(value.isoformat())),
    ("time", (dt.time,), lambda value: str(value.isoformat())),
    ("uuid", (uuid.UUID,), str),
    ("decimal", (Decimal,), str),
    ("path", (PurePath,), str),
)


def _fields_of(value: Any) -> Mapping[str, Any] | None:
    """Return what a data class or a pydantic model is made of; None for every other object."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init}
    if _is_model(type(value)):
        return {name: getattr(value, name) for name in type(value).model_fields}
    return None


def _is_model(kind: type) -> bool:
    pydantic = sys.modules.get("pydantic")
    return pydantic is not None and issubclass(kind, pydantic.BaseModel)


def _made(name: str, inner: Any) -> Any:
    kind = class_named(name)
    if kind is not None and issubclass(kind, enum.Enum):
        return kind(restored(inner))
    if kind is not None and dataclasses.is_dataclass(kind):
        return kind(**{field: restored(item) for field, item in inner.items()})
    if kind is not None and _is_model(kind):
        made: Any = kind
        return made.model_construct(**{field: restored(item) for field, item in inner.items()})
    raise NotRestorable(f"there is no class {name} to make the value of again")
