"""List the sources that can be imported: a new one is a module and one row here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from agenttrace_server.imports.claude_code import source as claude_code
from agenttrace_server.imports.codex import source as codex
from agenttrace_server.imports.formats import events, jaeger, langfuse, phoenix, zipkin
from agenttrace_server.imports.lines import Progress
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally

Paths = Callable[[Path], list[Path]]
Spans = Callable[[Path, Tally, Progress], Iterator[ImportedSpan]]


class SourceName(str, Enum):
    """What an import can read."""

    CLAUDE_CODE = "claude-code"
    CODEX = "codex"
    OTLP = "otlp"
    PHOENIX = "phoenix"
    LANGFUSE = "langfuse"
    JAEGER = "jaeger"
    ZIPKIN = "zipkin"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Source:
    """How one source is read: which files, and which spans are in them."""

    paths: Paths
    spans: Spans


SOURCES: Final[dict[SourceName, Source]] = {
    SourceName.CLAUDE_CODE: Source(claude_code.paths, claude_code.spans),
    SourceName.CODEX: Source(codex.paths, codex.spans),
    SourceName.PHOENIX: Source(phoenix.paths, phoenix.spans),
    SourceName.LANGFUSE: Source(langfuse.paths, langfuse.spans),
    SourceName.JAEGER: Source(jaeger.paths, jaeger.spans),
    SourceName.ZIPKIN: Source(zipkin.paths, zipkin.spans),
    SourceName.EVENTS: Source(events.paths, events.spans),
}
"""All but OTLP, whose requests are sent as they are."""
