"""Render a trace as a conversation."""

from __future__ import annotations

from typing import Literal

from agenttrace_server.api.rendering.cut import Cutter
from agenttrace_server.api.rendering.detail import message_out
from agenttrace_server.api.rendering.spans import span_row
from agenttrace_server.api.schemas import TranscriptEntryOut
from agenttrace_server.query.transcript import Entry, Said


def transcript_entry(entry: Entry, cutter: Cutter) -> TranscriptEntryOut:
    """One thing that was said, long strings cut."""
    span = entry.stored.span
    direction: Literal["input", "output"] = "input" if entry.said is Said.INPUT else "output"
    given = span.input if entry.said is Said.TOOL else entry.value if entry.said is Said.INPUT else None
    answered = span.output if entry.said is Said.TOOL else entry.value if entry.said is Said.OUTPUT else None
    return TranscriptEntryOut(
        number=entry.number,
        said=entry.said.value,
        span=span_row(entry.stored),
        message=None if entry.message is None else message_out(direction, entry.message, cutter),
        input=cutter.value(given),
        output=cutter.value(answered),
        is_last_of_call=entry.is_last_of_call,
    )
