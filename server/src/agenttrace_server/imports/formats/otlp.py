"""Send files of OTLP/JSON as they are: whole requests, or one a line as the collector's file exporter writes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agenttrace_server.imports import objects
from agenttrace_server.imports.lines import Progress, object_of, raw_lines, whole
from agenttrace_server.imports.reading import Row, fields, items
from agenttrace_server.imports.tally import Tally

MAX_DOCUMENT_BYTES = 1024 * 1024 * 1024
_SPANS_A_REQUEST = 500
_ENDINGS = (".json", ".jsonl", ".ndjson")
_SIGNALS = {"resourceLogs": "logs", "resourceMetrics": "metrics"}

Request = tuple[int, dict[str, Any], int]
"""The line it begins on, the request, and how many spans it has."""


def paths(path: Path) -> list[Path]:
    """Return every file that an import of this path reads. Raises: CannotImport."""
    return objects.find(path, _ENDINGS)


def requests(file: Path, tally: Tally, progress: Progress) -> Iterator[Request]:
    """Yield the requests of one file, in pieces that a server takes."""
    first = next(iter(raw_lines(file, Tally())), None)
    if first is None:
        tally.files += 1
        return
    if object_of(first[1]) is None:
        yield from _whole_document(file, tally, progress)
        return
    for number, line in raw_lines(file, tally, progress):
        yield from _pieces(file, number, object_of(line), tally)


def _whole_document(file: Path, tally: Tally, progress: Progress) -> Iterator[Request]:
    data = whole(file, tally, progress, MAX_DOCUMENT_BYTES)
    if data is not None:
        yield from _pieces(file, 1, object_of(data), tally)


def _pieces(file: Path, number: int, request: Row | None, tally: Tally) -> Iterator[Request]:
    if request is None:
        tally.problem(file, number, "not a JSON object")
        return
    groups = request.get("resourceSpans", request.get("resource_spans"))
    if not isinstance(groups, list):
        signal = next((word for name, word in _SIGNALS.items() if name in request), None)
        if signal is not None:
            tally.skipped[signal] += 1
        else:
            tally.problem(file, number, "no OTLP request: it has no resourceSpans")
        return
    waiting: list[Any] = []
    spans = 0
    for part in (part for group in groups for part in _parts_of(group)):
        size = _spans_in(part)
        if waiting and spans + size > _SPANS_A_REQUEST:
            yield number, {"resourceSpans": waiting}, spans
            waiting, spans = [], 0
        waiting.append(part)
        spans += size
    if waiting:
        yield number, {"resourceSpans": waiting}, spans


def _parts_of(group: Any) -> Iterator[Any]:
    """Cut what has more spans than one request should; everything else stays as it is, right or wrong."""
    if _spans_in(group) <= _SPANS_A_REQUEST:
        yield group
        return
    name = "scopeSpans" if "scopeSpans" in group else "scope_spans"
    for scope in group[name]:
        spans = items(fields(scope).get("spans"))
        for at in range(0, len(spans), _SPANS_A_REQUEST):
            yield {**group, name: [{**scope, "spans": spans[at : at + _SPANS_A_REQUEST]}]}


def _spans_in(group: Any) -> int:
    scopes = items(fields(group).get("scopeSpans", fields(group).get("scope_spans")))
    return sum(len(items(fields(scope).get("spans"))) for scope in scopes)
