"""Read the objects of a file, whatever holds them: JSON lines, one array, one document, CSV or Parquet."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from agenttrace_server.errors import CannotImport
from agenttrace_server.imports.lines import (
    READ_ERRORS,
    Progress,
    mended,
    object_of,
    open_bytes,
    raw_lines,
    value_of,
    whole,
)
from agenttrace_server.imports.reading import Row
from agenttrace_server.imports.tally import Tally

MAX_DOCUMENT_BYTES = 512 * 1024 * 1024
_CHUNK = 1024 * 1024
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_SPACE = " \t\r\n,"
_PACKINGS = ("", ".gz", ".zst")
_FETCHED_ROWS = 500


def find(path: Path, endings: tuple[str, ...]) -> list[Path]:
    """Return the file, or every file of a folder with one of these endings, packed or not. Raises: CannotImport."""
    if not path.exists():
        raise CannotImport(f"{path}: there is no such file or folder")
    if path.is_file():
        return [path]
    wanted = tuple(ending + packing for ending in endings for packing in _PACKINGS)
    found = sorted(file for file in path.rglob("*") if file.name.endswith(wanted) and file.is_file())
    if not found:
        raise CannotImport(f"{path}: holds no files that end in {', '.join(endings)}")
    return found


def objects(path: Path, tally: Tally, progress: Progress, wrappers: tuple[str, ...] = ()) -> Iterator[Row]:
    """Yield every object; an object that has a list under one of the wrappers stands for the items of that list."""
    name = path.name.removesuffix(".gz").removesuffix(".zst")
    if name.endswith(".parquet"):
        yield from _parquet(path, tally, progress)
    elif name.endswith(".csv"):
        yield from _csv(path, tally, progress)
    else:
        for value in _json(path, tally, progress):
            yield from _unwrapped(value, wrappers)


def _unwrapped(value: Any, wrappers: tuple[str, ...]) -> Iterator[Row]:
    if isinstance(value, list):
        for item in value:
            yield from _unwrapped(item, wrappers)
    elif isinstance(value, dict):
        inner = next((value[name] for name in wrappers if isinstance(value.get(name), list)), None)
        if inner is None:
            yield value
        else:
            yield from _unwrapped(inner, wrappers)


def _json(path: Path, tally: Tally, progress: Progress) -> Iterator[Any]:
    first = next((line for _, line in raw_lines(path, Tally())), b"").lstrip(b"\xef\xbb\xbf \t")
    if first.startswith(b"["):
        yield from _array(path, tally, progress)
    elif object_of(first) is None:
        yield from _document(path, tally, progress)
    else:
        for number, line in raw_lines(path, tally, progress):
            value = value_of(line)
            if isinstance(value, dict | list):
                yield value
            else:
                tally.problem(path, number, "not a JSON object")


def _document(path: Path, tally: Tally, progress: Progress) -> Iterator[Any]:
    data = whole(path, tally, progress, MAX_DOCUMENT_BYTES)
    if data is None:
        return
    value = value_of(data)
    if value is None:
        tally.problem(path, 1, "not JSON")
    else:
        yield value


def _array(path: Path, tally: Tally, progress: Progress) -> Iterator[Any]:
    """Yield the items of one array of any length, one in memory at a time."""
    tally.files += 1
    stream, raw = open_bytes(path)
    decoder = json.JSONDecoder()
    text = _Text(stream, raw, tally, progress)
    try:
        with raw, stream:
            text.skip_to_items()
            while text.has_item():
                try:
                    value, end = decoder.raw_decode(text.buffer, text.at)
                except ValueError as error:
                    if text.more():
                        continue
                    tally.problem(path, 0, f"item {tally.rows + 1}: not JSON: {error}")
                    return
                may_be_cut = _SURROGATE.search(text.buffer, text.at, end) is not None
                text.at = end
                tally.rows += 1
                yield mended(value) if may_be_cut else value
    except RecursionError:
        tally.problem(path, 0, f"item {tally.rows + 1}: nested too deeply")
    except READ_ERRORS as error:
        tally.problem(path, 0, f"the file breaks off: {error}")


class _Text:
    """A window on a file's text that grows where one item needs it to."""

    def __init__(self, stream: IO[bytes], raw: IO[bytes], tally: Tally, progress: Progress) -> None:
        self.buffer, self.at = "", 0
        self._stream, self._raw, self._tally, self._progress = stream, raw, tally, progress
        self._decode = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")
        self._told, self._step = 0, _CHUNK

    def more(self) -> bool:
        """Read on, twice as much each time within one item; return whether there was more."""
        data = self._stream.read(self._step)
        self._step = min(self._step * 2, MAX_DOCUMENT_BYTES)
        at = self._raw.tell()
        self._progress(at - self._told)
        self._tally.read_bytes += at - self._told
        self._told = at
        self.buffer = self.buffer[self.at :] + self._decode.decode(data)
        self.at = 0
        return bool(data)

    def skip_to_items(self) -> None:
        """Go behind the opening bracket."""
        self.more()
        self.at = self.buffer.find("[") + 1

    def has_item(self) -> bool:
        """Go to the next item; return whether there is one."""
        self._step = _CHUNK
        while True:
            while self.at < len(self.buffer) and self.buffer[self.at] in _SPACE:
                self.at += 1
            if self.at < len(self.buffer):
                return self.buffer[self.at] != "]"
            if not self.more():
                return False


def _csv(path: Path, tally: Tally, progress: Progress) -> Iterator[Row]:
    tally.files += 1
    stream, raw = open_bytes(path)
    told = 0
    csv.field_size_limit(MAX_DOCUMENT_BYTES)
    try:
        with raw, stream, io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="") as text:
            for row in csv.DictReader(text):
                at = raw.tell()
                progress(at - told)
                tally.read_bytes += at - told
                told = at
                tally.rows += 1
                yield {name: value for name, value in row.items() if isinstance(name, str) and value not in (None, "")}
    except (csv.Error, *READ_ERRORS) as error:
        tally.problem(path, 0, f"row {tally.rows + 1}: {error}")


def _parquet(path: Path, tally: Tally, progress: Progress) -> Iterator[Row]:
    import duckdb  # slow to import, and few imports are Parquet

    tally.files += 1
    try:
        with duckdb.connect() as connection:
            described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
            names = [str(column[0]) for column in described]
            wanted = ", ".join(_plain(str(column[0]), str(column[1])) for column in described)
            cursor = connection.execute(f"SELECT {wanted} FROM read_parquet(?)", [str(path)])  # noqa: S608 (quoted)
            while rows := cursor.fetchmany(_FETCHED_ROWS):
                for row in rows:
                    tally.rows += 1
                    yield dict(zip(names, row, strict=True))
    except duckdb.Error as error:
        tally.problem(path, 0, f"not a Parquet file: {str(error).splitlines()[0]}")
    size = path.stat().st_size
    progress(size)
    tally.read_bytes += size


def _plain(name: str, sql_type: str) -> str:
    """Return a column as SQL; times as nanoseconds, which no time zone can change, and what holds times as JSON."""
    quoted = '"' + name.replace('"', '""') + '"'
    if sql_type.startswith("TIMESTAMP") and not sql_type.endswith("]"):
        return f"epoch_ns({quoted})"
    return f"CAST(to_json({quoted}) AS VARCHAR)" if "TIMESTAMP" in sql_type else quoted
