"""Keep a second server out of a data folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from agenttrace_server.errors import BadSetting


class FolderLock:
    """Held from construction to `release`, or to the end of the process however it ends."""

    def __init__(self, folder: Path) -> None:
        """Raises: BadSetting: another process holds the folder; the message names it."""
        path = folder / "lock"
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._file, 32).decode(errors="replace").strip() or "unknown"
            os.close(self._file)
            raise BadSetting(
                f"the folder {folder} is in use by process {holder}; stop it or choose another data_dir",
                field="data_dir",
            ) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let the next server in."""
        os.close(self._file)
