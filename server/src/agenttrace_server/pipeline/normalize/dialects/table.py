"""List the dialects, and find the one that a span speaks: by its scope's name first, then by its attributes."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from agenttrace.model import Span
from agenttrace_server.pipeline.normalize.dialects.coding_agents import claude_code, codex, gemini_cli
from agenttrace_server.pipeline.normalize.dialects.conventions import (
    openinference,
    openlit,
    otel_genai,
    ours,
    traceloop,
)
from agenttrace_server.pipeline.normalize.dialects.frameworks import (
    ag2,
    agent_framework,
    autogen,
    crewai,
    google_adk,
    pydantic_ai,
    semantic_kernel,
    strands,
    vercel_ai,
)
from agenttrace_server.pipeline.normalize.dialects.products import (
    anthropic_sdk,
    langfuse,
    langsmith,
    litellm,
    logfire,
    mlflow,
)
from agenttrace_server.pipeline.normalize.draft import Dialect

DIALECTS: Final[tuple[Dialect, ...]] = (
    ours.DIALECT,
    claude_code.DIALECT,
    codex.DIALECT,
    gemini_cli.DIALECT,
    google_adk.DIALECT,
    ag2.DIALECT,
    agent_framework.DIALECT,
    autogen.DIALECT,
    crewai.DIALECT,
    pydantic_ai.DIALECT,
    semantic_kernel.DIALECT,
    strands.DIALECT,
    vercel_ai.DIALECT,
    litellm.DIALECT,
    langfuse.DIALECT,
    langsmith.DIALECT,
    mlflow.DIALECT,
    logfire.DIALECT,
    anthropic_sdk.DIALECT,
    openlit.DIALECT,
    openinference.DIALECT,
    traceloop.DIALECT,
    otel_genai.DIALECT,
)
"""In the order in which attributes are asked: the most specific first. A new dialect is one file and one row here."""

_OPEN_ENDS: Final = (".", "-", "_", " ")
_WHOLE_SCOPES: Final = {scope: row for row in DIALECTS for scope in row.scopes if not scope.endswith(_OPEN_ENDS)}
_SCOPE_BEGINNINGS: Final = tuple((scope, row) for row in DIALECTS for scope in row.scopes if scope.endswith(_OPEN_ENDS))
_REMEMBERED_SCOPES: Final = 1024
_REMEMBERED_SHAPES: Final = 4096


def _marks_by_first_word() -> dict[str, tuple[tuple[str, int], ...]]:
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for rank, row in enumerate(DIALECTS):
        for mark in row.marks:
            word = mark.partition(".")[0]
            found[word] = (*found.get(word, ()), (mark, rank))
    return found


_MARKS: Final = _marks_by_first_word()


def detect(span: Span) -> Dialect | None:
    """Return the dialect of a span; None where nobody here knows it, which loses nothing but understanding."""
    found = _by_scope(span.scope.name)
    return found if found is not None else _by_attributes(tuple(span.attributes))


@lru_cache(maxsize=_REMEMBERED_SCOPES)
def _by_scope(scope: str) -> Dialect | None:
    if scope in _WHOLE_SCOPES:
        return _WHOLE_SCOPES[scope]
    return next((row for beginning, row in _SCOPE_BEGINNINGS if scope.startswith(beginning)), None)


@lru_cache(maxsize=_REMEMBERED_SHAPES)
def _by_attributes(names: tuple[str, ...]) -> Dialect | None:
    best = len(DIALECTS)
    for name in names:
        for mark, rank in _MARKS.get(name.partition(".")[0], ()):
            if rank < best and name.startswith(mark):
                best = rank
    return DIALECTS[best] if best < len(DIALECTS) else None
