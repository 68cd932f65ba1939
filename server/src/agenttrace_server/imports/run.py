"""Import a path: read it with its source, send what comes out, and say how it went."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from agenttrace_server.errors import CannotImport
from agenttrace_server.imports.formats import otlp
from agenttrace_server.imports.lines import Progress, no_progress
from agenttrace_server.imports.reading import fields, items
from agenttrace_server.imports.sender import Sender, post_or_note
from agenttrace_server.imports.table import SOURCES, SourceName
from agenttrace_server.imports.tally import Tally


def size_bytes(source: SourceName, path: Path) -> int:
    """Return how much there is to read. Raises: CannotImport."""
    paths = otlp.paths if source is SourceName.OTLP else SOURCES[source].paths
    return sum(file.stat().st_size for file in paths(path))


def run(source: SourceName, path: Path, sender: Sender, progress: Progress = no_progress) -> Tally:
    """Import everything of a source under a path; importing it again changes nothing.

    Raises: CannotImport: nothing there can be imported. ServerUnreachable, ServerRefused: the server did not take it.
    """
    tally = Tally()
    if source is SourceName.OTLP:
        _send_otlp(path, sender, tally, progress)
    else:
        sender.send(SOURCES[source].spans(path, tally, progress), tally)
    if tally.spans == 0 and (tally.problem_count or tally.unknown):
        raise CannotImport(_nothing(source, path, tally))
    return tally


def _send_otlp(path: Path, sender: Sender, tally: Tally, progress: Progress) -> None:
    for file in otlp.paths(path):
        for line, request, spans in otlp.requests(file, tally, progress):
            if post_or_note(sender, request, file, line, tally):
                tally.spans += spans
                tally.traces |= _traces_in(request)


def _traces_in(request: dict[str, Any]) -> set[str]:
    return {
        str(fields(span).get("traceId", fields(span).get("trace_id")))
        for group in items(request["resourceSpans"])
        for scope in items(fields(group).get("scopeSpans", fields(group).get("scope_spans")))
        for span in items(fields(scope).get("spans"))
    }


def _nothing(source: SourceName, path: Path, tally: Tally) -> str:
    if tally.problems:
        return f"{tally.problems[0]}; nothing in it could be imported as {source.value}"
    kinds = ", ".join(sorted(tally.unknown)[:5])
    return f"{path}: nothing in it could be imported as {source.value}: its rows are of kinds not known here ({kinds})"
