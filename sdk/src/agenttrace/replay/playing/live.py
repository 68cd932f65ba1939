"""Let one call out of a replay, with the network open while it is under way."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any

from agenttrace.recording.lanes import InLane, Lane
from agenttrace.recording.tape.exchange import Headers, Sink
from agenttrace.recording.tape.tools import OpenTool
from agenttrace.replay.playing.network import Network


def edited_body(body: bytes, model: str | None, changes: Mapping[str, Any] | None) -> bytes | None:
    """Return the body of a model call with another model and other fields; None where nothing is to be changed."""
    if model is None and changes is None:
        return None
    try:
        document = json.loads(body)
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    if model is not None and "model" in document:
        document["model"] = model
    return json.dumps({**document, **(changes or {})}).encode()


class LiveSink:
    """The sink of an exchange that goes out: it closes the network behind it."""

    def __init__(self, inner: Sink, network: Network) -> None:
        self._inner = inner
        self._network = network
        self._lock = threading.Lock()
        self._is_open = True
        network.begin_live()

    def __del__(self) -> None:
        self._close()

    def head(self, status: int, headers: Headers) -> None:
        self._inner.head(status, headers)

    def chunk(self, data: bytes) -> None:
        self._inner.chunk(data)

    def end(self) -> None:
        self._close()
        self._inner.end()

    def left(self) -> None:
        self._close()
        self._inner.left()

    def fail(self, error: BaseException) -> None:
        self._close()
        self._inner.fail(error)

    def _close(self) -> None:
        with self._lock:
            was_open, self._is_open = self._is_open, False
        if was_open:
            self._network.end_live()


class LiveTool:
    """A tool that runs in a replay, with the network open for it."""

    is_served = False

    def __init__(self, network: Network, inside: Lane, recorded: OpenTool | None) -> None:
        self._inside = inside
        self._network = network
        self._recorded = recorded
        network.begin_live()

    def inside(self) -> InLane:
        """Return what the tool runs in."""
        return InLane(self._inside)

    def give(self) -> Any:
        """Raises: RuntimeError: nothing is served here."""
        raise RuntimeError("this call has no recorded result, the tool runs")

    async def give_async(self) -> Any:
        """Raises: RuntimeError: nothing is served here."""
        return self.give()

    def returned(self, value: object) -> None:
        self._network.end_live()
        if self._recorded is not None:
            self._recorded.returned(value)

    def raised(self, error: BaseException) -> None:
        self._network.end_live()
        if self._recorded is not None:
            self._recorded.raised(error)
