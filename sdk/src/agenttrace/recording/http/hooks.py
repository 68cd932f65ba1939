"""Stand before each HTTP library that the program has imported or will import, while somebody wants to."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType

from agenttrace.import_hook import ImportHook
from agenttrace.recording.http import aiohttp_session, httpx_transport, uncovered, urllib3_pool
from agenttrace.recording.tape.current import current
from agenttrace.recording.tape.exchange import Interceptor

Undo = Callable[[], None]
_WRAPS: dict[str, Callable[[ModuleType], Undo]] = {
    "httpx": httpx_transport.wrap,
    "httpx2": httpx_transport.wrap,
    "urllib3": urllib3_pool.wrap,
    "aiohttp": aiohttp_session.wrap,
    "grpc": uncovered.wrap_grpc,
    "websockets.client": uncovered.wrap_websockets,
}


class HttpHooks:
    """One for each process."""

    def __init__(self) -> None:
        self._hook = ImportHook(self._imported)
        self._undo: dict[str, Undo] = {}

    def pass_by(self, interceptor: Interceptor) -> None:
        """Have every request pass by `interceptor`, whoever it passed by before."""
        current.interceptor = interceptor
        self._hook.watch([name for name in _WRAPS if name not in self._undo])

    def stop(self) -> None:
        """Leave the libraries as they were."""
        current.interceptor = None
        self._hook.stop()
        while self._undo:
            self._undo.popitem()[1]()

    def _imported(self, name: str) -> None:
        if name not in self._undo:
            self._undo[name] = _WRAPS[name](sys.modules[name])


hooks = HttpHooks()
