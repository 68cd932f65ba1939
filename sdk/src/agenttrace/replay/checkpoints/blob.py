"""Keep the state of a run as bytes, in memory and in a file that another process reads."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE_VERSION = 1
_FIELDS = ("framework", "version", "format", "data", "sha256")


class BadCheckpoint(ValueError):
    """A checkpoint that cannot be taken, read, changed or restored; the text says which and why."""


@dataclass(frozen=True, slots=True)
class CheckpointBlob:
    """The state of a run at one moment. It holds what the framework holds, secrets too: keep it as you keep those."""

    framework: str
    """The name of the executor that restores it."""
    version: str
    """The version of the framework that it was captured with."""
    format: str
    """What `data` is."""
    data: bytes
    step_refs: tuple[str, ...] = ()
    """What the framework calls the states that lie in it, oldest first."""

    @property
    def size_bytes(self) -> int:
        """How long the state is."""
        return len(self.data)

    def save(self, path: str | Path) -> Path:
        """Write it to a file that only its owner may read, whole or not at all. Raises: OSError."""
        target = Path(path)
        document = {
            "agenttrace_checkpoint": FILE_VERSION,
            "framework": self.framework,
            "version": self.version,
            "format": self.format,
            "step_refs": list(self.step_refs),
            "sha256": hashlib.sha256(self.data).hexdigest(),
            "data": base64.b64encode(self.data).decode("ascii"),
        }
        unfinished = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
        try:
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(document, file)
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        return target

    def check(self, framework: str, known: str) -> None:
        """Raises: BadCheckpoint: it is of another framework, or of another format than this one."""
        if self.framework != framework:
            raise BadCheckpoint(f"framework: this checkpoint is of {self.framework}, not of {framework}")
        if self.format != known:
            raise BadCheckpoint(f"format: {self.format!r} is not known here, {known!r} is")


def load_checkpoint(path: str | Path) -> CheckpointBlob:
    """Return what `save` wrote. Raises: BadCheckpoint: it is not that, or damaged. OSError."""
    try:
        found: Any = json.loads(Path(path).read_bytes())
    except ValueError:
        raise BadCheckpoint(f"{path}: is not JSON") from None
    if not isinstance(found, dict) or found.get("agenttrace_checkpoint") != FILE_VERSION:
        raise BadCheckpoint(f"{path}: is no checkpoint of version {FILE_VERSION}")
    for name in _FIELDS:
        if not isinstance(found.get(name), str):
            raise BadCheckpoint(f"{path}: {name}: must be text")
    steps = found.get("step_refs", [])
    if not isinstance(steps, list) or not all(isinstance(step, str) for step in steps):
        raise BadCheckpoint(f"{path}: step_refs: must be a list of texts")
    try:
        data = base64.b64decode(found["data"], validate=True)
    except ValueError:
        raise BadCheckpoint(f"{path}: data: is not base64") from None
    if hashlib.sha256(data).hexdigest() != found["sha256"]:
        raise BadCheckpoint(f"{path}: data: is not what was written")
    return CheckpointBlob(found["framework"], found["version"], found["format"], data, tuple(steps))
