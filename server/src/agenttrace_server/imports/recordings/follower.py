"""Send what agents have recorded, and what they record, to the server that runs here."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import structlog

from agenttrace.client import ClientError
from agenttrace_server.imports.recordings.folder import RecordingsFolder
from agenttrace_server.imports.sender import Sender

MEMORY_FILE = "recordings.json"
_LOOK_S = 1.0
_AFTER_FAILURE_S = 15.0
_REST = 20
"""How many times as long as a look the pause behind it is at least: ten thousand recordings take their time."""
_STOP_S = 5.0
_log = structlog.get_logger()


class Follower:
    """A thread that looks into the folder of recordings again and again, until it is stopped."""

    def __init__(self, folder: Path, home: Path, endpoint: str) -> None:
        self._recordings = RecordingsFolder(folder, home / MEMORY_FILE)
        self._sender = Sender(endpoint)
        self._stop = threading.Event()
        self._has_failed = False
        self._thread = threading.Thread(target=self._run, name="recordings", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End, if it ever began; what was not sent is sent after the next start."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(_STOP_S)
        self._sender.close()

    def look(self) -> int:
        """Send everything that is new, and return of how many recordings. Raises: OSError."""
        self._has_failed = False
        names = list(self._recordings.changed())
        sent = sum(self._send(name) for name in names if not self._stop.is_set())
        if sent:
            self._recordings.remember()
        return sent

    def _send(self, name: str) -> bool:
        try:
            self._sender.send(self._recordings.news(name), self._recordings.tally)
        except (ClientError, OSError) as error:
            self._has_failed = True
            self._sender.forget()
            self._recordings.not_sent(name)
            _log.warning("a recording was not taken in, it is tried again", recording=name, error=str(error))
            return False
        self._recordings.sent(name)
        return True

    def _run(self) -> None:
        while not self._stop.is_set():
            began = time.monotonic()
            try:
                sent = self.look()
            except OSError as error:
                self._has_failed = True
                _log.error("the folder of recordings cannot be read", folder=error.filename, error=error.strerror)
            else:
                if sent:
                    _log.info("recordings taken in", recordings=sent, folder=str(self._recordings.folder))
            pause_s = _AFTER_FAILURE_S if self._has_failed else _LOOK_S
            self._stop.wait(max(pause_s, _REST * (time.monotonic() - began)))
