"""Notice the ways out of a program that are not recorded, so that nobody is surprised by a replay."""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from agenttrace.recording.tape.current import current

Undo = Callable[[], None]


def wrap_grpc(grpc: ModuleType) -> Undo:
    """Notice channels of gRPC, whose sockets are not Python's; return what undoes it."""
    undo = [_noticed(grpc, name, "gRPC", _grpc_url) for name in ("insecure_channel", "secure_channel")]

    def undo_both() -> None:
        for each in undo:
            each()

    return undo_both


def wrap_websockets(client: ModuleType) -> Undo:
    """Notice connections of websockets, sync and async; return what undoes it."""
    return _noticed(client.ClientProtocol, "__init__", "a websocket", _websocket_url)


def _grpc_url(target: str, *_: Any, **__: Any) -> str:
    return f"grpc://{target}"


def _websocket_url(_: Any, uri: Any, *__: Any, **___: Any) -> str:
    return f"ws://{uri.host}:{uri.port}/"


def _noticed(owner: Any, name: str, what: str, url_of: Callable[..., str]) -> Undo:
    inner = getattr(owner, name)

    @functools.wraps(inner)
    def noticing(*given: Any, **options: Any) -> Any:
        url = url_of(*given, **options)
        interceptor = current.for_url(url)
        if interceptor is not None:
            interceptor.uncovered(what, urlsplit(url).netloc.rpartition("@")[2])
        return inner(*given, **options)

    setattr(owner, name, noticing)

    def undo() -> None:
        if getattr(owner, name) is noticing:
            setattr(owner, name, inner)

    return undo
