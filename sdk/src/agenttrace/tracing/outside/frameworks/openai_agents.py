"""Function tools of OpenAI's Agents, and of the MCP servers that it calls: below its handling of errors."""

from __future__ import annotations

import functools
import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from types import ModuleType
from typing import Any

from agenttrace.tracing.outside.conductor import is_conducted, run_tool_async
from agenttrace.tracing.outside.frameworks.contract import Undo, place

_ATTRIBUTE = "_invoke_tool_impl"
_INNER = "agenttrace_inner"


def wrap(module: ModuleType) -> Undo:
    """Stand before the tools of `agents.tool`. Raises: LooksDifferent."""
    invoker = place(module, "_FailureHandlingFunctionToolInvoker")
    place(invoker, "_get_wrapped_callable")
    setattr(invoker, _ATTRIBUTE, _Implementation())
    return lambda: delattr(invoker, _ATTRIBUTE)


class _Implementation:
    """Stands before an attribute of each tool's invoker, also of those that exist: what calls the function."""

    def __get__(self, invoker: Any, kind: type | None = None) -> Any:
        if invoker is None:
            return self
        theirs = vars(invoker)[_ATTRIBUTE]
        is_ours_already = any(map(is_conducted, vars(theirs).values()))
        return theirs if is_ours_already else _conducted(theirs)

    def __set__(self, invoker: Any, given: Any) -> None:
        vars(invoker)[_ATTRIBUTE] = getattr(given, _INNER, given)


def _conducted(theirs: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(theirs)
    async def call(context: Any, given: str) -> Any:
        return await run_tool_async(partial(theirs, context, given), context.tool_name, partial(_asked, given), None)

    setattr(call, _INNER, theirs)
    return call


def _asked(given: str) -> Mapping[str, Any]:
    try:
        found = json.loads(given or "{}")
    except ValueError:
        return {"input": given}
    return found if isinstance(found, dict) else {"input": found}
