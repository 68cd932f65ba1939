"""Read Zipkin's v2 JSON: an array of spans, of traces, or one of them a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agenttrace_server.imports import ids
from agenttrace_server.imports.lines import Progress
from agenttrace_server.imports.objects import find, objects
from agenttrace_server.imports.reading import Row, fields, first_text, items, microseconds, parsed, text
from agenttrace_server.imports.span import SCOPE, Event, ImportedSpan
from agenttrace_server.imports.tally import Tally

_SOURCE = "zipkin"
_KINDS = {"SERVER": 2, "CLIENT": 3, "PRODUCER": 4, "CONSUMER": 5}
_RESOURCE = "resource."
_OWN = frozenset({"error", "otel.scope.name", "otel.scope.version", "otel.library.name", "otel.library.version"})


def paths(path: Path) -> list[Path]:
    """Return every file that an import of this path reads. Raises: CannotImport."""
    return find(path, (".json", ".jsonl"))


def spans(path: Path, tally: Tally, progress: Progress) -> Iterator[ImportedSpan]:
    """Yield the spans of everything under a path. Raises: CannotImport."""
    for file in paths(path):
        for row in objects(file, tally, progress):
            found = _span(row)
            if found is not None:
                yield found
            else:
                tally.unknown["without ids or start"] += 1


def _span(row: Row) -> ImportedSpan | None:
    trace, identity, start_ns = text(row.get("traceId")), text(row.get("id")), microseconds(row.get("timestamp"))
    if trace is None or identity is None or start_ns is None:
        return None
    tags = fields(row.get("tags"))
    parent = text(row.get("parentId"))
    own_id = ids.kept_span_id(_SOURCE, identity)
    if row.get("shared") is True:
        parent, own_id = identity, ids.span_id(_SOURCE, trace, identity, "shared")
    error = tags.get("error")
    return ImportedSpan(
        trace_id=ids.kept_trace_id(_SOURCE, trace),
        span_id=own_id,
        parent_id=None if parent is None else ids.kept_span_id(_SOURCE, parent),
        name=text(row.get("name")) or "unknown",
        start_ns=start_ns,
        end_ns=start_ns + (microseconds(row.get("duration")) or 0),
        attributes={
            **{name: value for name, value in tags.items() if name not in _OWN and not name.startswith(_RESOURCE)},
            "peer.service": text(fields(row.get("remoteEndpoint")).get("serviceName")),
        },
        resource=_resource(row, tags),
        error=None if error is None else ("" if error == "true" else str(error)),
        events=tuple(_events(row)),
        kind=_KINDS.get(str(row.get("kind")), 1),
        scope=first_text(tags, "otel.scope.name", "otel.library.name") or SCOPE,
    )


def _resource(row: Row, tags: Row) -> dict[str, Any]:
    named = {"service.name": text(fields(row.get("localEndpoint")).get("serviceName"))}
    return named | {name.removeprefix(_RESOURCE): tags[name] for name in tags if name.startswith(_RESOURCE)}


def _events(row: Row) -> Iterator[Event]:
    for annotation in map(fields, items(row.get("annotations"))):
        name, _, rest = str(annotation.get("value") or "").partition(": ")
        given = parsed(rest)
        when = microseconds(annotation.get("timestamp")) or 0
        if isinstance(given, dict):
            yield Event(name, when, given)
        else:
            yield Event(str(annotation.get("value") or "annotation"), when)
