"""Say how a block ended from the exception that left it."""

from __future__ import annotations

import asyncio
import concurrent.futures

from agenttrace.model import CANCELLED, SpanState, Status
from agenttrace.tracing.values import safe_str

_CANCELLED = (asyncio.CancelledError, concurrent.futures.CancelledError, GeneratorExit, KeyboardInterrupt)
_TIMEOUT = (TimeoutError, asyncio.TimeoutError, concurrent.futures.TimeoutError)


def status_of(error: BaseException) -> Status | None:
    """Return the status of a span that `error` left, or None where leaving that way is a success.

    A cancelled task, a closed generator and Ctrl-C are cancelled, `sys.exit()` and `sys.exit(0)` are a success.
    """
    if isinstance(error, _CANCELLED):
        return CANCELLED
    if isinstance(error, SystemExit):
        return None if error.code in (None, 0) else _failed(SpanState.ERROR, error)
    if isinstance(error, _TIMEOUT):
        return _failed(SpanState.TIMEOUT, error)
    return _failed(SpanState.ERROR, error)


def _failed(state: SpanState, error: BaseException) -> Status:
    name = type(error).__name__
    return Status(state, message=safe_str(error) or name, code=name)
