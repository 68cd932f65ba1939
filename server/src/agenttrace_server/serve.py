"""Bind the ports and run uvicorn on them: two servers in one event loop, stopped by us and not by signals."""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Generator, MutableMapping
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn

from agenttrace_server.errors import BadSetting

_TICK_S = 1.0
_BACKLOG = 256
"""Also how often asyncio tries, and logs, at once when no more files may be opened."""

AsgiMessage = MutableMapping[str, Any]
AsgiApp = Callable[
    [AsgiMessage, Callable[[], Awaitable[AsgiMessage]], Callable[[AsgiMessage], Awaitable[None]]], Awaitable[None]
]


def bind(host: str, port: int, field: str) -> socket.socket:
    """Return a socket that listens; port 0 takes any free one. Raises: BadSetting: says what is in the way."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        raise BadSetting(f"host {host!r} is no address of this machine", field="host") from None
    # a name such as localhost may have both; IPv4 is what clients try with 127.0.0.1
    family, kind, protocol, _, address = min(found, key=lambda info: info[0] != socket.AF_INET)
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise BadSetting(_why_not(error, host, port, field), field=field) from None
    listening.setblocking(False)
    return listening


class Listener(uvicorn.Server):
    """One application on one socket. Ticks once a second instead of ten times, and leaves signals alone."""

    def __init__(self, app: AsgiApp, listening: socket.socket, *, drain_s: float, websockets: bool) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                log_level="error",  # its warnings are of what strangers send; every request is judged by us
                backlog=_BACKLOG,
                access_log=False,
                server_header=False,
                http="httptools",
                ws="websockets-sansio" if websockets else "none",
                lifespan="auto",
                timeout_graceful_shutdown=max(1, int(drain_s)),
            )
        )
        self._listening = listening
        self._stop = asyncio.Event()
        self._is_up = asyncio.Event()

    @property
    def port(self) -> int:
        """The real port."""
        port: int = self._listening.getsockname()[1]
        return port

    async def run_until_stopped(self) -> None:
        """Serve until `stop`; requests that are under way are finished."""
        await self.serve(sockets=[self._listening])

    async def wait_until_up(self) -> None:
        """Return when connections are taken."""
        await self._is_up.wait()

    def stop(self) -> None:
        """Take no more connections; `run_until_stopped` returns when the last request is done."""
        self.should_exit = True
        self._stop.set()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Signals are for the whole server: see `app`."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self._is_up.set()

    async def main_loop(self) -> None:
        """Wait for the end; the tick renews the Date header."""
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), _TICK_S)


def _why_not(error: OSError, host: str, port: int, field: str) -> str:
    option = field.replace("_", "-")
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; stop what uses it or choose another with --{option}"
    if error.errno == errno.EACCES:
        return f"this user may not listen on port {port}; choose one above 1023 with --{option}"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"host {host!r} is no address of this machine"
    return f"port {port} on {host} cannot be used: {(error.strerror or str(error)).lower()}"
