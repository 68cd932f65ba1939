"""Read the JSON that Jaeger's UI and query service give: traces with spans and processes, or spans one a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agenttrace_server.imports import ids
from agenttrace_server.imports.lines import Progress
from agenttrace_server.imports.objects import find, objects
from agenttrace_server.imports.reading import Row, fields, first_text, items, microseconds, text
from agenttrace_server.imports.span import SCOPE, Event, ImportedSpan
from agenttrace_server.imports.tally import Tally

_SOURCE = "jaeger"
_KINDS = {"internal": 1, "server": 2, "client": 3, "producer": 4, "consumer": 5}
_OWN = frozenset(
    {"span.kind", "error", "otel.status_code", "otel.status_description", "otel.scope.name", "otel.scope.version",
     "otel.library.name", "otel.library.version", "internal.span.format"}
)  # fmt: skip
"""Tags by which Jaeger writes what is no attribute in OpenTelemetry."""
_FALSE = (None, False, "false", "")


def paths(path: Path) -> list[Path]:
    """Return every file that an import of this path reads. Raises: CannotImport."""
    return find(path, (".json", ".jsonl"))


def spans(path: Path, tally: Tally, progress: Progress) -> Iterator[ImportedSpan]:
    """Yield the spans of everything under a path. Raises: CannotImport."""
    for file in paths(path):
        for row in objects(file, tally, progress, ("data",)):
            inner = items(row.get("spans")) if "spans" in row else [row]
            for given in inner:
                found = _span(fields(given), fields(row.get("processes")))
                if found is not None:
                    yield found
                else:
                    tally.unknown["without ids, name or start"] += 1


def _span(row: Row, processes: Row) -> ImportedSpan | None:
    trace, identity = first_text(row, "traceID", "traceId"), first_text(row, "spanID", "spanId")
    name, start_ns = text(row.get("operationName")), microseconds(row.get("startTime"))
    if trace is None or identity is None or name is None or start_ns is None:
        return None
    tags = _tags(row.get("tags"))
    process = fields(row.get("process")) or fields(processes.get(first_text(row, "processID", "processId") or ""))
    parent, links = _references(row, trace)
    return ImportedSpan(
        trace_id=ids.kept_trace_id(_SOURCE, trace),
        span_id=ids.kept_span_id(_SOURCE, identity),
        parent_id=parent,
        name=name,
        start_ns=start_ns,
        end_ns=start_ns + (microseconds(row.get("duration")) or 0),
        attributes={key: value for key, value in tags.items() if key not in _OWN},
        resource={"service.name": text(process.get("serviceName")), **_tags(process.get("tags"))},
        error=_error(tags),
        events=tuple(_events(row)),
        links=links,
        kind=_KINDS.get(str(tags.get("span.kind")).lower(), 1),
        scope=first_text(tags, "otel.scope.name", "otel.library.name") or SCOPE,
    )


def _references(row: Row, trace: str) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    parent = first_text(row, "parentSpanID", "parentSpanId")
    links = []
    for reference in map(fields, items(row.get("references"))):
        of_trace = first_text(reference, "traceID", "traceId") or trace
        identity = first_text(reference, "spanID", "spanId")
        if identity is None:
            continue
        if parent is None and reference.get("refType") == "CHILD_OF" and of_trace == trace:
            parent = identity
        elif reference.get("refType") != "CHILD_OF" or of_trace != trace:
            links.append((ids.kept_trace_id(_SOURCE, of_trace), ids.kept_span_id(_SOURCE, identity)))
    return (None if parent is None else ids.kept_span_id(_SOURCE, parent)), tuple(links)


def _tags(given: Any) -> dict[str, Any]:
    if isinstance(given, dict):
        return given
    found: dict[str, Any] = {}
    for tag in map(fields, items(given)):
        key = text(tag.get("key"))
        if key is not None:
            found[key] = tag.get("value")
    return found


def _error(tags: Row) -> str | None:
    is_failed = tags.get("otel.status_code") == "ERROR" or tags.get("error") not in _FALSE
    return (first_text(tags, "otel.status_description", "error.message") or "") if is_failed else None


def _events(row: Row) -> Iterator[Event]:
    for log in map(fields, items(row.get("logs"))):
        given = _tags(log.get("fields"))
        name = first_text(given, "event", "message") or "log"
        rest = {key: value for key, value in given.items() if key != "event"}
        yield Event(name, microseconds(log.get("timestamp")) or 0, rest)
