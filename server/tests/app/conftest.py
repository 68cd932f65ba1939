"""A real server in this process: real ports on loopback, a real journal, and a store in memory or on disk."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from agenttrace_server.app import Address, Server
from agenttrace_server.config import Settings
from agenttrace_server.errors import BadSetting

PATIENCE_S = 30.0


@dataclass
class RunningServer:
    """One server in a thread."""

    settings: Settings
    address: Address | None = None
    failure: list[BadSetting] = field(default_factory=list)

    def start(self) -> RunningServer:
        self.server = Server(self.settings)
        ready = threading.Event()

        def note(address: Address) -> None:
            self.address = address
            ready.set()

        def run() -> None:
            try:
                asyncio.run(self.server.run(note))
            except BadSetting as error:
                self.failure.append(error)
            finally:
                ready.set()

        self.thread = threading.Thread(target=run)
        self.thread.start()
        assert ready.wait(PATIENCE_S)
        if self.failure:
            self.thread.join()
            raise self.failure[0]
        assert self.address is not None
        self.rest = httpx.Client(base_url=self.address.web, timeout=PATIENCE_S)
        self.otlp = httpx.Client(base_url=self.address.otlp, timeout=PATIENCE_S)
        return self

    def stop(self) -> None:
        """End in order."""
        self.server.stop()
        self.thread.join(PATIENCE_S)
        assert not self.thread.is_alive()
        self.rest.close()
        self.otlp.close()

    def post(self, body: bytes, path: str = "/v1/traces", content_type: str = "application/json") -> httpx.Response:
        return self.otlp.post(path, content=body, headers={"content-type": content_type})

    def get(self, path: str, **params: Any) -> Any:
        response = self.rest.get(path, params=params or None)
        assert response.status_code == 200, response.text
        return response.json()

    def wait_applied(self) -> None:
        """Return when everything acknowledged can be queried."""
        wait_for(lambda: self.get("/health")["journal_lag_bytes"] == 0)


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    pause = threading.Event()
    while not is_so():
        assert time.monotonic() < deadline
        pause.wait(0.02)


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Callable[..., RunningServer]]:
    """Start servers on one data folder, with other settings where given; all are stopped at the end."""
    started: list[RunningServer] = []

    def start(**changes: Any) -> RunningServer:
        defaults: dict[str, Any] = {"port": 0, "http_port": 0, "data_dir": tmp_path / "home", "store": "memory"}
        server = RunningServer(Settings(**{**defaults, **changes}))
        server.start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture(params=["memory", "local"])
def server(request: pytest.FixtureRequest, new_server: Callable[..., RunningServer]) -> RunningServer:
    """A running server, once with each store."""
    return new_server(store=request.param)
