"""Write and read the files of content."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

import arro3.core as arrow

from agenttrace_server.store.local.content.held import ContentFile, HeldPiece
from agenttrace_server.store.local.engine import Engine, quoted

_AT_ONCE: Final = 20_000
_RAW: Final = "coalesce(encode(text), data)"


def file_name(number: int) -> str:
    """Return the name of a content file."""
    return f"{number:010d}.content.parquet"


def write_pieces(
    engine: Engine,
    folder: Path,
    number: int,
    pieces: Sequence[HeldPiece],
    merged: Sequence[ContentFile],
    without: Collection[int] = (),
) -> ContentFile:
    """Write new pieces and those of older files, without some, as one file sorted by number. The caller syncs it."""
    path = folder / file_name(number)
    sources = ["SELECT number, text, data FROM arriving"]
    if merged:
        sources.append(f"SELECT number, text, data FROM {_files(engine, merged)}")  # noqa: S608
    everything = " UNION ALL ".join(sources)
    engine.copy_sorted(f"({everything})", "number", path, {"arriving": _batch_of(pieces)}, without)
    asked = f"SELECT count(*), sum(octet_length({_RAW})), min(number), max(number) FROM read_parquet({quoted(path)})"  # noqa: S608
    ((rows, content_bytes, least, most),) = engine.query(asked)
    return ContentFile(number, path.name, rows, path.stat().st_size, int(content_bytes or 0), least or 0, most or 0)


def read_pieces(engine: Engine, files: Sequence[ContentFile], numbers: Sequence[int]) -> dict[int, bytes]:
    """Return those of the pieces that are in the files."""
    wanted = sorted(numbers)
    found: dict[int, bytes] = {}
    for begin in range(0, len(wanted), _AT_ONCE):
        chunk = wanted[begin : begin + _AT_ONCE]
        meant = [file for file in files if file.min_number <= chunk[-1] and file.max_number >= chunk[0]]
        if meant:
            sql = (
                f"SELECT number, {_RAW} FROM {_files(engine, meant)}"  # noqa: S608
                " WHERE number BETWEEN ? AND ? AND number IN (SELECT unnest(?::BIGINT[]))"
            )
            found.update(engine.query(sql, [chunk[0], chunk[-1], chunk]))
    return found


def numbers_with(engine: Engine, files: Sequence[ContentFile], word: str) -> list[int]:
    """Return the numbers of the pieces of text that have a word, which is in lower case, or a part of it."""
    sql = f"SELECT number FROM {_files(engine, files)} WHERE contains(lower(text), ?)"  # noqa: S608
    return [number for (number,) in engine.query(sql, [word])]


def every_piece(engine: Engine, file: ContentFile) -> list[tuple[int, bytes, bool]]:
    """Return (number, bytes, whether it is text) of a whole file."""
    sql = f"SELECT number, {_RAW}, text IS NOT NULL FROM {_files(engine, [file])} ORDER BY number"  # noqa: S608
    return [(number, raw, is_text) for number, raw, is_text in engine.query(sql)]


def _files(engine: Engine, files: Sequence[ContentFile]) -> str:
    return f"read_parquet([{', '.join(quoted(engine.folder / file.file) for file in files)}])"


def _batch_of(pieces: Sequence[HeldPiece]) -> arrow.Table:
    return arrow.Table.from_pydict(
        {
            "number": arrow.Array([piece.number for piece in pieces], arrow.DataType.int64()),
            "text": arrow.Array(
                [piece.raw.decode() if piece.is_text else None for piece in pieces], arrow.DataType.string()
            ),
            "data": arrow.Array([None if piece.is_text else piece.raw for piece in pieces], arrow.DataType.binary()),
        }
    )
