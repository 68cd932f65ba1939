"""Fix how a trace looks when it is read as a conversation."""

from __future__ import annotations

from typing import Literal

from agenttrace_server.api.schemas.spans import MessageOut, SpanOut
from agenttrace_server.api.schemas.wire import JsonValue, Wire


class TranscriptEntryOut(Wire):
    """One thing that was said. A message stands once, where it was said first; tools stand where they ran.

    `message` is null for a tool, whose arguments and result are `input` and `output`, and for a call whose emitter kept
    no messages. `is_last_of_call` marks the entry at which the figures of the span's call are to be shown.
    """

    number: int
    said: Literal["input", "output", "tool"]
    span: SpanOut
    message: MessageOut | None
    input: JsonValue
    output: JsonValue
    is_last_of_call: bool
