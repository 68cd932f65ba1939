"""What every coding agent's transcript says of a tool call, as a span's attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agenttrace.model import SpanState, SpanType, semconv
from agenttrace_server.imports.reading import json_text

ERROR_CHARS = 500
"""How much of an error's text is the status of its span."""
_INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class OpenTool:
    """A tool call that has not been answered."""

    id: str
    name: str
    arguments: Any
    start_ns: int

    def attributes(self, result: Any, *, was_cut: bool) -> dict[str, Any]:
        """Return what was asked and answered; one that was cut ended without an answer."""
        return {
            semconv.SPAN_TYPE: SpanType.TOOL_EXECUTION.value,
            semconv.OPERATION_NAME: "execute_tool",
            semconv.TOOL_NAME: self.name,
            semconv.TOOL_CALL_ID: self.id,
            semconv.TOOL_ARGUMENTS: None if self.arguments is None else json_text(self.arguments),
            semconv.TOOL_RESULT: None if result is None else json_text(result),
            semconv.STATUS: SpanState.CANCELLED.value if was_cut else None,
            semconv.STATUS_CODE: _INTERRUPTED if was_cut else None,
        }
