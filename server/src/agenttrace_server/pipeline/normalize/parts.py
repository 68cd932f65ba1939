"""Read one part of a message, whichever provider's shape it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from agenttrace.model import Json, Part, PartType
from agenttrace_server.pipeline.normalize.values import fields, parsed, text

Object = Mapping[str, Json]


def parts_from(content: Json) -> list[Part]:
    """Return the parts of a message's content: a text, one part, or a list of parts."""
    if content is None or content == "":
        return []
    if isinstance(content, str):
        return [Part(PartType.TEXT, text=content)]
    if isinstance(content, list):
        found: list[Part] = []
        for item in content:
            plain = _plain_text(item)
            if plain is None:
                found += parts_from(item)
            else:
                found.append(plain)
        return found
    if isinstance(content, dict):
        return [_part_from(content)]
    return [Part(PartType.OTHER, value=content)]


def _plain_text(item: Json) -> Part | None:
    """Nine parts of ten are OpenTelemetry's {"type": "text", "content": "..."}."""
    if type(item) is dict and item.get("type") == "text":
        said = item.get("content")
        if type(said) is str:
            return Part(PartType.TEXT, said)
    return None


def tool_call_from(call: Json) -> Part | None:
    """Return a tool call in OpenAI's shape ({"id", "function": {"name", "arguments"}}) or a flat one."""
    if not isinstance(call, dict):
        return None
    inner = call.get("function")
    function: Object = inner if isinstance(inner, dict) else call
    return Part(
        PartType.TOOL_CALL,
        name=text(_first(function, "name", "toolName")),
        call_id=_id_of(call),
        value=parsed(_first(function, "arguments", "args", "input", "parameters")),
    )


def _part_from(item: dict[str, Json]) -> Part:
    kind = item.get("type")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is not None:
        return reader(item)
    if isinstance(kind, str) and ("image" in kind or "audio" in kind or "video" in kind):
        return _media(item)
    for key, shaped in _SHAPES:
        if key in item:
            return shaped(item)
    return Part(PartType.OTHER, value=item)


def _text(item: Object) -> Part:
    return _with_text(PartType.TEXT, item)


def _reasoning(item: Object) -> Part:
    return _with_text(PartType.REASONING, item)


def _with_text(kind: PartType, item: Object) -> Part:
    found = _first(item, "content", "text", "thinking", "reasoning", "summary")
    if isinstance(found, str):
        return Part(kind, text=found)
    inner = "".join(part.text or "" for part in parts_from(found)) if isinstance(found, list) else ""
    return Part(kind, text=inner) if inner else Part(PartType.OTHER, value=dict(item))


def _tool_call(item: Object) -> Part:
    return tool_call_from(dict(item)) or Part(PartType.OTHER, value=dict(item))


def _google_call(item: Object) -> Part:
    inner = fields(_first(item, "function_call", "functionCall"))
    return _tool_call(inner)


def _google_result(item: Object) -> Part:
    inner = fields(_first(item, "function_response", "functionResponse"))
    return Part(PartType.TOOL_RESULT, name=text(inner.get("name")), call_id=_id_of(inner), value=inner.get("response"))


def _tool_result(item: Object) -> Part:
    value = _first(item, "response", "result", "output", "content")
    return Part(
        PartType.TOOL_RESULT, name=text(_first(item, "name", "toolName")), call_id=_id_of(item), value=parsed(value)
    )


def _bedrock_call(item: Object) -> Part:
    return _tool_call(fields(item.get("toolUse")))


def _bedrock_result(item: Object) -> Part:
    inner = fields(item.get("toolResult"))
    content = inner.get("content")
    if isinstance(content, list) and len(content) == 1 and isinstance(content[0], dict):
        content = _first(content[0], "text", "json") or content
    return Part(PartType.TOOL_RESULT, call_id=_id_of(inner), value=content)


def _bedrock_reasoning(item: Object) -> Part:
    inner = fields(item.get("reasoningContent"))
    return _with_text(PartType.REASONING, fields(inner.get("reasoningText")) or inner)


def _bedrock_media(item: Object) -> Part:
    inner = fields(_first(item, "image", "document", "video"))
    where = _first(fields(inner.get("source")), "bytes", "url", "uri")
    if not isinstance(where, str):
        return Part(PartType.OTHER, value=dict(item))
    return Part(PartType.MEDIA, text=where, mime_type=text(inner.get("format")))


def _google_media(item: Object) -> Part:
    return _media(fields(_first(item, "inline_data", "inlineData", "file_data", "fileData")))


def _google_text(item: Object) -> Part:
    return (_reasoning if item.get("thought") is True else _text)(item)


def _media(item: Object) -> Part:
    where = _first(item, *_WHERES)
    mime_type, name = text(_first(item, *_MIME_TYPES)), text(_first(item, *_FILE_NAMES))
    if isinstance(where, dict):
        mime_type = mime_type or text(_first(where, *_MIME_TYPES))
        name = name or text(_first(where, *_FILE_NAMES))
        where = _first(where, "url", "file_id", "data", "file_data")
    if not isinstance(where, str):
        return Part(PartType.OTHER, value=dict(item))
    return Part(PartType.MEDIA, text=where, name=name, mime_type=mime_type)


def _id_of(item: Object) -> str | None:
    return text(_first(item, "call_id", "tool_call_id", "tool_use_id", "toolCallId", "toolUseId", "id"))


def _first(item: Object, *names: str) -> Json:
    for name in names:
        value = item.get(name)
        if value is not None:
            return value
    return None


_WHERES: Final = (
    "uri", "url", "file_id", "image_url", "file_uri", "fileUri", "image", "source", "content", "data",
    "input_audio", "file", "file_data",
)  # fmt: skip
_MIME_TYPES: Final = ("mime_type", "media_type", "mimeType", "mediaType", "format", "modality")
_FILE_NAMES: Final = ("filename", "file_name", "fileName", "displayName", "title")
_READERS: Final[Mapping[str, Callable[[dict[str, Json]], Part]]] = {
    "text": _text,
    "input_text": _text,
    "output_text": _text,
    "summary_text": _text,
    "refusal": lambda item: _with_text(PartType.TEXT, {"text": item.get("refusal"), **item}),
    "reasoning": _reasoning,
    "thinking": _reasoning,
    "tool_call": _tool_call,
    "tool-call": _tool_call,
    "tool_use": _tool_call,
    "function_call": _tool_call,
    "tool_call_response": _tool_result,
    "tool-result": _tool_result,
    "tool_result": _tool_result,
    "function_call_output": _tool_result,
    "blob": _media,
    "uri": _media,
    "file": _media,
    "media": _media,
    "input_file": _media,
    "document": _media,
}
_SHAPES: Final[tuple[tuple[str, Callable[[dict[str, Json]], Part]], ...]] = (
    ("function_call", _google_call),
    ("functionCall", _google_call),
    ("function_response", _google_result),
    ("functionResponse", _google_result),
    ("toolUse", _bedrock_call),
    ("toolResult", _bedrock_result),
    ("reasoningContent", _bedrock_reasoning),
    ("inline_data", _google_media),
    ("inlineData", _google_media),
    ("file_data", _google_media),
    ("fileData", _google_media),
    ("image", _bedrock_media),
    ("document", _bedrock_media),
    ("text", _google_text),
)
"""Parts without a `type`, known by the key that they have."""
