"""Say who may stand between the program and its tools, its clock and chance: a recording, or a replay."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Protocol, TypeVar

from agenttrace.model import Json
from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.provider.runtime import runtime

T = TypeVar("T", str, int, float)
_READING = never_break_the_agent("reading the arguments of a tool")
_CONDUCTED = "agenttrace_conducted"
"""Marks functions; whoever wraps one by `functools.wraps` takes the mark along."""

Arguments = Callable[[tuple[Any, ...], dict[str, Any]], Mapping[str, Any]]
"""Gives the arguments of a call by name."""


class ToolTurn(Protocol):
    """What becomes of one call of a tool."""

    is_served: bool
    """Whether the tape has its result; else the tool runs."""

    def inside(self) -> AbstractContextManager[None]:
        """Return what the tool runs in."""

    def give(self) -> Any:
        """Return the recorded result. Raises: the recorded exception."""

    async def give_async(self) -> Any:
        """Return the recorded result. Raises: the recorded exception."""

    def returned(self, value: object) -> None:
        """The tool ran, and returned this."""

    def raised(self, error: BaseException) -> None:
        """The tool ran, and raised this."""


class Mark(Protocol):
    """Where a checkpoint lies in a recording."""

    @property
    def id(self) -> str:
        """The id of its event."""

    @property
    def run_id(self) -> str:
        """The recording."""

    @property
    def step(self) -> int:
        """The first step behind it, as this process counts them."""


class Conductor(Protocol):
    """One for each process, while a run is recorded or replayed."""

    def begin_tool(self, name: str, arguments: Mapping[str, Any], mode: str | None) -> ToolTurn:
        """Take a call of a tool; `mode` is what its decorator says: recorded, live, verify or nothing."""

    def effect(self, name: str, make: Callable[[], T], *, strict: bool = True) -> T:
        """Return what `make` gives, or gave in the recorded run; where that gave no more, `strict` ends the replay."""

    def checkpoint(self, name: str, state: Json) -> tuple[Json, Mark | None]:
        """Take down where the program stands; return the state to go on with, and where it was recorded."""

    def note(self, kind: str, payload: Mapping[str, Any]) -> None:
        """Take down a message or a line of the log."""


def _given(arguments: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    with _READING:
        return arguments()
    return {}


def run_tool(call: Callable[[], Any], name: str, arguments: Callable[[], Mapping[str, Any]], mode: str | None) -> Any:
    """Return what the tool gives, or gave. Raises: what it raises or raised, and what ends a replay."""
    conductor = runtime.conductor
    if conductor is None:
        return call()
    turn = conductor.begin_tool(name, _given(arguments), mode)
    if turn.is_served:
        return turn.give()
    try:
        with turn.inside():
            result = call()
    except BaseException as error:
        turn.raised(error)
        raise
    turn.returned(result)
    return result


async def run_tool_async(
    call: Callable[[], Awaitable[Any]], name: str, arguments: Callable[[], Mapping[str, Any]], mode: str | None
) -> Any:
    """Return what the tool gives, or gave. Raises: what it raises or raised, and what ends a replay."""
    conductor = runtime.conductor
    if conductor is None:
        return await call()
    turn = conductor.begin_tool(name, _given(arguments), mode)
    if turn.is_served:
        return await turn.give_async()
    try:
        with turn.inside():
            result = await call()
    except BaseException as error:
        turn.raised(error)
        raise
    turn.returned(result)
    return result


def conducted(function: Callable[..., Any], name: str, arguments: Arguments, mode: str | None) -> Callable[..., Any]:
    """Return a tool that is recorded and replayed while somebody does that; generators are left as they are."""
    if inspect.isasyncgenfunction(function) or inspect.isgeneratorfunction(function):
        return function

    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        return run_tool(partial(function, *args, **kwargs), name, partial(arguments, args, kwargs), mode)

    @functools.wraps(function)
    async def call_async(*args: Any, **kwargs: Any) -> Any:
        return await run_tool_async(partial(function, *args, **kwargs), name, partial(arguments, args, kwargs), mode)

    found = call_async if inspect.iscoroutinefunction(function) else call
    setattr(found, _CONDUCTED, True)
    return found


def is_conducted(function: object) -> bool:
    """Whether a function is under `@at.tool`, in whatever it was wrapped since."""
    return bool(getattr(function, _CONDUCTED, False))
