"""Take one field of a JSON object as the type OTLP says it has, or refuse it by name."""

from __future__ import annotations

import base64
import binascii
import math
from typing import Any

from agenttrace_server.pipeline.decode.place import bad

JsonObject = dict[str, Any]

_INT64 = (-(2**63), 2**63 - 1)
_UINT64 = (0, 2**64 - 1)
_UINT32 = (0, 2**32 - 1)
_SPECIAL_NUMBERS = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}


def object_of(value: object, field: str) -> JsonObject:
    """Null and absent are an empty object. Raises: BadPayload: anything that is not an object."""
    if type(value) is dict:
        return value
    if value is None:
        return {}
    raise bad(field, f"an object belongs here, not {_name_of(value)}")


def list_of(value: object, field: str) -> list[Any]:
    """Null and absent are an empty list. Raises: BadPayload: anything that is not an array."""
    if type(value) is list:
        return value
    if value is None:
        return []
    raise bad(field, f"an array belongs here, not {_name_of(value)}")


def text_of(value: object, field: str) -> str:
    """Null and absent are empty text. Raises: BadPayload: anything that is not text."""
    if type(value) is str:
        return value
    if value is None:
        return ""
    raise bad(field, f"text belongs here, not {_name_of(value)}")


def int64_of(value: object, field: str) -> int:
    """Read a number or its decimal text. Raises: BadPayload: anything else, or out of range."""
    return _whole(value, field, _INT64)


def uint64_of(value: object, field: str) -> int:
    """Null and absent are 0. Raises: BadPayload: not a whole number, or out of range."""
    return 0 if value is None else _whole(value, field, _UINT64)


def uint32_of(value: object, field: str) -> int:
    """Null and absent are 0. Raises: BadPayload: not a whole number, or out of range."""
    return 0 if value is None else _whole(value, field, _UINT32)


def enum_of(value: object, field: str, names: dict[str, int]) -> int:
    """Read an enum by number, as OTLP wants it, or by its protobuf name. Raises: BadPayload: neither."""
    if type(value) is str and value in names:
        return names[value]
    return 0 if value is None else _whole(value, field, _INT64)


def double_of(value: object, field: str) -> float:
    """Read a number, its text, or NaN, Infinity, -Infinity. Raises: BadPayload: anything else."""
    if type(value) is float or type(value) is int:
        return float(value)
    if type(value) is str:
        if value in _SPECIAL_NUMBERS:
            return _SPECIAL_NUMBERS[value]
        try:
            number = float(value)
        except ValueError:
            raise bad(field, f"not a number: {value[:40]!r}") from None
        if math.isfinite(number):
            return number
    raise bad(field, f"a number belongs here, not {_name_of(value)}")


def bool_of(value: object, field: str) -> bool:
    """Raises: BadPayload: neither true nor false."""
    if type(value) is bool:
        return value
    raise bad(field, f"true or false belongs here, not {_name_of(value)}")


def bytes_of(value: object, field: str) -> bytes:
    """Read base64 of either alphabet, padded or not. Raises: BadPayload: anything else."""
    text = text_of(value, field).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise bad(field, "not base64") from None


def _whole(value: object, field: str, bounds: tuple[int, int]) -> int:
    number = _as_int(value)
    if number is None:
        raise bad(field, f"a whole number or its decimal text belongs here, not {_name_of(value)}")
    if not bounds[0] <= number <= bounds[1]:
        raise bad(field, f"out of range, must be between {bounds[0]} and {bounds[1]}")
    return number


def _as_int(value: object) -> int | None:
    if type(value) is int:
        return value
    if type(value) is str:
        digits = value[1:] if value.startswith("-") else value
        return int(value) if len(digits) <= 20 and digits.isascii() and digits.isdigit() else None
    if type(value) is float and value.is_integer():
        return int(value)
    return None


def _name_of(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    return "an array" if isinstance(value, list) else "an object"
