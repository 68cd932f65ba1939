"""Make the row of a span before the writer has it, in a process that knows nothing of the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from agenttrace.model import Span
from agenttrace_server.store.api.contract import LARGE_FIELDS
from agenttrace_server.store.local.content.packing import Packing
from agenttrace_server.store.local.rows import Row, row_of, storable, stored_span_of

_NUMBERED: Final = 2
"""The columns in front that only the writer knows: version and seq."""


@dataclass(frozen=True, slots=True)
class Preparing:
    """The `Prepare` of the local store: rows without the columns that only the writer knows."""

    text_min: int
    blob_min: int

    def __call__(self, span: Span) -> tuple[Span, Row | None]:
        """Return the span as it can be stored, and its row; none where it holds content that has to get a number."""
        packing = Packing(_refuse, self.text_min, self.blob_min)
        try:
            try:
                return span, row_of(span, 0, 0, packing)[_NUMBERED:]
            except TypeError:
                kept: Span = storable(span)
                return kept, row_of(kept, 0, 0, packing)[_NUMBERED:]
        except _HasContent:
            return span, None

    def large_of(self, prepared: Row) -> Mapping[str, Any]:
        """Read the large fields back from the row, which has all of them."""
        span = stored_span_of(numbered(prepared, 0, 0), {}).span
        return {name: getattr(span, name) for name in LARGE_FIELDS}


def numbered(prepared: Row, seq: int, version: int) -> Row:
    """Return the whole row of what was prepared."""
    return (version, seq, *prepared)


class _HasContent(Exception):
    """A piece of content has to be kept."""


def _refuse(_raw: bytes, _is_text: bool) -> int:
    raise _HasContent
