"""Write Python values as OTLP values; whatever a value is, the span that carries it is not lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

_MAX_DEPTH = 16
"""Nesting that receivers surely parse: protobuf stops at 100 levels and each of ours takes three."""
_TOO_DEEP = "[nested too deeply]"
_INT64 = range(-(2**63), 2**63)


class KeyValues(Protocol):
    """A repeated `KeyValue` field of a protobuf message."""

    def add(self) -> KeyValue: ...


def write_attributes(target: KeyValues, attributes: Mapping[str, object]) -> None:
    """Append every attribute to the repeated field `target`."""
    _write_pairs(target, attributes.items(), depth=0)


def text(value: object) -> str:
    """Return `value` as text that UTF-8 can carry: lone surrogates are shown as escapes."""
    if not isinstance(value, str):
        return f"[{type(value).__name__}]"
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value


def _write_pairs(target: KeyValues, pairs: Iterable[tuple[object, object]], depth: int) -> None:
    for key, value in pairs:
        pair = target.add()
        pair.key = text(str(key))
        _write(pair.value, value, depth)


def _write(target: AnyValue, value: object, depth: int) -> None:
    if isinstance(value, str):
        _write_text(target, value)
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int):
        _write_int(target, value)
    elif isinstance(value, float):
        target.double_value = value
    elif value is not None:
        _write_composite(target, value, depth)


def _write_text(target: AnyValue, value: str) -> None:
    try:
        target.string_value = value
    except UnicodeEncodeError:
        target.string_value = text(value)


def _write_int(target: AnyValue, value: int) -> None:
    if value in _INT64:
        target.int_value = value
    else:
        target.string_value = str(value)


def _write_composite(target: AnyValue, value: object, depth: int) -> None:
    if isinstance(value, (bytes, bytearray)):
        target.bytes_value = bytes(value)
    elif depth >= _MAX_DEPTH:
        target.string_value = _TOO_DEEP
    elif isinstance(value, Mapping):
        target.kvlist_value.SetInParent()
        _write_pairs(target.kvlist_value.values, value.items(), depth + 1)
    elif isinstance(value, Sequence):
        target.array_value.SetInParent()
        for item in value:
            _write(target.array_value.values.add(), item, depth + 1)
    else:
        target.string_value = f"[{type(value).__name__}]"
