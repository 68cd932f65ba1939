"""Find recordings in the folder of a user: `<home>/traces/<run id>/events.jsonl`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from agenttrace.recording.log.reader import NoRecording, TraceReader
from agenttrace.recording.log.writer import EVENTS_FILE

TRACES_FOLDER = "traces"
_RUN_ID_BYTES = 16


def new_run_id() -> str:
    """Return 32 random hexadecimal digits: a run's id, and the trace id of its first trace."""
    return os.urandom(_RUN_ID_BYTES).hex()


def traces_folder(home: Path) -> Path:
    """Return where the recordings of a home folder lie."""
    return home / TRACES_FOLDER


def run_folders(traces: Path) -> Iterator[Path]:
    """Yield the folders that hold a recording, in no order; none where there is no such folder."""
    try:
        entries = os.scandir(traces)
    except FileNotFoundError:
        return
    with entries:
        for entry in entries:
            if entry.is_dir() and (Path(entry.path) / EVENTS_FILE).is_file():
                yield Path(entry.path)


def find_recording(name: str | Path, traces: Path) -> TraceReader:
    """Return the recording of that path, or of that run id or the unmistakable beginning of one.

    Raises: NoRecording: there is none, or more than one.
    """
    given = Path(name).expanduser()
    if given.exists() and (given.is_file() or (given / EVENTS_FILE).is_file()):
        return TraceReader(given)
    beginning = str(name)
    if not beginning or given.name != beginning:
        raise NoRecording(f"{name}: there is no recording here")
    if (traces / beginning / EVENTS_FILE).is_file():
        return TraceReader(traces / beginning)
    found = sorted(folder.name for folder in run_folders(traces) if folder.name.startswith(beginning))
    if len(found) == 1:
        return TraceReader(traces / found[0])
    if found:
        raise NoRecording(f"{name}: {len(found)} recordings begin so: {', '.join(found[:4])}")
    raise NoRecording(f"{name}: there is no such recording in {traces}")
