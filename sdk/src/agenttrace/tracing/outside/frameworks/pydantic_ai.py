"""Function tools of Pydantic AI, as their toolset calls them."""

from __future__ import annotations

import functools
from functools import partial
from types import ModuleType
from typing import Any

from agenttrace.tracing.outside.conductor import is_conducted, run_tool_async
from agenttrace.tracing.outside.frameworks.contract import Undo, place, replaced


def wrap(module: ModuleType) -> Undo:
    """Stand before the toolset of `pydantic_ai.toolsets.function`. Raises: LooksDifferent."""
    toolset = place(module, "FunctionToolset")
    theirs = place(toolset, "call_tool")

    @functools.wraps(theirs)
    async def call_tool(self: Any, name: str, tool_args: dict[str, Any], *more: Any, **options: Any) -> Any:
        call = partial(theirs, self, name, tool_args, *more, **options)
        if is_conducted(getattr(self.tools.get(name), "function", None)):
            return await call()
        return await run_tool_async(call, name, lambda: tool_args, None)

    return replaced(toolset, "call_tool", call_tool)
