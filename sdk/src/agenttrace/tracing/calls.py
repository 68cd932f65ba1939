"""Run a function of any kind inside a span: plain, async, generator, async generator."""

from __future__ import annotations

import functools
import inspect
from collections.abc import AsyncGenerator, Callable, Generator, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from opentelemetry import context as otel_context
from opentelemetry.context import Context

from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.provider.runtime import runtime
from agenttrace.tracing.spans import Span
from agenttrace.tracing.values import as_json, json_text

_PREPARING = never_break_the_agent("reading the arguments of a traced function")
_KEEPING = never_break_the_agent("keeping the result of a traced function")
_OPENING = never_break_the_agent("opening the span of a generator")
_CLOSING = never_break_the_agent("closing the span of a generator")

OpenSpan = Callable[[tuple[Any, ...], dict[str, Any]], Span]
"""Makes the span of one call from its arguments."""
KeepResult = Callable[[Span, object], None]
"""Writes what a call returned on its span."""


def traced(function: Callable[..., Any], open_span: OpenSpan, keep_result: KeepResult) -> Callable[..., Any]:
    """Return `function` with every call in a span of its own, as the same kind of function."""
    if inspect.isasyncgenfunction(function):
        return _traced_async_generator(function, open_span, keep_result)
    if inspect.isgeneratorfunction(function):
        return _traced_generator(function, open_span, keep_result)
    if inspect.iscoroutinefunction(function):
        return _traced_coroutine(function, open_span, keep_result)
    return _traced_plain(function, open_span, keep_result)


def _span_of(open_span: OpenSpan, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Span:
    with _PREPARING:
        return open_span(args, kwargs)
    return Span("call", {})


def _traced_plain(function: Callable[..., Any], open_span: OpenSpan, keep_result: KeepResult) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        with _span_of(open_span, args, kwargs) as span:
            result = function(*args, **kwargs)
            with _KEEPING:
                keep_result(span, result)
            return result

    return call


def _traced_coroutine(function: Callable[..., Any], open_span: OpenSpan, keep_result: KeepResult) -> Callable[..., Any]:
    @functools.wraps(function)
    async def call(*args: Any, **kwargs: Any) -> Any:
        with _span_of(open_span, args, kwargs) as span:
            result = await function(*args, **kwargs)
            with _KEEPING:
                keep_result(span, result)
            return result

    return call


class _Iteration:
    """The span of one iteration: current while the generator's own code runs, never while the caller's does."""

    def __init__(self, span: Span, keep_result: KeepResult) -> None:
        self._span = span
        self._keep_result = keep_result
        self._said: list[str] = []
        self._texts_only = True
        self._chars_left = 0
        self._context: Context | None = None
        with _OPENING:
            self._context = span.start()
            if runtime.settings.capture_content and span.is_recording:
                self._chars_left = runtime.settings.max_captured_chars

    @contextmanager
    def step(self) -> Iterator[None]:
        """Make the span current for one step of the generator."""
        if self._context is None:
            yield
            return
        token = otel_context.attach(self._context)
        try:
            yield
        finally:
            otel_context.detach(token)

    def keep(self, item: object) -> None:
        """Remember an item as text, as long as there is room; the item itself may be large, and is let go."""
        if self._chars_left <= 0:
            return
        with _KEEPING:
            if self._texts_only and not isinstance(item, str):
                self._texts_only = False
                self._said = [as_json(text) for text in self._said]
            text = json_text(item, self._chars_left) if self._texts_only else as_json(item, self._chars_left)
            self._said.append(text)
            self._chars_left -= len(text) + 1

    def end(self, error: BaseException | None = None) -> None:
        """End the span: exhausted, closed, or left by an exception."""
        with _CLOSING:
            if self._said:
                said = "".join(self._said) if self._texts_only else f"[{','.join(self._said)}]"
                self._keep_result(self._span, said)
            self._span.finish(error)


class _Thrown:
    """Holds what the caller threw into a generator where it had yielded, to be thrown into the one inside."""

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __enter__(self) -> _Thrown:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        return error is not None


def _traced_generator(function: Callable[..., Any], open_span: OpenSpan, keep_result: KeepResult) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
        iteration = _Iteration(_span_of(open_span, args, kwargs), keep_result)
        inner = function(*args, **kwargs)
        try:
            result: Any = yield from _steps(inner, iteration)
        except BaseException as error:
            iteration.end(error)
            raise
        iteration.end()
        return result

    return call


def _steps(inner: Any, iteration: _Iteration) -> Generator[Any, Any, Any]:
    """Drive a generator step by step; the PEP 380 protocol with the span current inside each step only."""
    resume = functools.partial(next, inner)
    while True:
        try:
            with iteration.step():
                item = resume()
        except StopIteration as stop:
            return stop.value
        iteration.keep(item)
        sent = None
        with _Thrown() as thrown:
            sent = yield item
        if isinstance(thrown.error, GeneratorExit):
            with iteration.step():
                inner.close()
            raise thrown.error
        resume = functools.partial(inner.throw, thrown.error) if thrown.error else functools.partial(inner.send, sent)


def _traced_async_generator(
    function: Callable[..., Any], open_span: OpenSpan, keep_result: KeepResult
) -> Callable[..., Any]:
    @functools.wraps(function)
    async def call(*args: Any, **kwargs: Any) -> AsyncGenerator[Any, Any]:
        iteration = _Iteration(_span_of(open_span, args, kwargs), keep_result)
        inner = function(*args, **kwargs)
        resume = inner.__anext__
        try:
            while True:
                with iteration.step():
                    item = await resume()
                iteration.keep(item)
                sent = None
                with _Thrown() as thrown:
                    sent = yield item
                if isinstance(thrown.error, GeneratorExit):
                    with iteration.step():
                        await inner.aclose()
                    raise thrown.error
                resume = functools.partial(inner.asend, sent)
                if thrown.error is not None:
                    resume = functools.partial(inner.athrow, thrown.error)
        except StopAsyncIteration:
            iteration.end()
        except BaseException as error:
            iteration.end(error)
            raise

    return call
