"""Fill a store with millions of spans quickly: what was written once is sealed again and again, as later traces."""

# ruff: noqa: SLF001 - it puts rows where the writer would, past the pipeline

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agenttrace.model import ProjectName, SpanId, TraceId
from agenttrace_server.store.api import TraceDelta
from agenttrace_server.store.api.folding import Rank, TraceFold
from agenttrace_server.store.api.grouping import HOUR_NS
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.local.hot import HotPart, HotTrace, TraceRecord
from agenttrace_server.store.local.rollups import Cell
from agenttrace_server.store.local.rows import NAMES

TAG = "q000z"
"""Stands in every word that only one span says."""


@dataclass(frozen=True)
class Stencil:
    """A hot part as it was before it was sealed: its rows in a table, its traces and sums in memory."""

    table: str
    rows: int
    size_bytes: int
    first_version: int
    traces: tuple[TraceRecord, ...]
    cells: dict[tuple[int, str, str | None, str | None, str], Cell]


def write_and_copy(store: LocalStore, slices: Sequence[list[TraceDelta]]) -> Stencil:
    """Write some spans the usual way, keep what becomes of them, and seal."""
    first = store._shelf.version + 1
    for deltas in slices:
        store.write(deltas, 0)
    store._engine.drain([store._shelf.active], store._shelf.lock)
    part = store._shelf.active
    if not part.rows:
        raise RuntimeError("the part was sealed while it was written: it is larger than a seal lets it be")
    if part.pieces:
        raise RuntimeError("spans with content of its own cannot be multiplied: their numbers would be others")
    table = f"stencil_{part.number}"
    with store._engine.snapshot() as cursor:
        cursor.execute(f"CREATE TABLE {table} AS SELECT * FROM {part.table}")
    cells = {key: cell.copy() for key, cell in part.cells.items()}
    traces = tuple(trace.record.copy() for trace in part.traces.values())
    made = Stencil(table, part.rows, part.size_bytes, first, traces, cells)
    store.flush()
    return made


def stamp(store: LocalStore, stencil: Stencil, number: int, shift_ns: int) -> int:
    """Seal the same spans as other traces, so much later (whole hours); return how many spans that are."""
    if shift_ns % HOUR_NS:
        raise ValueError(f"sums are kept by the hour: {shift_ns} is not whole hours")
    part = store._shelf.active
    begin = store._shelf.version + 1
    _copy_rows(store, stencil, part, number, shift_ns, begin - stencil.first_version)
    store._shelf.version = part.last_version = begin + _versions(stencil, store)
    part.rows, part.size_bytes = stencil.rows, stencil.size_bytes
    for (hour_ns, *rest), cell in stencil.cells.items():
        moved = Cell(cell.totals, dict(cell.latencies), cell.duration_ns)
        part.cells[hour_ns + shift_ns, rest[0], rest[1], rest[2], str(rest[3])] = moved
    for record in stencil.traces:
        store._writer.next_number += 1
        _put_trace(part, _moved(record, number, shift_ns, store._writer.next_number))
    store.flush()
    return stencil.rows


def _versions(stencil: Stencil, store: LocalStore) -> int:
    ((latest,),) = store._engine.query(f"SELECT max(version) FROM {stencil.table}")
    return int(latest) - stencil.first_version


def _copy_rows(
    store: LocalStore, stencil: Stencil, part: HotPart, number: int, shift_ns: int, later_versions: int
) -> None:
    other_tag = f"q{number:03x}z"
    changed = {
        "version": f"version + {later_versions:d}",
        "start_ns": f"start_ns + {shift_ns:d}",
        "end_ns": f"end_ns + {shift_ns:d}",
        "trace_id": f"md5(trace_id || '{number:d}')",
        "span_id": f"left(md5(span_id || '{number:d}'), 16)",
        "parent_span_id": f"left(md5(parent_span_id || '{number:d}'), 16)",
        **{name: f"replace({name}, '{TAG}', '{other_tag}')" for name in ("attributes", "content", "body")},
    }
    columns = ", ".join(f"{changed[name]} AS {name}" if name in changed else name for name in NAMES)
    with store._engine.snapshot() as cursor:
        cursor.execute(f"INSERT INTO {part.table} SELECT {columns} FROM {stencil.table}")


def _put_trace(part: HotPart, record: TraceRecord) -> None:
    summary = record.summary()
    part.put_trace(HotTrace(record, summary, None, sealed={}), summary, part.last_version)
    for key in record.cells:
        part.cells[key].enter(record.number)


def _moved(record: TraceRecord, number: int, shift_ns: int, place: int) -> TraceRecord:
    """Return the record of the same trace under its other id, later."""
    fold = record.fold.copy()
    moved = TraceFold(
        totals=fold.totals,
        start_ns=(fold.start_ns or 0) + shift_ns,
        last_seen_ns=fold.last_seen_ns + shift_ns,
        ended_ns=None if fold.ended_ns is None else fold.ended_ns + shift_ns,
        firsts={name: (_rank(rank, number, shift_ns), value) for name, (rank, value) in fold.firsts.items()},
        agents={name: _rank(rank, number, shift_ns) for name, rank in fold.agents.items()},
        models={name: _rank(rank, number, shift_ns) for name, rank in fold.models.items()},
        tags={name: _rank(rank, number, shift_ns) for name, rank in fold.tags.items()},
    )
    if "root" in moved.firsts:
        rank, root = moved.firsts["root"]
        moved.firsts["root"] = (rank, _other(root, number, 16))
    project, trace_id = record.key
    cells = {(key[0] + shift_ns, *key[1:]): count for key, count in record.cells.items()}
    key = (ProjectName(project), TraceId(_other(trace_id, number, 32)))
    return replace(record, key=key, number=place, fold=moved, cells=cells)


def _rank(rank: Rank, number: int, shift_ns: int) -> Rank:
    later = rank[1] - shift_ns if rank[1] < 0 else rank[1] + shift_ns  # the last one first: its time is negative
    return (rank[0], later, SpanId(_other(rank[2], number, 16)))


def _other(name: str, number: int, length: int) -> str:
    return hashlib.md5(f"{name}{number}".encode(), usedforsecurity=False).hexdigest()[:length]


def shifts(copies: int, hours: int) -> Iterator[tuple[int, int]]:
    """Yield the number of each copy and how much later it is: all of them together take `hours`."""
    width = max(1, round(hours / max(1, copies)))
    yield from ((number, number * width * HOUR_NS) for number in range(1, copies))
