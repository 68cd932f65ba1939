"""Say in plain text what a span was given and what it gave."""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from agenttrace.model import Json, Message, PartType, Span


def given_to(span: Span) -> str | None:
    """Return what went in: the last message of the user, else the input."""
    asked = [message for message in span.input_messages if message.role == "user"]
    return _text_of(reversed(asked)) or plain(span.input) or span.input_preview


def said_by(span: Span) -> str | None:
    """Return what came out: the last words, else the output."""
    return _text_of(reversed(span.output_messages)) or plain(span.output) or span.output_preview


def plain(value: Json) -> str | None:
    """Return text as it is, an object with one text in it as that text, all else as JSON."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, dict) and len(value) == 1:
        (only,) = value.values()
        if isinstance(only, str):
            return only or None
    return orjson.dumps(value).decode()


def _text_of(messages: Iterable[Message]) -> str | None:
    for message in messages:
        texts = [part.text for part in message.parts if part.type is PartType.TEXT and part.text]
        if texts:
            return "\n".join(texts)
    return None
