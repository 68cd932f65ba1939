"""List the dialects, and find the one that a span speaks: by its scope's name first, then by its attributes."""

from __future__ import annotations

from typing import Final

from agenttrace.model import Span
from agenttrace_server.pipeline.normalize.dialects import google_adk, openinference, otel_genai, ours
from agenttrace_server.pipeline.normalize.draft import Dialect

DIALECTS: Final[tuple[Dialect, ...]] = (
    ours.DIALECT,
    google_adk.DIALECT,
    openinference.DIALECT,
    otel_genai.DIALECT,
)
"""In the order in which attributes are asked: the most specific first. A new dialect is one file and one row here."""

_WHOLE_SCOPES: Final = {scope: row for row in DIALECTS for scope in row.scopes if not scope.endswith(".")}
_SCOPE_BEGINNINGS: Final = tuple((scope, row) for row in DIALECTS for scope in row.scopes if scope.endswith("."))
_MARKS: Final = tuple((dialect.marks, dialect) for dialect in DIALECTS if dialect.marks)


def detect(span: Span) -> Dialect | None:
    """Return the dialect of a span; None where nobody here knows it, which loses nothing but understanding."""
    scope = span.scope.name
    if scope in _WHOLE_SCOPES:
        return _WHOLE_SCOPES[scope]
    if scope:
        for beginning, dialect in _SCOPE_BEGINNINGS:
            if scope.startswith(beginning):
                return dialect
    for marks, dialect in _MARKS:
        for name in span.attributes:
            if name.startswith(marks):
                return dialect
    return None
