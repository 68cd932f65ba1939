"""Make the row of a span before the writer has it, in a process that knows nothing of the store."""

from __future__ import annotations

from typing import Final

from agenttrace.model import Span
from agenttrace_server.store.local.content.packing import Packing
from agenttrace_server.store.local.rows import Row, row_of, storable

_NUMBERED: Final = 2
"""The columns in front that only the writer knows: version and seq."""


def prepared(span: Span, text_min: int, blob_min: int) -> tuple[Span, Row | None]:
    """Return the span as it can be stored, and its row but for the first two columns: see `Store.prepare`.

    None instead of a row where the span holds content that only the writer can give a number.
    """
    packing = Packing(_refuse, text_min, blob_min)
    try:
        try:
            return span, row_of(span, 0, 0, packing)[_NUMBERED:]
        except TypeError:
            kept: Span = storable(span)
            return kept, row_of(kept, 0, 0, packing)[_NUMBERED:]
    except _HasContent:
        return span, None


def numbered(prepared: Row, seq: int, version: int) -> Row:
    """Return the whole row of what `prepared` returned."""
    return (version, seq, *prepared)


class _HasContent(Exception):
    """A piece of content has to be kept."""


def _refuse(_raw: bytes, _is_text: bool) -> int:
    raise _HasContent
