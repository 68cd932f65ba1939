"""Look after the store's folder: nobody else in it, nothing missing from it, nothing left over from a crash."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from agenttrace_server.errors import BadSetting, CorruptData
from agenttrace_server.store.local.content import ContentFile
from agenttrace_server.store.local.shelf import Segment


class FolderLock:
    """Held as long as the store is open, given back by the system when the process dies."""

    def __init__(self, folder: Path) -> None:
        """Raises: BadSetting: the folder cannot be written, or another process has the store open."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as failure:
            raise BadSetting(f"the store cannot write to {folder}: {failure.strerror}", field="data_dir") from failure
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._handle)
            raise BadSetting(f"another process has the store in {folder} open", field="data_dir") from None

    def release(self) -> None:
        """Let another process have the folder."""
        os.close(self._handle)


def prepare_folder(folder: Path, files: Sequence[Segment | ContentFile]) -> Path:
    """Remove files that were never published and return the empty folder for DuckDB's spill files.

    Raises: CorruptData: a published file is missing or has not the size it was published with.
    """
    for file in files:
        path = folder / file.file
        found = path.stat().st_size if path.exists() else None
        if found != file.size_bytes:
            state = "is missing" if found is None else f"has {found} bytes, not {file.size_bytes}"
            raise CorruptData(f"segment {file.file} {state}: restore {folder} from a backup", field=file.file)
    known = {file.file for file in files}
    for path in folder.glob("*.parquet"):
        if path.name not in known:
            path.unlink()
    scratch = folder / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    return scratch


def size_on_disk(folder: Path) -> int:
    """Return the bytes of the store's files; one that goes meanwhile counts nothing."""
    total = 0
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            total += path.stat().st_size if path.is_file() else 0
    return total
