"""Write a copy of one moment of the data folder with a list of its files, and put such a copy in place again."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Final

import google_crc32c
import orjson

from agenttrace_server.errors import BadSetting, CorruptData
from agenttrace_server.journal.protocol import Journal
from agenttrace_server.replays import Replays
from agenttrace_server.store.api import Store

BACKUPS: Final = "backups"
MANIFEST: Final = "backup.json"
_BESIDE: Final = ("prices.toml",)
_AT_ONCE: Final = 1 << 20
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy, and how far it goes."""

    folder: Path
    files: int
    size_bytes: int
    offset: int
    """The journal offset up to which the store's files hold everything; the copied journal goes on from there."""


def write_backup(backups: Path, home: Path, store: Store, journal: Journal, replays: Replays, now_ns: int) -> Backup:
    """Copy while the server goes on. What was acknowledged before the call is in it.

    Raises: UnsupportedByStore: the store has no files. OSError: the disk refuses; then nothing is left of it.
    """
    moment = datetime.fromtimestamp(now_ns / 1e9, timezone.utc)
    folder = backups / f"{moment:%Y%m%dT%H%M%S}-{now_ns % 1_000_000_000:09d}"
    partial = folder.with_suffix(".part")
    partial.mkdir(parents=True, mode=0o700)
    try:
        offset = store.upkeep.backup(partial / "store")
        journal.copy(partial / "journal", offset)
        replays.copy_to(partial)
        for name in _BESIDE:
            if (home / name).is_file():
                shutil.copy2(home / name, partial / name)
        files = _listing(partial)
        told = {"format": _FORMAT, "offset": offset, "created_ns": now_ns, "files": files}
        (partial / MANIFEST).write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
        _sync_tree(partial)
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return Backup(folder, len(files), sum(size for size, _ in files.values()), offset)


def restore(source: Path, home: Path) -> Backup:
    """Put a backup into an empty data folder, checked before and after.

    Raises: BadSetting: the folder is not empty, or the source is no backup. CorruptData: a file of it is damaged.
    """
    if home.exists() and any(home.iterdir()):
        raise BadSetting(
            f"{home} is not empty: restore into a folder that is empty or does not exist", field="data_dir"
        )
    told = _manifest(source)
    check(source, told["files"])
    partial = home.with_name(f"{home.name}.restoring")
    if partial.exists():
        raise BadSetting(f"{partial} is in the way: an earlier restore was cut off there; remove it", field="data_dir")
    partial.mkdir(parents=True, mode=0o700)
    try:
        for name in told["files"]:
            target = partial / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copy2(source / name, target)
        check(partial, told["files"])
        _sync_tree(partial)
        if home.exists():
            home.rmdir()
        partial.rename(home)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return Backup(home, len(told["files"]), sum(size for size, _ in told["files"].values()), told["offset"])


def check(folder: Path, files: dict[str, list[int]]) -> None:
    """Compare files with the list. Raises: CorruptData: names the first that differs."""
    for name, (size, checksum) in files.items():
        path = folder / name
        if not path.is_file():
            raise CorruptData(f"{path} is missing from the backup", field=name)
        if [path.stat().st_size, _crc32c_of(path)] != [size, checksum]:
            raise CorruptData(f"{path} is not what was backed up: its bytes have changed", field=name)


def _manifest(source: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = orjson.loads((source / MANIFEST).read_bytes())
    except (OSError, orjson.JSONDecodeError) as failure:
        raise BadSetting(f"{source} is no backup: its {MANIFEST} cannot be read", field="source") from failure
    if not isinstance(told, dict) or told.get("format") != _FORMAT:
        raise BadSetting(f"{source} was written by another version of the server", field="source")
    names = [Path(name) for name in told["files"]]
    if any(name.is_absolute() or ".." in name.parts for name in names):
        raise CorruptData(f"{source / MANIFEST} names files outside of the backup", field=MANIFEST)
    return told


def _listing(folder: Path) -> dict[str, list[int]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): [path.stat().st_size, _crc32c_of(path)] for path in paths}


def _crc32c_of(path: Path) -> int:
    checksum = 0
    with path.open("rb") as file:
        while piece := file.read(_AT_ONCE):
            checksum = google_crc32c.extend(checksum, piece)
    return checksum


def _sync_tree(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
