"""Keep a recording beside a test, as its cassette."""

from __future__ import annotations

import shutil
from pathlib import Path

from agenttrace.recording import NoRecording


def keep(recording: Path | None, cassette: Path) -> None:
    """Put a recording in the place of a cassette; a crash leaves the old one or the new one. Raises: NoRecording."""
    if recording is None:
        raise NoRecording(f"{cassette}: the test recorded nothing")
    cassette.parent.mkdir(parents=True, exist_ok=True)
    new, old = (cassette.with_name(f".{cassette.name}.{word}") for word in ("new", "old"))
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(recording, new)
    if cassette.exists():
        cassette.replace(old)
    new.replace(cassette)
    shutil.rmtree(old, ignore_errors=True)
