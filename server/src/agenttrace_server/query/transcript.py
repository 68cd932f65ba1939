"""Read a trace as a conversation: every message once, in the order in which it was said, with who said it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from agenttrace.model import Json, Message, PartType, SpanType
from agenttrace_server.store.api import PageOf, StoredSpan
from agenttrace_server.store.api.paging import decode_cursor, encode_cursor


class Said(str, Enum):
    """What one entry of a transcript is."""

    INPUT = "input"
    """A message that a model was given and that nobody had said before."""
    OUTPUT = "output"
    """A model's answer."""
    TOOL = "tool"
    """A tool ran: its arguments and its result."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that was said, and the span in which it was. `number` is its place in the transcript, from 0."""

    number: int
    said: Said
    stored: StoredSpan
    message: Message | None
    """None for tools, and for calls whose emitter kept no messages: then input or output is in `value`."""
    value: Json = None
    is_last_of_call: bool = False
    """Whether the call's figures belong here: once a call."""


def transcript(spans: Sequence[StoredSpan]) -> list[Entry]:
    """Return what was said, by the start of the span it was said in.

    An agent of k turns sends its history k times; each message stands here once, where it was said first. Results of
    tools that have a span of their own stand at that span. Calls that are counted on another span of the trace, and
    machinery, are left out: what they hold is said elsewhere in it.
    """
    ran: set[str | None] = {
        stored.span.tool.call_id for stored in spans if stored.span.tool and stored.span.tool.call_id
    }
    entries: list[Entry] = []
    heard: set[bytes] = set()
    for stored in sorted(spans, key=lambda each: (each.span.start_ns, each.seq)):
        found = _of_span(stored, heard, ran)
        entries += [_numbered(len(entries) + place, entry) for place, entry in enumerate(found)]
    return entries


def page_of(entries: Sequence[Entry], limit: int, cursor: str | None) -> PageOf[Entry]:
    """Return part of a transcript, from its beginning on. Raises: BadQuestion: no cursor of a transcript."""
    after = decode_cursor("transcript", cursor, (0,))
    first = 0 if after is None else int(after[0]) + 1
    items = tuple(entries[first : first + limit])
    is_last = first + limit >= len(entries)
    return PageOf(items, None if is_last or not items else encode_cursor("transcript", (items[-1].number,)))


def _of_span(stored: StoredSpan, heard: set[bytes], ran: set[str | None]) -> list[Entry]:
    span = stored.span
    if span.internal or (span.shadow_of is not None and span.shadow_of_trace is None):
        return []
    if span.span_type is SpanType.TOOL_EXECUTION:
        return [Entry(0, Said.TOOL, stored, None)]
    if not span.span_type.is_model_call:
        return []
    given = [Entry(0, Said.INPUT, stored, message) for message in _new(span.input_messages, heard, ran)]
    if not span.input_messages and span.input is not None:
        given = [Entry(0, Said.INPUT, stored, None, span.input)]
    answered = [Entry(0, Said.OUTPUT, stored, message) for message in span.output_messages]
    heard.update(map(_fingerprint, span.output_messages))
    if not answered:
        answered = [Entry(0, Said.OUTPUT, stored, None, span.output)]
    last = answered[-1]
    return [*given, *answered[:-1], Entry(0, last.said, stored, last.message, last.value, is_last_of_call=True)]


def _new(messages: Sequence[Message], heard: set[bytes], ran: set[str | None]) -> Iterator[Message]:
    for message in messages:
        mark = _fingerprint(message)
        if mark in heard:
            continue
        heard.add(mark)
        if not _is_known_result(message, ran):
            yield message


def _is_known_result(message: Message, ran: set[str | None]) -> bool:
    """Whether the message only repeats what tools with spans of their own returned."""
    parts = message.parts
    return bool(parts) and all(part.type is PartType.TOOL_RESULT and part.call_id in ran for part in parts)


def _fingerprint(message: Message) -> bytes:
    """What makes two messages the same: who speaks and what, not how the answer ended."""
    return hashlib.blake2b(repr((message.role, message.parts)).encode(errors="replace"), digest_size=16).digest()


def _numbered(number: int, entry: Entry) -> Entry:
    return Entry(number, entry.said, entry.stored, entry.message, entry.value, entry.is_last_of_call)
