"""Stand before a method in every class that defines it, also in those that are yet to be written."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from types import FunctionType
from typing import Any

from agenttrace.tracing.outside.conductor import is_conducted, run_tool, run_tool_async
from agenttrace.tracing.outside.frameworks.contract import Undo, replaced

Asked = Callable[[Any, tuple[Any, ...], dict[str, Any]], Mapping[str, Any]]
"""Gives the arguments of a call: of a tool, its positional ones and its named ones."""

_running: ContextVar[object] = ContextVar("agenttrace_running_tool", default=None)
"""The tool that runs here: one of its methods may call another, which is the same call."""


def wrap_tools(root: Any, methods: tuple[str, ...], asked: Asked) -> Undo:
    """Have the tools of a framework recorded and replayed, by these methods of all classes below its own."""
    undo = [wrapped for kind in _all_below(root) for wrapped in wrapped_methods(kind, methods, asked)]
    theirs = vars(root).get("__init_subclass__")

    def init_subclass(cls: Any, /, **options: Any) -> None:
        if theirs is None:
            super(root, cls).__init_subclass__(**options)
        else:
            theirs.__get__(None, cls)(**options)
        undo.extend(wrapped_methods(cls, methods, asked))

    setattr(root, "__init_subclass__", classmethod(init_subclass))  # noqa: B010 - mypy does not let a method be assigned

    def unwrap() -> None:
        if theirs is None:
            delattr(root, "__init_subclass__")
        else:
            setattr(root, "__init_subclass__", theirs)  # noqa: B010 - likewise
        while undo:
            undo.pop()()

    return unwrap


def _all_below(root: Any) -> Iterator[type]:
    for kind in root.__subclasses__():
        yield kind
        yield from _all_below(kind)


def wrapped_methods(kind: type, methods: tuple[str, ...], asked: Asked) -> Iterator[Undo]:
    """Stand before those of these methods that a class defines itself; yield what undoes each."""
    for name in methods:
        theirs = vars(kind).get(name)
        if isinstance(theirs, FunctionType) and not getattr(theirs, "__isabstractmethod__", False):
            make = _async_method if inspect.iscoroutinefunction(theirs) else _method
            yield replaced(kind, name, make(theirs, asked))


def _method(theirs: Callable[..., Any], asked: Asked) -> Callable[..., Any]:
    @functools.wraps(theirs)
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if _is_ours_already(self):
            return theirs(self, *args, **kwargs)

        def call() -> Any:
            with _runs(self):
                return theirs(self, *args, **kwargs)

        async def awaited(result: Awaitable[Any]) -> Any:
            with _runs(self):
                return await result

        if theirs.__name__ == "_run" and inspect.iscoroutinefunction(getattr(self, "func", None)):
            return run_tool_async(lambda: awaited(call()), self.name, partial(asked, self, args, kwargs), None)
        return run_tool(call, self.name, partial(asked, self, args, kwargs), None)

    return method


def _async_method(theirs: Callable[..., Any], asked: Asked) -> Callable[..., Any]:
    @functools.wraps(theirs)
    async def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if _is_ours_already(self):
            return await theirs(self, *args, **kwargs)

        async def call() -> Any:
            with _runs(self):
                return await theirs(self, *args, **kwargs)

        return await run_tool_async(call, self.name, partial(asked, self, args, kwargs), None)

    return method


@contextmanager
def _runs(tool: object) -> Iterator[None]:
    token = _running.set(tool)
    try:
        yield
    finally:
        _running.reset(token)


def _is_ours_already(tool: object) -> bool:
    return _running.get() is tool or any(is_conducted(getattr(tool, name, None)) for name in ("func", "coroutine"))
