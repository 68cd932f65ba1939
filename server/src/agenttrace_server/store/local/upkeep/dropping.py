"""Delete many traces at once: tombstones in small transactions, then whole files go."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from agenttrace.model import ProjectName, TraceId
from agenttrace_server.errors import Overloaded
from agenttrace_server.store.api.upkeep import Dropped
from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.hot import TraceKey
from agenttrace_server.store.local.room import Room, database_growth
from agenttrace_server.store.local.sealer import Sealer
from agenttrace_server.store.local.shelf import Shelf
from agenttrace_server.store.local.upkeep.deleting import Deleter, Deletion

_SPANS_AT_ONCE: Final = 5_000
_TRACES_AT_ONCE: Final = 500
_ROOM_A_TRACE: Final = 64 * 1024

Doomed = tuple[TraceKey, int, int]
"""(the trace, its spans, when it was last heard of)."""


class Dropper:
    """Sealed traces only: what is hot is young, and goes when it is sealed and old."""

    def __init__(
        self, shelf: Shelf, catalog: Catalog, sealer: Sealer, deleter: Deleter, room: Room, writing: threading.RLock
    ) -> None:
        self._room = room
        self._shelf, self._catalog, self._sealer, self._deleter = shelf, catalog, sealer, deleter
        self._writing = writing
        self._leave: Callable[[Sequence[TraceKey]], bool] = lambda keys: False
        self._before: Callable[[Sequence[TraceKey]], None] = lambda keys: None
        self._after: Callable[[], None] = lambda: None

    def on_delete(
        self,
        leave: Callable[[Sequence[TraceKey]], bool],
        before: Callable[[Sequence[TraceKey]], None],
        after: Callable[[], None],
    ) -> None:
        """Have `leave` called first, which says whether it wrote something, then `before`; `after` when all is gone."""
        self._leave, self._before, self._after = leave, before, after

    def delete(self, keys: list[TraceKey], *, keep_logs: bool = False) -> int:
        """Delete what is sealed; so seal first where a part is not, lest the journal deliver it again after a crash."""
        with self._sealer.sealing, self._writing, self._room.freeing():
            if any(self._is_hot(key) for key in keys):
                self._sealer.flush()
            gone = len(self._delete_sealed(keys, keep_logs=keep_logs).dead)
            if not self._sealer.sweep():
                raise Overloaded(
                    "the spans are gone; the disk cap leaves no room to take their content out of its file"
                )
        return gone

    def drop_before(self, time_ns: int, project: str | None, keep: frozenset[str]) -> Dropped:
        """See `Upkeep.drop_before`."""
        where = "last_seen_ns < ? AND (? IS NULL OR project = ?)"
        with self._oldest(where, (time_ns, project, project)) as traces:
            doomed = [one for one in traces if one[0][0] not in keep]
        return self._drop(doomed)

    def drop_share(self, share: float) -> Dropped:
        """Delete the oldest traces, which together have this share of the spans and at least one.

        The size of a trace is taken as its share of the spans: nobody knows it better without reading them.
        """
        doomed: list[Doomed] = []
        with self._catalog.reading() as connection:
            (spans,) = connection.execute("SELECT coalesce(sum(spans), 0) FROM traces").fetchone()
        count = max(1, round(share * spans))
        with self._oldest() as traces:
            for one in traces:
                if count <= 0:
                    break
                doomed.append(one)
                count -= one[1]
        return self._drop(doomed)

    @contextmanager
    def _oldest(self, where: str = "true", values: Sequence[object] = ()) -> Iterator[Iterator[Doomed]]:
        """Give the traces that are meant, last heard of longest ago first, one by one: there may be millions."""
        sql = f"SELECT project, trace_id, spans, last_seen_ns FROM traces WHERE {where} ORDER BY last_seen_ns, trace_id"  # noqa: S608
        with self._catalog.reading() as connection:
            rows = connection.execute(sql, values)
            yield (((ProjectName(project), TraceId(trace_id)), spans, last) for project, trace_id, spans, last in rows)

    def _drop(self, doomed: list[Doomed]) -> Dropped:
        dropped = Dropped()
        at_once = _TRACES_AT_ONCE if self._room.spare is None else max(1, self._room.spare // _ROOM_A_TRACE)
        for chunk in _chunks(doomed, min(_TRACES_AT_ONCE, at_once)):
            dropped = dropped.plus(self._drop_chunk(chunk))
        if dropped.traces:
            self._sealer.sweep()
        return dropped

    def _drop_chunk(self, chunk: list[Doomed]) -> Dropped:
        """Writers wait for this: a chunk is small."""
        with self._sealer.sealing, self._writing, self._room.freeing():
            sealed = [one for one in chunk if not self._is_hot(one[0])]
            until_ns = max((last for _, _, last in sealed), default=None)

            def note(connection: sqlite3.Connection, plan: Deletion) -> None:
                note_dropped(connection, Dropped(len(plan.records), len(plan.dead), until_ns))

            plan = self._delete_sealed([key for key, _, _ in sealed], also=note)
        return Dropped(len(plan.records), len(plan.dead), until_ns)

    def _delete_sealed(
        self,
        keys: list[TraceKey],
        *,
        keep_logs: bool = False,
        also: Callable[[sqlite3.Connection, Deletion], None] | None = None,
    ) -> Deletion:
        if self._leave(keys):
            self._sealer.flush()
        if not keep_logs:
            self._before(keys)
        plan = self._deleter.plan(keys)
        changed = len(plan.records) + len(plan.cells) + len(plan.dead) // 64
        with self._room.reserved(database_growth(changed, 32 * len(plan.dead), self._catalog.size_bytes)):
            self._deleter.carry_out(plan, None if also is None else lambda connection: also(connection, plan))
        self._after()
        return plan

    def _is_hot(self, key: TraceKey) -> bool:
        with self._shelf.reading() as view:
            return any(key in part.traces for part in view.parts)


def note_dropped(connection: sqlite3.Connection, news: Dropped) -> None:
    """Count what was dropped, for good; the caller commits."""
    for name, value in (("dropped_traces", news.traces), ("dropped_spans", news.spans)):
        connection.execute(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + ?",
            (name, value, value),
        )
    if news.until_ns is not None:
        connection.execute(
            "INSERT INTO meta (name, value) VALUES ('dropped_until_ns', ?)"
            " ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
            (news.until_ns,),
        )


def dropped_so_far(catalog: Catalog) -> Dropped:
    """Return what was ever dropped to keep to a bound."""
    traces, spans = catalog.number("dropped_traces"), catalog.number("dropped_spans")
    return Dropped(traces, spans, catalog.number("dropped_until_ns") or None)


def _chunks(doomed: list[Doomed], at_once: int) -> Iterator[list[Doomed]]:
    chunk: list[Doomed] = []
    spans = 0
    for one in doomed:
        if chunk and (spans + one[1] > _SPANS_AT_ONCE or len(chunk) == at_once):
            yield chunk
            chunk, spans = [], 0
        chunk.append(one)
        spans += one[1]
    if chunk:
        yield chunk
