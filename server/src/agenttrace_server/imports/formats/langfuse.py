"""Read Langfuse's exports of observations and traces, of its UI, its API and its blob storage: JSON, lines or CSV."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agenttrace.model import semconv
from agenttrace_server.imports import ids
from agenttrace_server.imports.lines import Progress
from agenttrace_server.imports.objects import find, objects
from agenttrace_server.imports.reading import Row, fields, first_text, items, json_text, parsed, time_ns
from agenttrace_server.imports.span import ImportedSpan
from agenttrace_server.imports.tally import Tally

_SOURCE = "langfuse"
_SCOPE = "langfuse-sdk"


def paths(path: Path) -> list[Path]:
    """Return every file that an import of this path reads. Raises: CannotImport."""
    return find(path, (".json", ".jsonl", ".csv"))


def spans(path: Path, tally: Tally, progress: Progress) -> Iterator[ImportedSpan]:
    """Yield the spans of everything under a path. Raises: CannotImport."""
    for file in paths(path):
        for row in objects(file, tally, progress, ("data",)):
            yield from _spans_of(row, tally)


def _spans_of(row: Row, tally: Tally) -> Iterator[ImportedSpan]:
    inner = items(parsed(row.get("observations")))
    for observation in map(fields, inner):
        found = _span(observation, row)
        if found is not None:
            yield found
    if inner:
        return
    found = _span(row, {})
    if found is not None:
        yield found
    elif "timestamp" in row:
        tally.skipped["traces and scores without observations"] += 1
    else:
        tally.unknown["without ids, type or start"] += 1


def _span(row: Row, trace: Row) -> ImportedSpan | None:
    identity = first_text(row, "id", "span_id", "spanId")
    trace_id = first_text(row, "traceId", "trace_id") or first_text(trace, "id")
    start_ns = time_ns(_either(row, "startTime", "start_time"))
    if identity is None or trace_id is None or start_ns is None:
        return None
    kind = (first_text(row, "type") or "SPAN").lower()
    parent = first_text(row, "parentObservationId", "parent_observation_id")
    end_ns = time_ns(_either(row, "endTime", "end_time"))
    message = first_text(row, "statusMessage", "status_message")
    return ImportedSpan(
        trace_id=ids.kept_trace_id(_SOURCE, trace_id),
        span_id=ids.kept_span_id(_SOURCE, identity),
        parent_id=None if parent is None else ids.kept_span_id(_SOURCE, parent),
        name=first_text(row, "name") or kind,
        start_ns=start_ns,
        end_ns=start_ns if end_ns is None else end_ns,
        attributes={
            "langfuse.observation.type": kind,
            "langfuse.observation.model.name": first_text(
                row, "model", "providedModelName", "provided_model_name", "internalModelId"
            ),
            "langfuse.observation.model.parameters": _json(row, "modelParameters", "model_parameters"),
            "langfuse.observation.usage_details": _usage(row),
            "langfuse.observation.cost_details": _json(row, "costDetails", "cost_details"),
            "langfuse.observation.input": _json(row, "input"),
            "langfuse.observation.output": _json(row, "output"),
            "langfuse.observation.metadata": _json(row, "metadata"),
            "langfuse.observation.level": first_text(row, "level"),
            semconv.SESSION_ID: _of_trace(row, trace, "sessionId", "session_id"),
            semconv.USER_ID: _of_trace(row, trace, "userId", "user_id"),
        },
        resource={"langfuse.environment": first_text(row, "environment")},
        error=(message or "") if row.get("level") == "ERROR" else None,
        scope=_SCOPE,
    )


def _usage(row: Row) -> str | None:
    """Return the token counts as an object: of today, of the older API, or from the columns of the UI's export."""
    for name in ("usageDetails", "usage_details", "usage"):
        found = fields(parsed(row.get(name)))
        counts = {key: _whole(value) for key, value in found.items() if _whole(value) is not None}
        if any(counts.values()):
            return json_text(counts)
    columns = {"input": "inputUsage", "output": "outputUsage", "total": "totalUsage"}
    older = {"input": "promptTokens", "output": "completionTokens", "total": "totalTokens"}
    for names in (columns, older):
        counts = {key: number for key, name in names.items() if (number := _whole(row.get(name))) is not None}
        if any(counts.values()):
            return json_text(counts)
    return None


def _whole(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _json(row: Row, *names: str) -> str | None:
    value = _either(row, *names)
    return None if value in (None, "", {}, []) else json_text(value)


def _either(row: Row, *names: str) -> Any:
    return next((row[name] for name in names if row.get(name) is not None), None)


def _of_trace(row: Row, trace: Row, *names: str) -> str | None:
    return first_text(row, *names) or first_text(trace, *names)
