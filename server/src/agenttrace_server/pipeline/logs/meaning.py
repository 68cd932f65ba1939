"""Tell what a log record is for: messages of its span, or a step of an agent that exports no traces."""

from __future__ import annotations

from dataclasses import replace

from agenttrace_server.pipeline.logs.conversation import is_conversation
from agenttrace_server.pipeline.logs.runs import run_id_of
from agenttrace_server.store.api.signals import LogRecord


def understood(record: LogRecord) -> LogRecord:
    """Return the record with the second block of its fields filled in."""
    return replace(record, is_conversation=is_conversation(record), run_id=run_id_of(record))
