"""Install and start the peers of `ingest`, each in an environment of its own that is kept outside the checkout."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import urllib3

PINS = Path(__file__).parent / "peers"
CACHE = Path.home() / ".cache" / "agenttrace-benchmarks"
START_TIMEOUT_S = 120


class NotHere(Exception):
    """The peer cannot be installed or started; says why."""


@dataclass(frozen=True)
class Peer:
    """What takes OTLP at `url`, and what says how many spans it has stored."""

    name: str
    url: str
    count: Callable[[], int]
    headers: dict[str, str]


def installed(name: str) -> Path:
    """Return the folder of the peer's programs, from hashed pins. Raises: NotHere."""
    pins = PINS / f"{name}.txt"
    home = CACHE / f"{name}-{hashlib.sha256(pins.read_bytes()).hexdigest()[:12]}"
    if (home / ".ready").exists():
        return home / "bin"
    shutil.rmtree(home, ignore_errors=True)
    steps = (
        [sys.executable, "-m", "venv", str(home)],
        [str(home / "bin" / "pip"), "install", "-q", "--no-deps", "--require-hashes", "-r", str(pins)],
    )
    for step in steps:
        if subprocess.run(step).returncode != 0:
            raise NotHere(f"{' '.join(step[:4])} … failed")
    (home / ".ready").touch()
    return home / "bin"


@contextlib.contextmanager
def a_peer(name: str) -> Iterator[Peer]:
    """Yield the started peer. Raises: NotHere."""
    programs = installed(name)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        port = _free_port()
        command, settings, peer, health = _PEERS[name](programs, Path(folder), port)
        with (Path(folder) / "log").open("w") as log:
            process = subprocess.Popen(
                command, env={**os.environ, **settings}, stdout=log, stderr=log, start_new_session=True
            )
            try:
                _wait(process, f"http://127.0.0.1:{port}{health}")
                yield peer
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, urllib3.exceptions.HTTPError):
            if urllib3.request("GET", url, retries=False, timeout=2).status == 200:
                return
        time.sleep(0.2)
    raise NotHere(f"it did not start (exit code {process.poll()})")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


_Start = tuple[list[str], dict[str, str], Peer, str]


def _phoenix(programs: Path, folder: Path, port: int) -> _Start:
    settings = {
        "PHOENIX_WORKING_DIR": str(folder),
        "PHOENIX_HOST": "127.0.0.1",
        "PHOENIX_PORT": str(port),
        "PHOENIX_GRPC_PORT": str(_free_port()),
        "PHOENIX_TELEMETRY_ENABLED": "false",
    }
    url = f"http://127.0.0.1:{port}"
    peer = Peer("phoenix", url, partial(_count_of_phoenix, url), {})
    return [str(programs / "phoenix"), "serve"], settings, peer, "/healthz"


def _mlflow(programs: Path, folder: Path, port: int) -> _Start:
    database = folder / "mlflow.db"
    command = [str(programs / "mlflow"), "server", "--backend-store-uri", f"sqlite:///{database}"]
    command += ["--default-artifact-root", str(folder / "artifacts"), "--host", "127.0.0.1", "--port", str(port)]
    settings = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true"}
    peer = Peer(
        "mlflow", f"http://127.0.0.1:{port}", partial(_count_of_mlflow, database), {"x-mlflow-experiment-id": "0"}
    )
    return command, settings, peer, "/health"


def _count_of_phoenix(url: str) -> int:
    """Ask what its own pages ask: it acknowledges first and stores later."""
    question = {"query": "{ projects { edges { node { recordCount } } } }"}
    answer = urllib3.request("POST", f"{url}/graphql", json=question, timeout=120).json()
    return sum(int(edge["node"]["recordCount"]) for edge in answer["data"]["projects"]["edges"])


def _count_of_mlflow(database: Path) -> int:
    """Return how many spans a reader of its database sees: its API counts traces only."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=60)) as connection:
        return int(connection.execute("SELECT count(*) FROM spans").fetchone()[0])


_PEERS: dict[str, Callable[[Path, Path, int], _Start]] = {"phoenix": _phoenix, "mlflow": _mlflow}
NAMES = tuple(_PEERS)
