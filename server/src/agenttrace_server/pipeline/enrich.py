"""Add what a list shows of a span: short previews of what went in and came out, and the words of a failure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

import orjson

from agenttrace.model import Json, Message, PartType, Span, Status
from agenttrace_server.store.api.arriving.open_span import changed

_ELLIPSIS: Final = "…"
_EXCERPT_FACTOR: Final = 4
"""White space is squeezed out of this many times the wanted length, not out of a whole book."""
_USUAL_SPACE: Final = 40
"""Most texts have no more white space to squeeze out than this many characters of it."""


def enrich(span: Span, preview_chars: int) -> Span:
    """Return the span with its previews, of at most `preview_chars` characters each, and its error's text."""
    input_preview = _preview(_said(span.input_messages, "user"), span.input, preview_chars)
    output_preview = _preview(_said(span.output_messages, "assistant"), span.output, preview_chars)
    status = _worded(span, output_preview)
    if input_preview is None and output_preview is None and status is span.status:
        return span
    return changed(span, status=status, input_preview=input_preview, output_preview=output_preview)


def shortened(text: str, limit: int) -> str:
    """Return one line of at most `limit` characters; a cut never parts a letter from its accents or an emoji."""
    text = text.lstrip()
    line = " ".join(text[: limit + _USUAL_SPACE].split())
    if len(line) > limit:
        return _cut(line, limit)
    excerpt = text[: limit * _EXCERPT_FACTOR]
    line = " ".join(excerpt.split())
    if len(line) > limit:
        return _cut(line, limit)
    return line if len(excerpt) == len(text) else _cut(f"{line} ", limit)


def _cut(line: str, limit: int) -> str:
    end = min(limit - len(_ELLIPSIS), len(line))
    while end > 0 and end < len(line) and _belongs_to_the_one_before(line[end], line[end - 1]):
        end -= 1
    return line[:end].rstrip() + _ELLIPSIS


def _belongs_to_the_one_before(character: str, before: str) -> bool:
    joins = "\u200d\ufe0f\ufe0e"
    if character in joins or before == "\u200d":
        return True
    return unicodedata.combining(character) != 0 or "\U0001f3fb" <= character <= "\U0001f3ff"


def _preview(said: str | None, value: Json, limit: int) -> str | None:
    text = said if said else _as_text(value)
    return shortened(text, limit) or None if text else None


def _said(messages: tuple[Message, ...], role: str) -> str | None:
    """Return the first text of the role's messages for "user", the last one for everybody else; else any text."""
    ordered: Iterable[Message] = messages if role == "user" else reversed(messages)
    fallback: str | None = None
    for message in ordered:
        text = _text_of(message)
        if text is not None and message.role == role:
            return text
        if text is not None and message.role != "system":
            fallback = fallback or text
    return fallback


def _text_of(message: Message) -> str | None:
    for part in message.parts:
        if part.type is PartType.TEXT and part.text and not part.text.isspace():
            return part.text
    for part in message.parts:
        if part.type is PartType.TOOL_CALL and part.name:
            return f"{part.name}({_arguments(part.value)})"
        if part.type is PartType.TOOL_RESULT and part.value is not None:
            return _as_text(part.value)
    return None


def _arguments(value: Json) -> str:
    if not isinstance(value, dict):
        return _as_text(value) or ""
    return ", ".join(f"{name}={_as_text(argument)}" for name, argument in value.items())


def _as_text(value: Json) -> str | None:
    if value is None or isinstance(value, str):
        return value
    try:
        return orjson.dumps(value).decode("utf-8")
    except orjson.JSONEncodeError:
        return str(value)


def _worded(span: Span, output_preview: str | None) -> Status:
    """A failed tool often says why only in its result."""
    status = span.status
    if not status.state.is_failure or status.message or output_preview is None:
        return status
    return Status(status.state, output_preview, status.code)
