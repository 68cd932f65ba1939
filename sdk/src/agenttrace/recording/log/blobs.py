"""Keep large payloads in files that are named after their content, so that each is kept once."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agenttrace.recording.log.event import BlobRef, Event


class BadBlob(ValueError):
    """A payload that is missing or damaged; the text names its file."""


class Blobs:
    """The folder `blobs/` of one run. Any number of processes may write it."""

    def __init__(self, run_folder: Path) -> None:
        self._folder = run_folder / "blobs"

    def keep(self, content: bytes) -> BlobRef:
        """Write the content unless it is there; a crash leaves no half of it under its name. Raises: OSError."""
        name = hashlib.sha256(content).hexdigest()
        target = self._folder / name
        if not target.exists():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            unfinished = self._folder / f".{name}.{os.urandom(4).hex()}"
            try:
                unfinished.write_bytes(content)
                unfinished.replace(target)
            finally:
                unfinished.unlink(missing_ok=True)
        return BlobRef(name, len(content))

    def load(self, ref: BlobRef) -> bytes:
        """Return the content. Raises: BadBlob: it is not there, or not what was written."""
        target = self._folder / ref.sha256
        try:
            content = target.read_bytes()
        except OSError as error:
            raise BadBlob(f"{target}: cannot be read: {error.strerror or error}") from None
        if hashlib.sha256(content).hexdigest() != ref.sha256:
            raise BadBlob(f"{target}: its content is not what was written")
        return content

    def payload_of(self, event: Event) -> Mapping[str, Any]:
        """Return the payload of an event, wherever it lies. Raises: BadBlob: it lies here and cannot be read."""
        if event.blob is None:
            return event.payload
        content = self.load(event.blob)
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            raise BadBlob(f"{self._folder / event.blob.sha256}: is not JSON") from None
        return found if isinstance(found, dict) else {"value": found}
