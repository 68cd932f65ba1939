"""Find the server that runs on a data folder, through the file it leaves there."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

POLL_S = 0.05


@dataclass(frozen=True, slots=True)
class Running:
    """A server process and where it listens."""

    pid: int
    host: str
    port: int
    http_port: int
    started_at: str
    version: str

    @property
    def url(self) -> str:
        """The web address."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104 (compared, not bound)
        return f"http://{host}:{self.http_port}"

    @property
    def otlp(self) -> str:
        """The address for spans."""
        return self.url.rsplit(":", 1)[0] + f":{self.port}"


def find(home: Path) -> Running | None:
    """Return the server that runs on this folder, or None. A file left by a killed server counts as none."""
    try:
        with (home / "server.json").open() as file:
            told: dict[str, Any] = json.load(file)
            is_held = _is_locked(file.fileno())
        running = Running(**{name: told[name] for name in Running.__slots__})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return running if is_held and is_alive(running.pid) else None


def _is_locked(file: int) -> bool:
    """Whether the server that wrote it still runs; its number may have gone to another process since."""
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def is_alive(pid: int) -> bool:
    """Return whether a process of that number exists and is not a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (OSError, IndexError):
        return True
    return state != "Z"


def stop(pid: int, timeout_s: float) -> bool:
    """Ask a process to end and wait; return whether it did in time."""
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        if not is_alive(pid):
            return True
        time.sleep(POLL_S)
    return False
