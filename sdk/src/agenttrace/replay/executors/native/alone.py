"""Run a coroutine to its end from code that is not async, whether or not an event loop runs here already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any, TypeVar

T = TypeVar("T")


def completed(start: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Return what the coroutine returns, run in an event loop of its own; a loop that runs here waits meanwhile."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(start())
    with ThreadPoolExecutor(1) as one:
        return one.submit(copy_context().run, lambda: asyncio.run(start())).result()
