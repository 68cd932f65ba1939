"""Start the real server on a folder of its own for a benchmark, and stop it by its process id."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import urllib3

START_TIMEOUT_S = 60


@dataclass(frozen=True)
class Server:
    """Where a server listens, and its process."""

    otlp: str
    web: str
    home: Path
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def a_server(home: Path | None = None, **settings: str) -> Iterator[Server]:
    """Yield a started server; its folder is removed afterwards unless it was given."""
    with contextlib.ExitStack() as stack:
        folder = home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = start(folder, settings)
        try:
            yield server
        finally:
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(timeout=120)


def start(folder: Path, settings: dict[str, str]) -> Server:
    """Start `agenttrace up` and wait until it answers."""
    environment = {**os.environ, **{f"AGENTTRACE_{name.upper()}": value for name, value in settings.items()}}
    command = [sys.executable, "-m", "agenttrace_server.cli", "up", "--data-dir", str(folder), "--log-level", "warning"]
    process = subprocess.Popen([*command, "--port", "0", "--http-port", "0"], env=environment)
    http = urllib3.PoolManager()
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, ValueError, KeyError, urllib3.exceptions.HTTPError):
            told = json.loads((folder / "server.json").read_text())
            web = f"http://127.0.0.1:{told['http_port']}"
            if told["pid"] == process.pid and http.request("GET", f"{web}/health", retries=False).status == 200:
                return Server(f"http://127.0.0.1:{told['port']}", web, folder, process)
        time.sleep(0.02)
    raise RuntimeError(f"the server did not start (exit code {process.poll()})")
