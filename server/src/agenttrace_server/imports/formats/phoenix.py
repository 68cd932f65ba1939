"""Read spans as Phoenix exports them: its REST answers, data frames as JSON lines, and trace files in Parquet."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from agenttrace_server.imports import ids
from agenttrace_server.imports.lines import Progress
from agenttrace_server.imports.objects import find, objects
from agenttrace_server.imports.reading import Row, fields, first_text, items, json_text, parsed, text, time_ns
from agenttrace_server.imports.span import Event, ImportedSpan
from agenttrace_server.imports.tally import Tally

_SOURCE = "phoenix"
_SCOPE = "openinference.instrumentation"
_PREFIX = "attributes."
_WHOLE = frozenset(
    {
        "metadata",
        "llm.invocation_parameters",
        "llm.prompt_template.variables",
        "llm.function_call",
        "input.value",
        "output.value",
        "tool.parameters",
    }
)
"""Attributes whose value is JSON text, which an export may have taken apart."""


def paths(path: Path) -> list[Path]:
    """Return every file that an import of this path reads. Raises: CannotImport."""
    return find(path, (".json", ".jsonl", ".parquet", ".csv"))


def spans(path: Path, tally: Tally, progress: Progress) -> Iterator[ImportedSpan]:
    """Yield the spans of everything under a path. Raises: CannotImport."""
    for file in paths(path):
        for row in objects(file, tally, progress, ("data", "spans")):
            found = _span(row)
            if found is not None:
                yield found
            else:
                tally.unknown["without ids or start"] += 1


def _span(row: Row) -> ImportedSpan | None:
    context = fields(parsed(row.get("context")))
    trace = first_text(context, "trace_id") or first_text(row, "context.trace_id", "trace_id")
    identity = first_text(context, "span_id") or first_text(row, "context.span_id", "span_id")
    start_ns = time_ns(row.get("start_time"))
    if trace is None or identity is None or start_ns is None:
        return None
    parent = text(row.get("parent_id"))
    attributes = flattened(fields(parsed(row.get("attributes"))))
    for name, value in row.items():
        if name.startswith(_PREFIX) and not _is_nothing(value):
            attributes |= flattened({name.removeprefix(_PREFIX): value})
    if (kind := text(row.get("span_kind"))) is not None:
        attributes.setdefault("openinference.span.kind", kind)
    return ImportedSpan(
        trace_id=ids.kept_trace_id(_SOURCE, trace),
        span_id=ids.kept_span_id(_SOURCE, identity),
        parent_id=None if parent is None else ids.kept_span_id(_SOURCE, parent),
        name=text(row.get("name")) or "unknown",
        start_ns=start_ns,
        end_ns=time_ns(row.get("end_time")),
        attributes=attributes,
        error=(text(row.get("status_message")) or "") if row.get("status_code") == "ERROR" else None,
        events=tuple(_events(row)),
        scope=_SCOPE,
    )


def flattened(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested objects under dotted names, as OpenInference writes attributes."""
    found: dict[str, Any] = {}
    waiting = [(str(name), value) for name, value in given.items()]
    while waiting:
        name, value = waiting.pop()
        if _is_nothing(value):
            continue
        if name in _WHOLE and not isinstance(value, str):
            found[name] = json_text(value)
        elif isinstance(value, dict):
            waiting += [(f"{name}.{key}", inner) for key, inner in value.items()]
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            waiting += [(f"{name}.{index}", item) for index, item in enumerate(value)]
        else:
            found[name] = value
    return found


def _events(row: Row) -> Iterator[Event]:
    for event in map(fields, items(parsed(row.get("events")))):
        yield Event(
            text(event.get("name")) or "event", time_ns(event.get("timestamp")) or 0, fields(event.get("attributes"))
        )


def _is_nothing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
