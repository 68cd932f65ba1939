"""Parse the text of an OTLP/JSON request: one object, no key twice, names in lowerCamelCase."""

from __future__ import annotations

import json
from typing import Any

import orjson

from agenttrace_server.errors import PayloadTooLarge
from agenttrace_server.pipeline.decode.json_fields import JsonObject, object_of
from agenttrace_server.pipeline.decode.place import bad

JSON_TYPE = "application/json"

_KEY_END = b'":'
_LEVELS = 254
"""Of brackets of any kind: more cannot be written back."""


def parse_object(body: bytes, snake_case_mark: str) -> JsonObject:
    """Return the request's object. `snake_case_mark` is the top-level key by which a snake_case request is known.

    Raises: BadPayload: not JSON, not an object, or a key that stands twice. PayloadTooLarge: nested too deeply.
    """
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        if "depth" in error.msg or "recursion" in error.msg.lower():
            raise _too_deep() from None
        raise bad("", f"not JSON: {error}") from None
    if parsed is None or type(parsed) is not dict:
        raise bad("", "the request must be a JSON object")
    try:
        may_repeat = _may_repeat_a_key(body, parsed)
    except orjson.JSONEncodeError:
        raise _too_deep() from None
    if may_repeat:
        _refuse_repeated_keys(body)
    if snake_case_mark in parsed:
        return object_of(_in_camel_case(parsed), "")
    return parsed


def _may_repeat_a_key(body: bytes, parsed: JsonObject) -> bool:
    """Compare how many keys went in with how many came out; written back they are fewer if one stood twice.

    Spaces before a colon also make the numbers differ, which only costs the slow look.
    """
    return body.count(_KEY_END) != orjson.dumps(parsed).count(_KEY_END)


def _too_deep() -> PayloadTooLarge:
    return PayloadTooLarge(f"the JSON is nested deeper than {_LEVELS} levels")


def _refuse_repeated_keys(body: bytes) -> None:
    json.loads(body, object_pairs_hook=_refuse_repeated)


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> None:
    seen: set[str] = set()
    for key, _ in pairs:
        if key in seen:
            raise bad(key, "this key stands twice in one object")
        seen.add(key)


def _in_camel_case(value: Any) -> Any:
    """Rename the keys of every object: protobuf's JSON mapping lets a sender use the names of the schema."""
    if type(value) is dict:
        return {_camel(key): _in_camel_case(inner) for key, inner in value.items()}
    if type(value) is list:
        return [_in_camel_case(inner) for inner in value]
    return value


def _camel(key: str) -> str:
    first, *rest = key.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)
