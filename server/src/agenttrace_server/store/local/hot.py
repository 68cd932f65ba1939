"""Hold the spans that are not sealed yet: what is asked by trace from here, all else from the table beside it."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from agenttrace.model import ProjectName, Span, SpanId, TraceId
from agenttrace_server.store.api import TraceSummary
from agenttrace_server.store.api.dedupe import SeenIndex
from agenttrace_server.store.api.folding import TraceFold
from agenttrace_server.store.api.paging import Key, trace_key
from agenttrace_server.store.api.whose import AgentIndex
from agenttrace_server.store.local.content import HeldPiece, PieceKey
from agenttrace_server.store.local.rollups import Cell, CellKey, cell_of
from agenttrace_server.store.local.rows import AT, Row, size_of

TraceKey = tuple[ProjectName, TraceId]
SessionKey = tuple[ProjectName, str]


@dataclass(slots=True)
class TraceRecord:
    """What is kept of a trace beside its spans, and written to the catalog as one row."""

    key: TraceKey
    number: int
    """Given out in order of first arrival; by it a trace is counted once in sums over hours."""
    fold: TraceFold
    cells: dict[CellKey, int]
    """How many of its spans are counted in each cell of the rollups."""

    def copy(self) -> TraceRecord:
        """Return one that can change without changing this."""
        return TraceRecord(self.key, self.number, self.fold.copy(), dict(self.cells))

    def summary(self) -> TraceSummary:
        """Return the line that lists show."""
        return self.fold.summary(*self.key)


@dataclass(slots=True)
class HotTrace:
    """A trace that has spans in a hot part. Its record and summary cover all of its spans, wherever they lie."""

    record: TraceRecord
    summary: TraceSummary
    in_catalog: TraceSummary | None
    """The trace as the catalog has it; None where the catalog has none."""
    sealed: dict[SpanId, int] | None = None
    """The numbers of its spans in segments; None where that has not been looked up."""
    rows: dict[SpanId, Row] = field(default_factory=dict)
    calls: SeenIndex | None = None
    """All its model and tool calls, wherever they lie; None where that has not been looked up. Only the writer asks."""
    agents: AgentIndex | None = None
    """What all of its spans say of agents; None where that has not been looked up. Only the writer asks."""


@dataclass(slots=True)
class Dead:
    """A version of a span that counts no more: hidden from whoever sees version `as_of`, until a rewrite drops it."""

    version: int
    as_of: int


class HotPart:
    """One generation of unsealed spans: first the active one, which grows; then frozen, while it is sealed.

    Whoever changes or walks it holds the shelf's lock.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.table = f"hot_{number}"
        self.traces: dict[TraceKey, HotTrace] = {}
        self.owners: dict[TraceId, tuple[ProjectName, ...]] = {}
        self.order: list[Key] = []
        """The traces by start, newest last."""
        self.sessions: dict[SessionKey, set[TraceKey]] = {}
        """Traces that are in a session, or were in it when this part began."""
        self.session_changes: dict[SessionKey, int] = {}
        """The version of the last change of each session."""
        self.cells: dict[CellKey, Cell] = {}
        self.dead: list[Dead] = []
        """Versions in older layers that this part's spans replace."""
        self.buried = 0
        """How many of `dead` the engine has been told of."""
        self.pending: dict[int, Row] = {}
        """Rows, by version, that are not in the table yet."""
        self.replaced: list[int] = []
        """Versions that are in the table and no longer should be."""
        self.pieces: dict[int, HeldPiece] = {}
        """Content that came with this part's spans and was not known before, by number."""
        self.piece_numbers: dict[PieceKey, int] = {}
        self.piece_bytes = 0
        self.rows = 0
        self.size_bytes = 0
        self.content_bytes = 0
        """What the rows' content would take without sharing."""
        self.has_replaced = False
        """Whether a row of this part took the place of another of it, whose content may be nobody's now."""
        self.last_version = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to seal."""
        return not self.traces

    def put_trace(self, trace: HotTrace, summary: TraceSummary, version: int) -> None:
        """Take in a trace, or what has become of it."""
        key = trace.record.key
        is_new = key not in self.traces
        if is_new:
            self.traces[key] = trace
            self.owners[key[1]] = (*self.owners.get(key[1], ()), key[0])
        self._reorder(None if is_new else trace.summary, summary)
        for told in (trace.in_catalog, trace.summary, summary):
            if told is None or told.session_id is None:
                continue
            session = (key[0], told.session_id)
            self.sessions.setdefault(session, set()).add(key)
            self.session_changes[session] = version
        trace.summary = summary

    def put_row(self, trace: HotTrace, span_id: SpanId, row: Row) -> None:
        """Take in a version of a span, in place of the one this part held."""
        old = trace.rows.get(span_id)
        if old is not None:
            version = old[AT["version"]]
            if self.pending.pop(version, None) is None:
                self.replaced.append(version)
            self.size_bytes -= size_of(old)
            self.content_bytes -= old[AT["content_bytes"]] or 0
            self.has_replaced = True
            self.rows -= 1
        trace.rows[span_id] = row
        self.last_version = row[AT["version"]]
        self.pending[self.last_version] = row
        self.size_bytes += size_of(row)
        self.content_bytes += row[AT["content_bytes"]] or 0
        self.rows += 1

    def hold_piece(self, piece: HeldPiece) -> None:
        """Take in content that no part and no file has."""
        self.pieces[piece.number] = piece
        self.piece_numbers[piece.key] = piece.number
        self.piece_bytes += len(piece.raw)
        self.size_bytes += len(piece.raw)

    def buried_next(self) -> list[Dead]:
        """Return what the engine has not been told of, and take it as told."""
        news = self.dead[self.buried :]
        self.buried = len(self.dead)
        return news

    def count(self, record: TraceRecord, spans: Iterable[Span], sign: int) -> None:
        """Count spans into their cells of the rollups (`sign` 1) or out of them (-1)."""
        by_cell: dict[CellKey, list[Span]] = {}
        for span in spans:
            by_cell.setdefault(cell_of(span), []).append(span)
        for key, members in by_cell.items():
            cell = self.cells.get(key)
            if cell is None:
                cell = self.cells[key] = Cell()
            cell.add(members, sign)
            before = record.cells.get(key, 0)
            now = record.cells[key] = before + sign * len(members)
            if before == 0:
                cell.enter(record.number)
            if now == 0:
                del record.cells[key]
                cell.leave(record.number)

    def newest(self, after: Key | None, count: int) -> list[HotTrace]:
        """Return up to `count` traces behind this place, newest first."""
        end = len(self.order) if after is None else bisect.bisect_left(self.order, after)
        keys = self.order[max(0, end - count) : end]
        return [self.traces[ProjectName(str(key[2])), TraceId(str(key[1]))] for key in reversed(keys)]

    def find(self, trace_id: TraceId, project: str | None) -> Iterator[HotTrace]:
        """Return the traces with this id: one a project."""
        for owner in self.owners.get(trace_id, ()):
            if project in (None, owner):
                yield self.traces[owner, trace_id]

    def _reorder(self, old: TraceSummary | None, new: TraceSummary) -> None:
        key = trace_key(new)
        if old is not None:
            was = trace_key(old)
            if was == key:
                return
            del self.order[bisect.bisect_left(self.order, was)]
        bisect.insort(self.order, key)
