"""Read files line by line, packed or not: a file of any size never lies in memory whole."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import orjson
import zstandard

from agenttrace_server.errors import CannotImport
from agenttrace_server.imports.tally import Tally

MAX_LINE_BYTES = 256 * 1024 * 1024
_READ_AT_ONCE = 256 * 1024
READ_ERRORS = (OSError, EOFError, zlib.error, zstandard.ZstdError)
"""What a file that is cut short, damaged or taken away can raise while it is read."""

Progress = Callable[[int], None]
"""Told how many bytes of the files were read since it was told before."""


@dataclass(frozen=True, slots=True)
class Line:
    """One object of a file of JSON lines."""

    file: Path
    number: int
    row: dict[str, Any]


def no_progress(_: int) -> None:
    """Tell nobody."""


def open_bytes(path: Path) -> tuple[IO[bytes], IO[bytes]]:
    """Return a stream of the unpacked bytes and the file below it, whose position is the progress.

    Raises: CannotImport: the file cannot be opened.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise CannotImport(f"{path}: cannot be read: {error.strerror or error}") from error
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(raw)), raw
    if path.suffix in (".zst", ".zstd"):
        unpacked = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True)
        return io.BufferedReader(cast("io.RawIOBase", unpacked), _READ_AT_ONCE), raw
    return raw, raw


def raw_lines(path: Path, tally: Tally, progress: Progress = no_progress) -> Iterator[tuple[int, bytes]]:
    """Yield every line that is not empty with its number; a file that breaks off is a problem, not an end of all."""
    stream, raw = open_bytes(path)
    tally.files += 1
    number = told = 0
    try:
        with raw, stream:
            while line := stream.readline(MAX_LINE_BYTES):
                number += 1
                at = raw.tell()
                progress(at - told)
                tally.read_bytes += at - told
                told = at
                if len(line) == MAX_LINE_BYTES:
                    tally.problem(path, number, f"a line of more than {MAX_LINE_BYTES} bytes is left out")
                    while line and not line.endswith(b"\n"):
                        line = stream.readline(MAX_LINE_BYTES)
                elif not line.isspace():
                    tally.rows += 1
                    yield number, line
    except READ_ERRORS as error:
        tally.problem(path, number + 1, f"the file breaks off: {error}")


def json_lines(path: Path, tally: Tally, progress: Progress = no_progress) -> Iterator[Line]:
    """Yield the object of every line; a line that is none is counted as a problem and left out."""
    for number, line in raw_lines(path, tally, progress):
        row = object_of(line)
        if row is not None:
            yield Line(path, number, row)
        elif line.endswith(b"\n"):
            tally.problem(path, number, "not a JSON object")
        else:
            tally.problem(path, number, "the last line is cut short")


def whole(path: Path, tally: Tally, progress: Progress, most_bytes: int) -> bytes | None:
    """Return a file that is one document; None where it breaks off or is too large, which is a problem."""
    tally.files += 1
    stream, raw = open_bytes(path)
    try:
        with raw, stream:
            data = stream.read(most_bytes)
            progress(raw.tell())
            tally.read_bytes += raw.tell()
    except READ_ERRORS as error:
        tally.problem(path, 1, f"the file breaks off: {error}")
        return None
    if len(data) == most_bytes:
        tally.problem(path, 1, f"one document of {most_bytes} bytes or more; write one object a line")
        return None
    tally.rows += 1
    return data


def object_of(data: bytes) -> dict[str, Any] | None:
    """Return the JSON object that some bytes are, or None."""
    found = value_of(data)
    return found if isinstance(found, dict) else None


def value_of(data: bytes) -> Any:
    """Return the JSON value that some bytes are, or None; halves of characters, which JavaScript cuts, are mended."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        pass
    try:
        return mended(json.loads(data.decode("utf-8")))
    except (ValueError, RecursionError):
        return None


def mended(value: Any) -> Any:
    """Return a value without halves of characters, which no encoding can hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [mended(item) for item in value]
    if isinstance(value, dict):
        return {mended(name): mended(item) for name, item in value.items()}
    return value
