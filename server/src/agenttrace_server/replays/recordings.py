"""Keep uploaded recordings in the data folder; read those of this machine where they lie."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from agenttrace.recording import BadBlob, Kind, NoRecording, TraceReader
from agenttrace_server.errors import BadPayload
from agenttrace_server.replays.archive import EVENTS, unpack

FOLDER: Final = "recordings"
_LABEL: Final = "kept.json"
_ARRIVING: Final = ".arriving-"
_SHOWN: Final = 100
_RUN_ID: Final = re.compile(r"[0-9a-f]{32}")
_STEP_MAX: Final = 2**31


@dataclass(frozen=True, slots=True)
class Kept:
    """What an upload was found to be."""

    run_id: str
    events: int
    blobs: int
    size_bytes: int
    is_complete: bool
    """Whether the run came to its end."""
    problems: tuple[str, ...]
    """Lines that could not be read as they stand, with their numbers, and blobs that are missing; the first hundred."""
    parent: tuple[str, int | None] | None
    """Of the recording of a replay: the run that was replayed, and the step from which it went on by itself."""


class Recordings:
    """The folder `recordings` of the data folder, and beside it the one in which agents on this machine record."""

    def __init__(self, home: Path, local: Path | None) -> None:
        """Make the folder, without what an upload that was cut off has left in it. Raises: OSError."""
        self._folder = home / FOLDER
        self._local = local
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for left in self._folder.glob(f"{_ARRIVING}*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        self._lock = threading.Lock()
        self._files, self._bytes = _size_of(self._folder)

    def arriving(self) -> IO[bytes]:
        """Return a file for the bytes of an upload; it is gone when it is closed."""
        return tempfile.NamedTemporaryFile(dir=self._folder, prefix=_ARRIVING)

    def keep(self, project: str, trace_id: str, archive: IO[bytes]) -> Kept:
        """Unpack an upload, check every line and blob, and put it in the place of an earlier one.

        Raises: BadPayload: no recording, or one of another trace. OSError: the disk refuses.
        """
        arrived = Path(tempfile.mkdtemp(dir=self._folder, prefix=_ARRIVING))
        try:
            unpack(archive, arrived)
            kept = _checked(arrived, trace_id)
            (arrived / _LABEL).write_text(json.dumps({"project": project, "trace_id": trace_id}))
            _sync(arrived)
            place = self._place(project, trace_id)
            place.parent.mkdir(exist_ok=True, mode=0o700)
            with self._lock:
                self._remove(place)
                arrived.rename(place)
                self._count(_size_of(place), 1)
        except BaseException:
            shutil.rmtree(arrived, ignore_errors=True)
            raise
        return kept

    def find(self, project: str, trace_id: str, run_id: str | None = None) -> Path | None:
        """Return the folder of a trace's recording: the uploaded one, else that of the run on this machine."""
        place = self._place(project, trace_id)
        if self.has(project, trace_id):
            return place
        local = None if self._local is None else self._local / (run_id or trace_id)
        if local is None or not (local / EVENTS).is_file() or local.parent != self._local:
            return None
        return local if _project_of(local) in (None, project) else None

    def has(self, project: str, trace_id: str) -> bool:
        """Whether the recording of a trace was uploaded."""
        return (self._place(project, trace_id) / EVENTS).is_file()

    def drop(self, project: str, trace_id: str) -> None:
        """Remove the uploaded recording of a trace, if there is one; those that agents wrote here are theirs."""
        with self._lock:
            self._remove(self._place(project, trace_id))

    def all(self) -> Iterator[tuple[str, str]]:
        """Yield the project and the trace of each uploaded recording."""
        for label in self._folder.glob(f"*/*/{_LABEL}"):
            told = json.loads(label.read_text())
            yield told["project"], told["trace_id"]

    def size(self) -> tuple[int, int]:
        """Return how many files are kept, and their bytes."""
        return self._files, self._bytes

    def copy_to(self, folder: Path) -> None:
        """Copy what is kept, for a backup."""
        with self._lock:
            shutil.copytree(self._folder, folder / FOLDER, ignore=shutil.ignore_patterns(f"{_ARRIVING}*"))

    def _remove(self, place: Path) -> None:
        if place.exists():
            self._count(_size_of(place), -1)
            shutil.rmtree(place)

    def _count(self, size: tuple[int, int], sign: int) -> None:
        self._files += sign * size[0]
        self._bytes += sign * size[1]

    def _place(self, project: str, trace_id: str) -> Path:
        """A project's name may be anything, a folder's may not."""
        return self._folder / hashlib.sha256(project.encode()).hexdigest()[:32] / trace_id


def parent_of(folder: Path) -> tuple[str, int | None] | None:
    """Return which run a recording is a replay of, and the step from which it went by itself; None: of none."""
    reader = TraceReader(folder)
    try:
        first = reader.first
        return _parent(reader.payload_of(first).get("parent")) if first.kind == Kind.RUN_START else None
    except (NoRecording, BadBlob):
        return None


def _checked(folder: Path, trace_id: str) -> Kept:
    reader = TraceReader(folder)
    events, run_id, problems, is_ours, parent, is_complete = 0, "", [], False, None, False
    for event in reader.stream():
        events += 1
        run_id = run_id or event.run_id
        is_ours = is_ours or trace_id in (event.run_id, event.trace_id)
        is_complete = event.kind == Kind.RUN_END
        if event.blob is not None and not (folder / "blobs" / event.blob.sha256).is_file():
            problems.append(f"{event.kind} {event.id}: its blob {event.blob.sha256} is missing")
        elif event.kind == Kind.RUN_START and parent is None:
            try:
                parent = _parent(reader.payload_of(event).get("parent"))
            except BadBlob:
                problems.append(f"{event.kind} {event.id}: its blob is not JSON")
    if not events:
        raise BadPayload(f"{EVENTS} holds no whole event", field=EVENTS)
    if not is_ours:
        raise BadPayload(f"the recording is of run {run_id} and has no event of trace {trace_id}", field=EVENTS)
    blobs = sum(1 for _ in (folder / "blobs").glob("*"))
    told = (*map(str, reader.problems), *problems)[:_SHOWN]
    return Kept(run_id, events, blobs, _size_of(folder)[1], is_complete, told, parent)


def _parent(told: Any) -> tuple[str, int | None] | None:
    """Return it as it is linked to: another text than the id of a run is none."""
    run_id = told.get("run_id") if isinstance(told, dict) else None
    if not isinstance(run_id, str) or not _RUN_ID.fullmatch(run_id):
        return None
    step = told.get("step")
    is_step = isinstance(step, int) and not isinstance(step, bool) and 0 <= step <= _STEP_MAX
    return run_id, step if is_step else None


def _project_of(folder: Path) -> str | None:
    reader = TraceReader(folder)
    try:
        first = reader.first
        told = reader.payload_of(first).get("project")
    except (NoRecording, BadBlob):
        return None
    return told if isinstance(told, str) else None


def _size_of(folder: Path) -> tuple[int, int]:
    """Return the files below a folder and their bytes."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


def _sync(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
