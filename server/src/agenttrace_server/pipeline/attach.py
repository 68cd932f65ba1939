"""Make files of what messages carry as base64: the part names the file by its hash, the store has the bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from agenttrace.model import Json, Message, Part, PartType, Span
from agenttrace_server.store.api.arriving.open_span import changed
from agenttrace_server.store.api.content import MIN_RUN_CHARS, blob_hash, decoded, media_type_of

_DATA_URL: Final = re.compile(r"data:([^;,\s]*)(?:;[^;,]*)*;base64,", re.IGNORECASE)
_MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9.+-]+")
_FORMATS: Final = {
    **dict.fromkeys(("png", "jpeg", "gif", "webp"), "image/"),
    **dict.fromkeys(("wav", "flac", "ogg", "aac", "opus"), "audio/"),
    **dict.fromkeys(("mp4", "webm", "mpeg"), "video/"),
    **dict.fromkeys(("pdf",), "application/"),
}
"""What Bedrock and OpenAI call by half of its media type."""


def attach(span: Span, least_bytes: int) -> Span:
    """Return the span with the files in its messages as attachments, those of at least `least_bytes` bytes.

    What is no sound base64, or an address, stays as it is; nothing is ever fetched.
    """
    asked = _attached(span, span.input_messages, least_bytes)
    answered = _attached(span, span.output_messages, least_bytes)
    if asked is span.input_messages and answered is span.output_messages:
        return span
    return changed(span, input_messages=asked, output_messages=answered)


def _attached(span: Span, messages: tuple[Message, ...], least_bytes: int) -> tuple[Message, ...]:
    if not any(part.type is PartType.MEDIA for message in messages for part in message.parts):
        return messages
    return tuple(
        replace(message, parts=tuple(_part(span, part, least_bytes) for part in message.parts)) for message in messages
    )


def _part(span: Span, part: Part, least_bytes: int) -> Part:
    text = part.text
    if part.type is not PartType.MEDIA or text is None or len(text) < max(MIN_RUN_CHARS, least_bytes):
        return part
    url = _DATA_URL.match(text)
    payload = text if url is None else text[url.end() :]
    found = decoded(payload) if len(payload) >= MIN_RUN_CHARS else None
    if found is None or len(found[0]) < least_bytes or not _arrived(span, payload):
        return part
    data, _ = found
    declared = _media_type(url.group(1) if url else part.mime_type)
    return replace(
        part,
        text=None,
        mime_type=declared or media_type_of(data),
        sha256=blob_hash(data),
        size_bytes=len(data),
    )


def _media_type(told: str | None) -> str | None:
    told = (told or "").strip().lower()
    if _MEDIA_TYPE.fullmatch(told):
        return told
    return _FORMATS[told] + told if told in _FORMATS else None


def _arrived(span: Span, payload: str) -> bool:
    """Whether the base64 stands in what arrived, character by character: there the store finds the bytes."""
    waiting: list[Json] = [*span.attributes.values()]
    waiting += [value for event in span.events for value in event.attributes.values()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            if payload in value:
                return True
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
    return False
