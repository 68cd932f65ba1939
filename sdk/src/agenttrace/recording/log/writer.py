"""Append the events of a run as they happen: one write a line, from any thread, task and process."""

from __future__ import annotations

import logging
import os
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from agenttrace.recording.log.blobs import Blobs
from agenttrace.recording.log.event import BlobRef, Event, Kind, encode, json_of
from agenttrace.recording.log.line import line_of

KIBIBYTE = 1024
DEFAULT_BLOB_BYTES = 64 * KIBIBYTE
DEFAULT_MAX_BYTES = 1024 * KIBIBYTE * KIBIBYTE
EVENTS_FILE = "events.jsonl"
_PROCESS_NAME_BYTES = 4
_BINARY = getattr(os, "O_BINARY", 0)
"""Windows would write two characters for the end of a line."""
_ALWAYS = frozenset((Kind.RUN_END, Kind.ERROR))

_log = logging.getLogger("agenttrace.recording")
_open_logs: weakref.WeakSet[EventLog] = weakref.WeakSet()


class EventLog:
    """The file of one run, open for appending. A disk that takes no more ends the recording, never the agent.

    What was written survives a crash of the process; nothing waits in memory. `max_bytes` bounds the lines and blobs
    that this process adds.
    """

    def __init__(
        self,
        folder: str | Path,
        run_id: str,
        *,
        blob_bytes: int = DEFAULT_BLOB_BYTES,
        max_bytes: int = DEFAULT_MAX_BYTES,
        clock_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        """Open `folder/events.jsonl`, made if it is not there. Raises: OSError."""
        self.run_id = run_id
        self.folder = folder = Path(folder)
        self._blob_bytes = blob_bytes
        self._max_bytes = max_bytes
        self._clock_ns = clock_ns
        self._blobs = Blobs(folder)
        self._written = 0
        self.lost = 0
        """How many events were not written, for want of room."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / EVENTS_FILE
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _BINARY, 0o600)
        self._at_line_start = _ends_a_line(path)
        self._begin_process()
        _open_logs.add(self)

    def _begin_process(self) -> None:
        """Begin to count anew: a forked child is a process of its own, and may have been forked amid a write."""
        self.process = os.urandom(_PROCESS_NAME_BYTES).hex()
        self._lock = threading.RLock()  # reentrant: a finaliser may write while the same thread writes
        self._seq = 0
        self._last_ns = 0

    def write(
        self,
        kind: Kind,
        payload: Mapping[str, Any],
        *,
        lane: str = "main",
        trace_id: str | None = None,
        span_id: str | None = None,
        of: str | None = None,
        hash: str | None = None,  # noqa: A002 - the field's name
    ) -> Event:
        """Append one event and return it. It is not written where there is no room."""
        text = json_of(payload)
        with self._lock:
            self._seq += 1
            self._last_ns = max(self._last_ns, self._clock_ns())
            event = Event(
                run_id=self.run_id,
                process=self.process,
                seq=self._seq,
                time_ns=self._last_ns,
                kind=kind.value,
                lane=lane,
                trace_id=trace_id,
                span_id=span_id,
                of=of,
                hash=hash,
                payload=payload,
            )
            self._append(event, kind, text)
        return event

    def close(self) -> None:
        """Let go of the file; later events are dropped and counted."""
        with self._lock:
            file, self._file = self._file, -1
            if file >= 0:
                os.close(file)

    def _append(self, event: Event, kind: Kind, text: str) -> None:
        if self._file < 0 or (self._is_full(len(text)) and kind not in _ALWAYS):
            self.lost += 1
            return
        try:
            self._write_line(*self._with_payload(event, text))
        except OSError as error:
            self._end(error)

    def _with_payload(self, event: Event, text: str) -> tuple[Event, str | None]:
        if len(text) <= self._blob_bytes:
            return event, text
        content = text.encode()
        self._written += len(content)
        return _in_a_blob(event, self._blobs.keep(content)), None

    def _write_line(self, event: Event, payload: str | None) -> None:
        line = line_of(encode(event, payload))
        if not self._at_line_start:
            line = b"\n" + line
        written = os.write(self._file, line)
        self._written += written
        self._at_line_start = written == len(line)
        if not self._at_line_start:
            raise OSError(f"only {written} of {len(line)} bytes were written")

    def _is_full(self, more: int) -> bool:
        if self._written + more <= self._max_bytes:
            return False
        if self.lost == 0:
            reason = f"the recording has reached {self._max_bytes} bytes, record_max_bytes; later events are left out"
            _log.warning("%s: %s", self.folder, reason)
            self.lost += 1
            self.write(Kind.ERROR, {"error": reason})
        return True

    def _end(self, error: OSError) -> None:
        self.lost += 1
        file, self._file = self._file, -1
        os.close(file)
        _log.error("the recording %s ends here, its disk does not take more: %s", self.folder, error.strerror or error)


def _in_a_blob(event: Event, blob: BlobRef) -> Event:
    names = ("run_id", "process", "seq", "time_ns", "kind", "lane", "trace_id", "span_id", "of", "hash")
    return Event(**{name: getattr(event, name) for name in names}, blob=blob)


def _ends_a_line(path: Path) -> bool:
    """Whether the next write begins a line: a writer that was killed may have left half of one."""
    with path.open("rb") as file:
        if file.seek(0, os.SEEK_END) == 0:
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"


def _after_fork_in_child() -> None:
    for log in tuple(_open_logs):
        log._begin_process()  # noqa: SLF001 - of this module


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
