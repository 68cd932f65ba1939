"""Read OTLP/JSON attributes: key and value pairs whose value names its own type."""

from __future__ import annotations

from agenttrace.model import Json
from agenttrace_server.pipeline.decode.json_fields import (
    JsonObject,
    bool_of,
    bytes_of,
    double_of,
    int64_of,
    list_of,
    object_of,
    text_of,
)
from agenttrace_server.pipeline.decode.place import REFUSALS, bad, beneath, too_deep
from agenttrace_server.pipeline.decode.to_span import bytes_text, number_of


def attributes_of(value: object, max_nesting: int) -> dict[str, Json]:
    """Return the attributes; of two with one key the last stays.

    Raises: BadPayload, PayloadTooLarge: with the path of the attribute.
    """
    read: dict[str, Json] = {}
    for at, item in enumerate(list_of(value, "attributes")):
        try:
            pair = object_of(item, "")
            key = text_of(pair.get("key"), "key")
            read[key] = value_of(pair.get("value"), max_nesting)
        except REFUSALS as refusal:
            raise beneath(f"attributes[{at}]", refusal) from None
    return read


def value_of(sent: object, levels_left: int) -> Json:
    """Return what an OTLP value holds. Raises: BadPayload, PayloadTooLarge: nested deeper than `levels_left`."""
    if sent is None:
        return None
    if type(sent) is not dict:
        raise bad("value", 'a value names its type, such as {"stringValue": "…"}')
    for kind, raw in sent.items():
        if raw is None:
            continue
        if kind == "stringValue":
            return text_of(raw, "value.stringValue")
        if kind == "intValue":
            return int64_of(raw, "value.intValue")
        if kind == "boolValue":
            return bool_of(raw, "value.boolValue")
        if kind == "doubleValue":
            return number_of(double_of(raw, "value.doubleValue"))
        if kind in ("arrayValue", "kvlistValue", "bytesValue"):
            return _container(kind, raw, levels_left)
    return None


def _container(kind: str, raw: object, levels_left: int) -> Json:
    if kind == "bytesValue":
        return bytes_text(bytes_of(raw, "value.bytesValue"))
    if levels_left <= 0:
        raise too_deep("value")
    items = list_of(object_of(raw, f"value.{kind}").get("values"), f"value.{kind}.values")
    if kind == "arrayValue":
        return [value_of(item, levels_left - 1) for item in items]
    return dict(_pair(item, levels_left - 1) for item in items)


def _pair(item: object, levels_left: int) -> tuple[str, Json]:
    pair: JsonObject = object_of(item, "value.kvlistValue.values")
    return text_of(pair.get("key"), "value.kvlistValue.key"), value_of(pair.get("value"), levels_left)
