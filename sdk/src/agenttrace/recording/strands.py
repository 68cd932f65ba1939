"""Give every task and every thread its lane when it is started, while a run is recorded or replayed."""

from __future__ import annotations

import asyncio.base_events
import concurrent.futures.thread
import functools
import sys
import threading
from collections.abc import Callable
from contextvars import Context, copy_context
from functools import partial
from typing import Any

from agenttrace.recording.lanes import PLACE_MARKS, Lane, current_lane, lane_variable

Undo = Callable[[], None]


class Strands:
    """What is patched of asyncio and threads. One for each process; starting twice is once."""

    def __init__(self) -> None:
        self._undo: list[Undo] = []

    def start(self) -> None:
        """Number what is started from now on."""
        if self._undo:
            return
        loops = [asyncio.base_events.BaseEventLoop]
        uvloop = sys.modules.get("uvloop")
        if uvloop is not None:
            loops.append(uvloop.Loop)
        for loop in loops:
            self._patch(loop, "create_task", _create_task)
        self._patch(concurrent.futures.thread.ThreadPoolExecutor, "submit", _submit)
        self._patch(threading.Thread, "start", _start_thread)

    def stop(self) -> None:
        """Leave asyncio and threads as they were."""
        while self._undo:
            self._undo.pop()()

    def _patch(self, owner: Any, name: str, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
        inner = getattr(owner, name)
        ours = make(inner)
        setattr(owner, name, ours)

        def undo() -> None:
            if getattr(owner, name) is ours:
                setattr(owner, name, inner)

        self._undo.append(undo)


def _create_task(inner: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(inner)
    def create_task(self: Any, coro: Any, **options: Any) -> Any:
        if options.get("context") is not None:
            return inner(self, coro, **options)
        context = copy_context()
        context.run(lane_variable.set, current_lane().child(_name_of(coro)))
        return context.run(inner, self, coro, **options)

    return create_task


def _submit(inner: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(inner)
    def submit(self: Any, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        lane = current_lane().child(_name_of(_innermost(fn, args)))
        context = _context_of(fn)
        if context is not None:
            return inner(self, _run_in_context, context, lane, fn, *args, **kwargs)
        return inner(self, _run, lane, fn, *args, **kwargs)

    return submit


def _start_thread(inner: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(inner)
    def start(self: threading.Thread) -> Any:
        target = getattr(self, "_target", None)
        lane = current_lane().child(_name_of(_innermost(target, getattr(self, "_args", ())) or type(self)))
        context = _context_of(target)
        run = self.run
        ours = partial(_run, lane, run) if context is None else partial(_run_in_context, context, lane, run)
        self.run = ours  # type: ignore[method-assign]
        return inner(self)

    return start


def _run(lane: Lane, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    token = lane_variable.set(lane)
    try:
        return fn(*args, **kwargs)
    finally:
        lane_variable.reset(token)


def _run_in_context(context: Context, lane: Lane, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Run what brings a context of its own, `copy_context().run`, with the lane set in there."""
    context.run(lane_variable.set, lane)
    return fn(*args, **kwargs)


def _context_of(fn: Any) -> Context | None:
    found = getattr(getattr(fn, "func", fn), "__self__", None)
    return found if isinstance(found, Context) else None


def _innermost(fn: Any, args: tuple[Any, ...]) -> Any:
    """Return the function that is meant by `partial(context.run, function)` and the like."""
    given = args
    while isinstance(fn, functools.partial):
        fn, given = fn.func, (*fn.args, *given)
    return given[0] if _context_of(fn) is not None and given else fn


def _name_of(code: Any) -> str:
    while isinstance(code, functools.partial):
        code = code.func
    name = getattr(code, "__qualname__", None) or type(code).__qualname__
    return str(name).translate(PLACE_MARKS)


strands = Strands()
