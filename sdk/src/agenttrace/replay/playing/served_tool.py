"""Give what a tool gave in the recorded run, or run it and compare."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from agenttrace.comparison import differences
from agenttrace.recording.lanes import InLane, Lane, current_lane
from agenttrace.recording.log.event import json_of
from agenttrace.recording.redact import Redact
from agenttrace.recording.tape.stored_values import NotRestorable, class_named, restored
from agenttrace.recording.tape.tools import RESULT, OpenTool, kept_error, kept_value
from agenttrace.replay.divergence import Diverged, ReplayDivergence
from agenttrace.replay.plan import Edit
from agenttrace.replay.playing.live import LiveTool
from agenttrace.replay.playing.network import Network
from agenttrace.replay.playing.order import Order
from agenttrace.replay.report import FidelityReport
from agenttrace.replay.tape.entries import ToolEntry


def can_give(entry: ToolEntry, edit: Edit | None) -> bool:
    """Whether the result can be made again in this process: its class may not be imported, or not be restorable."""
    if edit is not None or entry.failure is not None or entry.end_ns is None:
        return True
    try:
        restored(entry.result)
    except NotRestorable:
        return False
    return entry.restorable


class RecordedToolError(RuntimeError):
    """Stands for an exception of a tool whose class is not here or cannot be made again. Its text names that class."""


class ServedTool:
    """The recorded result of one call, or what an edit puts in its place."""

    is_served = True

    def __init__(
        self, entry: ToolEntry, edit: Edit | None, order: Order, report: FidelityReport, recorded: OpenTool | None
    ) -> None:
        self._entry = entry
        self._edit = edit
        self._order = order
        self._report = report
        self._recorded = recorded

    def inside(self) -> InLane:
        """Return the lane that the program is in: nothing runs in one of its own."""
        return InLane(current_lane())

    def give(self) -> Any:
        self._order.wait(self._entry)
        return self._given()

    async def give_async(self) -> Any:
        await self._order.wait_async(self._entry)
        return self._given()

    def returned(self, value: object) -> None:
        """Nothing: the tool did not run."""

    def raised(self, error: BaseException) -> None:
        """Nothing: the tool did not run."""

    def _given(self) -> Any:
        self._order.done(self._entry)
        self._check_end()
        error = self._error()
        if error is not None:
            if self._recorded is not None:
                self._recorded.raised(error)
            raise error
        value = self._value()
        if self._recorded is not None:
            self._recorded.returned(value)
        return value

    def _value(self) -> Any:
        if self._edit is None or self._edit.response is None:
            return restored(self._entry.result)
        try:
            return restored(json.loads(self._edit.response))
        except json.JSONDecodeError:
            return self._edit.response

    def _error(self) -> BaseException | None:
        if self._edit is not None:
            return None if self._edit.error is None else RecordedToolError(self._edit.error)
        return None if self._entry.failure is None else exception_of(self._entry.failure)

    def _check_end(self) -> None:
        """Raises: ReplayDivergence: the recorded run ended before the tool did."""
        if self._entry.end_ns is not None or self._edit is not None:
            return
        reason = "the recording ends here: the run ended before the tool did"
        self._report.ended = f"step {self._entry.step}: {reason}"
        diverged = Diverged(what=self._entry.title, lane=self._entry.lane, reason=reason, step=self._entry.step)
        self._report.diverged.append(diverged)
        raise ReplayDivergence(diverged)


class VerifiedTool(LiveTool):
    """A tool that runs, and must give what it gave."""

    def __init__(
        self,
        entry: ToolEntry,
        redact: Redact,
        diverge: Callable[[Diverged], None],
        network: Network,
        inside: Lane,
        recorded: OpenTool | None,
    ) -> None:
        super().__init__(network, inside, recorded)
        self._entry = entry
        self._redact = redact
        self._diverge = diverge

    def returned(self, value: object) -> None:
        super().returned(value)
        self._compare(kept_value(RESULT, value, self._redact), None)

    def raised(self, error: BaseException) -> None:
        super().raised(error)
        self._compare(None, kept_error(error, self._redact))

    def _compare(self, result: Any, failure: Mapping[str, Any] | None) -> None:
        expected = {"result": self._entry.result, "error": self._entry.failure}
        got = {"result": result, "error": failure}
        found = differences(json_of(expected), json_of(got))
        if found:
            self._diverge(
                Diverged(
                    what=f"another result of {self._entry.title}",
                    lane=current_lane().path,
                    reason="the tool did not give what it gave",
                    step=self._entry.step,
                    expected="the recorded result",
                    differences=found,
                )
            )


def exception_of(failure: Mapping[str, Any]) -> BaseException:
    """Return the exception that a tool raised: of its own class where that can be made again."""
    name, message = str(failure.get("type", "")), str(failure.get("message", ""))
    kind = class_named(name)
    arguments = failure.get("args")
    if kind is not None and issubclass(kind, Exception) and isinstance(arguments, list):
        try:
            return kind(*restored(arguments))
        except (TypeError, ValueError):
            pass
    return RecordedToolError(f"{name}: {message}")
