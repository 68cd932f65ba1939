"""Carry the current trace into threads and executors."""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import ParamSpec, TypeVar

from opentelemetry import context as otel_context

P = ParamSpec("P")
R = TypeVar("R")


def wrap(function: Callable[P, R]) -> Callable[P, R]:
    """Return `function` bound to the trace context of this moment: `Thread(target=wrap(work))`.

    The context is taken once, here; the result may be called many times, in any thread.
    """
    captured = otel_context.get_current()

    @functools.wraps(function)
    def within_the_captured_context(*args: P.args, **kwargs: P.kwargs) -> R:
        token = otel_context.attach(captured)
        try:
            return function(*args, **kwargs)
        finally:
            otel_context.detach(token)

    return within_the_captured_context


class ContextExecutor(Executor):
    """Any executor, with each task running in the trace context of whoever submitted it."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Submit to the executor inside; it must be one of threads (a context cannot be pickled)."""
        return self._executor.submit(wrap(fn), *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Shut the executor inside down."""
        self._executor.shutdown(wait=wait, cancel_futures=cancel_futures)
