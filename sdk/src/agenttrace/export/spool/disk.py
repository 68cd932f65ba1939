"""Put bytes on disk so that they are there whole or not at all, and for no other user to read."""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

_tmp_numbers = count()
TMP_PREFIX = ".tmp-"


def make_private(folder: Path) -> None:
    """Create `folder` for this user alone. Raises: OSError."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def write_whole(path: Path, raw: bytes, *, sync: bool = True) -> None:
    """Write `raw` under its name in one step, durably unless `sync` is off. Raises: OSError."""
    tmp = path.parent / f"{TMP_PREFIX}{os.getpid()}-{next(_tmp_numbers)}"
    descriptor = os.open(tmp, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(raw)
            if sync:
                file.flush()
                os.fsync(file.fileno())
        tmp.replace(path)
    except OSError:
        tmp.unlink(missing_ok=True)
        raise
    if sync:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":

    def lock(descriptor: int) -> bool:
        """Claim nothing: without file locks two processes may send the same file, which the server takes as one."""
        return True

    def unlock(descriptor: int) -> None:
        """Give back what was never locked."""

else:
    import fcntl

    def lock(descriptor: int) -> bool:
        """Return whether this open file is now ours alone; the kernel gives it back when the process dies."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def unlock(descriptor: int) -> None:
        """Give the file back even where a forked child has inherited it."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)
