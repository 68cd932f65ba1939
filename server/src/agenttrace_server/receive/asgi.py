"""Name the shapes of ASGI, and read a request's headers and body with a bound on size and time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from agenttrace_server.errors import AgentTraceError, PayloadTooLarge
from agenttrace_server.receive.guard import Budget

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

BODY_TIMEOUT_S = 60.0
"""A sender that needs longer for one body holds a place that others wait for."""

DRAIN_TIMEOUT_S = 10.0
DRAIN_REQUESTS = 4
"""How many times the largest body is read and thrown away so that a refused sender gets to see why."""


class TooSlow(AgentTraceError):
    """The body did not come in time."""


class SenderGone(Exception):
    """The sender hung up before the request was complete; there is nobody to answer."""


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers by lowercase name; of two with one name the last stays."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


class Body:
    """The body of one request, read at most once."""

    def __init__(self, receive: Receive, limit: int, timeout_s: float = BODY_TIMEOUT_S) -> None:
        self._receive = receive
        self._limit = limit
        self._timeout_s = timeout_s
        self._is_complete = False

    async def read(self, declared: str | None, budget: Budget) -> bytes:
        """Return the whole body.

        Raises: PayloadTooLarge: more than the limit, by its header or in fact. Overloaded: the budget is used up.
        TooSlow. SenderGone.
        """
        if declared is not None and declared.isascii() and declared.isdigit() and int(declared) > self._limit:
            raise self._too_large()
        chunks: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self._timeout_s):
                while not self._is_complete:
                    chunk = await self._next()
                    size += len(chunk)
                    if size > self._limit:
                        raise self._too_large()
                    budget.take(len(chunk))
                    chunks.append(chunk)
        except TimeoutError:
            raise TooSlow(f"the body did not come within {self._timeout_s:g} s") from None
        return b"".join(chunks)

    async def drain(self) -> bool:
        """Throw away what still comes, within bounds; False where more comes than that."""
        left = DRAIN_REQUESTS * self._limit
        try:
            async with asyncio.timeout(DRAIN_TIMEOUT_S):
                while not self._is_complete and left > 0:
                    left -= len(await self._next())
        except TimeoutError:
            return False
        return self._is_complete

    async def _next(self) -> bytes:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            raise SenderGone
        self._is_complete = not message.get("more_body", False)
        return bytes(message.get("body", b""))

    def _too_large(self) -> PayloadTooLarge:
        return PayloadTooLarge(f"the body is larger than {self._limit} bytes; send smaller batches")
