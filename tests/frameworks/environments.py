"""Make the virtual environment of each pair from its lock, and keep it while the lock is the same."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tests.frameworks.pairs import Pair

CACHE = Path(__file__).parents[2] / ".frameworks"
STAMP = ".lock-sha256"
INSTALL_TIMEOUT_S = 1800


class EnvironmentFailed(Exception):
    """An environment could not be made; carries the installer's words."""


def python_of(pair: Pair) -> Path:
    """Return the interpreter of the pair's environment, making it where it is missing or of another lock."""
    folder = CACHE / "environments" / pair.environment
    python = folder / "bin" / "python"
    wanted = hashlib.sha256(pair.lock.read_bytes() + sys.version.encode()).hexdigest()
    stamp = folder / STAMP
    if stamp.is_file() and stamp.read_text() == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    for command in _commands(folder, python, pair.lock):
        carry_out(command)
    stamp.write_text(wanted)
    return python


def carry_out(command: list[str], folder: Path | None = None) -> None:
    """Run an installer, in this folder. Raises: EnvironmentFailed: it ended badly."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_TIMEOUT_S, cwd=folder)
    if done.returncode != 0:
        raise EnvironmentFailed(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-2000:]}")


def uv_or_none() -> str | None:
    """Return the uv that is beside our Python, else the one on the path."""
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.exists() else shutil.which("uv")


def _commands(folder: Path, python: Path, lock: Path) -> list[list[str]]:
    """Return how to make it: by uv, which shares files between environments, else by pip. Neither fetches a Python."""
    uv = uv_or_none()
    if uv is None:
        return [
            [sys.executable, "-m", "venv", str(folder)],
            [str(python), "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)],
        ]
    return [
        [uv, "venv", "--quiet", "--no-python-downloads", "--python", sys.executable, str(folder)],
        [uv, "pip", "install", "--quiet", "--require-hashes", "--python", str(python), "-r", str(lock)],
    ]
