"""Turn the content that a hot part holds into a file, together with files that are not much bigger."""

from __future__ import annotations

from typing import Final

from agenttrace_server.config import Settings
from agenttrace_server.store.local.catalog.contents import ContentNews
from agenttrace_server.store.local.content.contents import Contents
from agenttrace_server.store.local.content.files import write_pieces
from agenttrace_server.store.local.content.held import ContentFile
from agenttrace_server.store.local.content.packing import numbers_in
from agenttrace_server.store.local.content.sweep import sync_files
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.hot import HotPart
from agenttrace_server.store.local.rows import Row

_GROWTH: Final = 2
_MAX_FILE_BYTES: Final = 64 * 1024 * 1024
"""Before compression. Files do not grow beyond it, so that taking one piece out stays cheap."""


def seal_contents(
    engine: Engine, contents: Contents, part: HotPart, merged: tuple[ContentFile, ...], number: int, left_out: list[Row]
) -> ContentNews:
    """Write and sync the part's pieces with those of these files, and say what the catalog has to know.

    `left_out`: (version, refs).
    """
    pieces = tuple(part.pieces.values())
    suspects = {number for _, refs in left_out for number in numbers_in(refs)}
    if part.has_replaced and pieces:
        suspects |= {piece.number for piece in pieces} - _referred_to(engine, part)
    if not pieces:
        return ContentNews(None, (), (), frozenset(suspects), contents.next_number)
    file = write_pieces(engine, engine.folder, number, pieces, merged)
    sync_files(engine.folder, [file])
    return ContentNews(file, merged, pieces, frozenset(suspects), contents.next_number)


def _referred_to(engine: Engine, part: HotPart) -> set[int]:
    sql = f"SELECT DISTINCT unnest(string_split(refs, ' '))::BIGINT FROM {part.table} WHERE refs <> ''"  # noqa: S608
    return {number for (number,) in engine.query(sql)}


def files_to_merge(settings: Settings, files: tuple[ContentFile, ...], part: HotPart) -> tuple[ContentFile, ...]:
    """Return the last files, which the part's pieces are written together with: those that are not much bigger."""
    chosen: list[ContentFile] = []
    content_bytes = part.piece_bytes
    if not part.pieces:
        return ()
    most = min(_MAX_FILE_BYTES, _GROWTH * settings.seal_bound_bytes)
    for file in reversed(files):
        if file.content_bytes > _GROWTH * content_bytes or content_bytes + file.content_bytes > most:
            break
        chosen.append(file)
        content_bytes += file.content_bytes
    return tuple(chosen)
