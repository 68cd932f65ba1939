"""Take down one call of a tool: what it was given, and what it gave or raised."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from agenttrace.recording.lanes import PLACE_MARKS, InLane, Lane, current_lane
from agenttrace.recording.log.event import json_of
from agenttrace.recording.redact import Guard, Redact
from agenttrace.recording.tape.stored_values import is_restorable, name_of_class, stored

ARGUMENTS, RESULT, MESSAGE = "tool.arguments", "tool.result", "error.message"


def kept_value(name: str, value: Any, redact: Redact) -> Any:
    """Return a value as JSON without secrets."""
    before = stored(value)
    text = json_of(before)
    kept = redact.whole(name, text)
    return before if kept == text else json.loads(kept)


def kept_error(error: BaseException, redact: Redact) -> dict[str, Any]:
    """Return an exception as JSON: its class, its text, and its arguments where they can be stored."""
    arguments = stored(list(error.args))
    return {
        "type": name_of_class(type(error)),
        "message": redact.whole(MESSAGE, str(error)),
        "args": json.loads(redact.whole(MESSAGE, json_of(arguments))) if is_restorable(arguments) else None,
    }


def lane_of_tool(name: str) -> Lane:
    """Return the lane of the next call of a tool here; asked once for each call, also for those that are served."""
    return current_lane().child(f"{name.translate(PLACE_MARKS)}()")


class OpenTool:
    """A call that runs. The first ending counts."""

    is_served = False

    def __init__(
        self, write: Callable[[Mapping[str, Any]], object], redact: Redact, guard: Guard, inside: Lane
    ) -> None:
        self._inside = inside
        self._write = write
        self._redact = redact
        self._guard = guard

    def inside(self) -> InLane:
        """Return what the tool runs in: a lane of its own, whose events a replay leaves out with the tool."""
        return InLane(self._inside)

    def give(self) -> Any:
        """Raises: RuntimeError: nothing is served here."""
        raise RuntimeError("this call has no recorded result, the tool runs")

    async def give_async(self) -> Any:
        """Raises: RuntimeError: nothing is served here."""
        return self.give()

    def returned(self, value: object) -> None:
        with self._guard("recording the result of a tool"):
            result = kept_value(RESULT, value, self._redact)
            self._write({"result": result} if is_restorable(result) else {"result": result, "restorable": False})

    def raised(self, error: BaseException) -> None:
        with self._guard("recording the failure of a tool"):
            self._write({"error": kept_error(error, self._redact)})


def redaction_mark(redact: Redact) -> str:
    """Return what tells two redactions apart: requests are compared redacted, so a replay needs the same one."""
    return redact.whole("password", "agenttrace") + redact.whole("text", "mail@example.com")
