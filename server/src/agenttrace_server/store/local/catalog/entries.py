"""Turn trace records and session summaries into catalog rows and back."""

from __future__ import annotations

import zlib
from typing import Any

import orjson

from agenttrace.model import ProjectName, SpanState, TraceId
from agenttrace_server.store.api import SessionSummary, Totals
from agenttrace_server.store.api.folding import TraceFold
from agenttrace_server.store.api.language.texts import fold
from agenttrace_server.store.local.hot import TraceRecord

_QUICK = 1
"""The level at which a record is compressed: without it a page of the file would hold one trace."""
_RANKED = ("agents", "models", "tags")


def trace_row(record: TraceRecord) -> tuple[object, ...]:
    """Return the columns of the table of traces, in its order."""
    summary = record.summary()
    totals = summary.totals
    return (
        summary.project,
        summary.trace_id,
        summary.start_ns,
        summary.last_seen_ns,
        (summary.end_ns or summary.last_seen_ns) - summary.start_ns,
        summary.status.value,
        totals.errors,
        summary.session_id,
        summary.user_id,
        summary.framework,
        fold(summary.name),
        _json(summary.agents),
        _json(summary.models),
        _json(summary.tags),
        totals.cost_nano_usd,
        totals.input_tokens + totals.output_tokens,
        totals.spans,
        zlib.compress(
            orjson.dumps([record.number, record.fold, [[*key, count] for key, count in record.cells.items()]]), _QUICK
        ),
    )


def trace_record(project: str, trace_id: str, raw: bytes) -> TraceRecord:
    """Read what `trace_row` put into the column `record`; older servers wrote the JSON itself."""
    number, fold, cells = orjson.loads(record_text(raw))
    fold["totals"] = Totals(**fold["totals"])
    fold["firsts"] = {name: (tuple(rank), value) for name, (rank, value) in fold["firsts"].items()}
    for names in _RANKED:
        fold[names] = {name: tuple(rank) for name, rank in fold[names].items()}
    counts = {tuple(cell[:-1]): cell[-1] for cell in cells}
    return TraceRecord((ProjectName(project), TraceId(trace_id)), number, TraceFold(**fold), counts)


def record_text(raw: bytes) -> str:
    """Return the column `record` as JSON."""
    return (raw if raw.startswith(b"[") else zlib.decompress(raw)).decode()


def session_row(summary: SessionSummary) -> tuple[object, ...]:
    """Return the columns of the table of sessions, in its order."""
    return (
        summary.project,
        summary.session_id,
        summary.start_ns,
        summary.last_seen_ns,
        summary.status.value,
        summary.user_id,
        summary.framework,
        fold(summary.name or summary.session_id),
        orjson.dumps(summary),
    )


def session_summary(raw: bytes) -> SessionSummary:
    """Read what `session_row` put into the column `summary`."""
    told: dict[str, Any] = orjson.loads(raw)
    told["status"] = SpanState(told["status"])
    told["totals"] = Totals(**told["totals"])
    told["agents"], told["tags"] = tuple(told["agents"]), tuple(told["tags"])
    return SessionSummary(**told)


def _json(names: tuple[str, ...]) -> str:
    return orjson.dumps(names).decode()
