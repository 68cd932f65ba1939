"""Tools of MCP servers, as the client's session calls them."""

from __future__ import annotations

import functools
from functools import partial
from types import ModuleType
from typing import Any

from agenttrace.tracing.outside.conductor import run_tool_async
from agenttrace.tracing.outside.frameworks.contract import Undo, place, replaced


def wrap(module: ModuleType) -> Undo:
    """Stand before the session of `mcp.client.session`. Raises: LooksDifferent."""
    session = place(module, "ClientSession")
    theirs = place(session, "call_tool")

    @functools.wraps(theirs)
    async def call_tool(self: Any, name: str, arguments: dict[str, Any] | None = None, *more: Any, **how: Any) -> Any:
        return await run_tool_async(
            partial(theirs, self, name, arguments, *more, **how), name, lambda: arguments or {}, None
        )

    return replaced(session, "call_tool", call_tool)
