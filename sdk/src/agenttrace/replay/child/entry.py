"""Run `package.module:function` as a program, for a worker: no longer than the process that started it lives."""

from __future__ import annotations

import asyncio
import inspect
import os
import sys
import threading
import time
from collections.abc import Awaitable, Sequence
from importlib import import_module
from typing import Any

_LOOK_S = 1.0
_ORPHANED = 4


class BadEntryPoint(ValueError):
    """The text is no `package.module:function`, or names nothing that can be called."""


def entry_point(text: str) -> Any:
    """Return what `package.module:function` names. Raises: BadEntryPoint, and what the module raises."""
    module, separator, path = text.partition(":")
    if not separator or not module or not path:
        raise BadEntryPoint(f"must be package.module:function, this is {text!r}")
    found: Any = import_module(module)
    for name in path.split("."):
        found = getattr(found, name, None)
    if not callable(found):
        raise BadEntryPoint(f"{module} has no function {path}")
    return found


def main(arguments: Sequence[str]) -> None:
    """Call it; a coroutine is run to its end. The second argument is the process that started this one."""
    _end_with(int(arguments[1]))
    try:
        function = entry_point(arguments[0])
    except BadEntryPoint as error:
        sys.exit(f"agenttrace worker: {error}")
    returned = function()
    if inspect.isawaitable(returned):
        asyncio.run(_awaited(returned))


async def _awaited(returned: Awaitable[object]) -> None:
    await returned


def _end_with(parent: int) -> None:
    """End this process when the worker is killed: nobody would take what it gives, and it may be asking models."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_S)
        os._exit(_ORPHANED)

    threading.Thread(target=look, name="agenttrace-parent", daemon=True).start()


if __name__ == "__main__":
    main(sys.argv[1:])
