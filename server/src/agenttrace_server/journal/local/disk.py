"""Do the five things that the journal asks of a disk; tests put a disk that fails in its place."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

_BUFFERS_A_CALL = 512


class Disk:
    """The machine's own disk. Every method raises OSError as the system does."""

    def begin(self, path: Path) -> int:
        """Open an empty segment for appending; its name is on the disk when this returns."""
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            self.sync_folder(path.parent)
        except OSError:
            os.close(file)
            raise
        return file

    def write(self, file: int, buffers: Sequence[bytes]) -> None:
        """Append all buffers, in order, however many calls that takes."""
        for at in range(0, len(buffers), _BUFFERS_A_CALL):
            part = buffers[at : at + _BUFFERS_A_CALL]
            wanted = sum(map(len, part))
            written = os.writev(file, part)
            if written < wanted:
                self._write_rest(file, b"".join(part)[written:])

    def _write_rest(self, file: int, rest: bytes) -> None:
        while rest:
            rest = rest[os.write(file, rest) :]

    def sync(self, file: int) -> None:
        """Return when the file's bytes would survive a loss of power."""
        if sys.platform == "darwin":
            os.fsync(file)
        else:
            os.fdatasync(file)

    def sync_folder(self, folder: Path) -> None:
        """Return when the names in the folder would survive a loss of power."""
        file = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(file)
        finally:
            os.close(file)

    def truncate(self, file: int, size: int) -> None:
        """Cut the file to `size` bytes."""
        os.ftruncate(file, size)

    def close(self, file: int) -> None:
        """Let go of the file."""
        os.close(file)
