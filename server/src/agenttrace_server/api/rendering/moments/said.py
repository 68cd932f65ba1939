"""Render what was said to and by a model as plain JSON values: without ids and times, as runs are compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agenttrace.model import Message, PartType, Span


def given(span: Span) -> Any:
    """Return what a span was given: its input, else the messages that a model was sent; None where neither is kept."""
    if span.input is not None or not span.input_messages:
        return span.input
    return [{"role": message.role, **_content(message)} for message in span.input_messages]


def gave(span: Span) -> Any:
    """Return what came of a span: its output, else what a model said."""
    if span.output is not None or not span.output_messages:
        return span.output
    contents = [_content(message) for message in span.output_messages]
    return contents[0] if len(contents) == 1 else contents


def _content(message: Message) -> dict[str, Any]:
    texts = [part.text for part in message.parts if part.type is PartType.TEXT and part.text is not None]
    found: dict[str, Any] = {"text": "".join(texts)}
    calls = [part for part in message.parts if part.type is PartType.TOOL_CALL]
    if calls:
        found["tool_calls"] = [{"name": part.name, "arguments": part.value} for part in calls]
    results: Sequence[Any] = [part.value for part in message.parts if part.type is PartType.TOOL_RESULT]
    if results:
        found["tool_results"] = list(results)
    return found
