"""Carry a recording as a tar of `events.jsonl` and `blobs/<sha256>`, and nothing else."""

from __future__ import annotations

import hashlib
import io
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from agenttrace_server.errors import BadPayload

EVENTS: Final = "events.jsonl"
MEDIA_TYPE: Final = "application/x-tar"
_BLOB: Final = re.compile(r"blobs/([0-9a-f]{64})")
_AT_ONCE: Final = 1 << 18
_PLAIN: Final = (tarfile.REGTYPE, tarfile.AREGTYPE)


def unpack(archive: IO[bytes], folder: Path) -> None:
    """Write the files of a recording into an empty folder.

    Raises: BadPayload: no tar, not whole, another file in it, no events, or a blob that is not what its name says.
    """
    try:
        with tarfile.open(fileobj=archive, mode="r:") as files:
            for member in files:
                _take(files, member, folder)
    except (tarfile.TarError, EOFError, ValueError) as failure:
        raise BadPayload(f"the recording is no whole tar: {failure}", field="body") from None
    if not (folder / EVENTS).is_file():
        raise BadPayload(f"the recording has no {EVENTS}", field=EVENTS)


def _take(files: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    blob = _BLOB.fullmatch(member.name)
    is_plain = member.type in _PLAIN and not member.issparse()  # holes would be written out, of any size
    source = files.extractfile(member) if is_plain else None
    if source is None or (blob is None and member.name != EVENTS):
        name = member.name[:100]
        raise BadPayload(f"a recording holds {EVENTS} and blobs/<sha256>, this holds {name!r}", field=name)
    target = folder / member.name
    target.parent.mkdir(exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with target.open("wb") as file:
        while piece := source.read(_AT_ONCE):
            digest.update(piece)
            file.write(piece)
    if target.stat().st_size != member.size:
        raise BadPayload(f"the recording is no whole tar: {member.name} is cut short", field=member.name)
    if blob is not None and digest.hexdigest() != blob[1]:
        raise BadPayload(f"{member.name} is damaged: its content is not what its name says", field=member.name)


def packed(folder: Path) -> Iterator[bytes]:
    """Yield the tar of a recording's folder, as it is now: a run may still be writing it."""
    blobs = sorted(path for path in (folder / "blobs").glob("*") if _BLOB.fullmatch(f"blobs/{path.name}"))
    for path in (folder / EVENTS, *blobs):
        yield from _member(path, path.relative_to(folder).as_posix())
    yield bytes(2 * tarfile.BLOCKSIZE)


def _member(path: Path, name: str) -> Iterator[bytes]:
    with path.open("rb") as file:
        told = tarfile.TarInfo(name)
        told.size = left = file.seek(0, io.SEEK_END)
        file.seek(0)
        yield told.tobuf()
        while left and (piece := file.read(min(_AT_ONCE, left))):
            left -= len(piece)
            yield piece
    yield bytes(-told.size % tarfile.BLOCKSIZE)
