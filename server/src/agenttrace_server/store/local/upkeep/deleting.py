"""Hide sealed traces and take them out of every sum, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.catalog.contents import suspect
from agenttrace_server.store.local.catalog.sessions import changes_of, refresh_sessions
from agenttrace_server.store.local.condition import Condition, in_list
from agenttrace_server.store.local.content import numbers_in
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.hot import Dead, TraceKey, TraceRecord
from agenttrace_server.store.local.questions import sealed_rows
from agenttrace_server.store.local.rollups import Cell, CellKey, cell_of
from agenttrace_server.store.local.rows import AT, OUTLINE, outline_of
from agenttrace_server.store.local.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Deletion:
    """What the delete of some sealed traces changes."""

    records: dict[TraceKey, TraceRecord]
    dead: list[Dead] = field(default_factory=list)
    content: set[int] = field(default_factory=set)
    """The pieces that their spans refer to."""
    cells: dict[CellKey, Cell] = field(default_factory=dict)


class Deleter:
    """Its caller sees to it that the traces are sealed, that no seal ends meanwhile and that none of them goes on."""

    def __init__(self, shelf: Shelf, catalog: Catalog, engine: Engine) -> None:
        self._shelf, self._catalog, self._engine = shelf, catalog, engine

    def plan(self, keys: Sequence[TraceKey]) -> Deletion:
        """Find out what is to be changed: this is most of the work."""
        plan = Deletion(self._catalog.records(keys))
        if not plan.records:
            return plan
        told = [record.summary() for record in plan.records.values()]
        ids = sorted({summary.trace_id for summary in told})
        where = Condition(in_list("trace_id", ids), [*ids])
        since_ns, last_ns = min(t.start_ns for t in told), max(t.last_seen_ns for t in told)
        with self._shelf.reading() as view:
            for row in sealed_rows(self._engine, view, where, since_ns, last_ns, OUTLINE):
                if (row[AT["project"]], row[AT["trace_id"]]) in plan.records:
                    plan.dead.append(Dead(row[AT["version"]], view.version))
                    plan.content.update(numbers_in(row[AT["refs"]]))
                    span = outline_of(row).span
                    plan.cells.setdefault(cell_of(span), Cell()).add([span], -1)
        for record in plan.records.values():
            for key in record.cells:
                plan.cells.setdefault(key, Cell()).leave(record.number)
        return plan

    def carry_out(self, plan: Deletion, also: Callable[[sqlite3.Connection], None] | None = None) -> int:
        """Delete, in one transaction with what `also` writes; return how many spans went.

        Raises: Overloaded: the disk refuses; then nothing is gone.
        """
        told = [record.summary() for record in plan.records.values()]
        with self._catalog.transaction() as connection:
            connection.executemany(
                "INSERT INTO dead (version, as_of) VALUES (?, ?)", [(d.version, d.as_of) for d in plan.dead]
            )
            suspect(connection, plan.content)
            connection.executemany("DELETE FROM traces WHERE project = ? AND trace_id = ?", plan.records)
            self._catalog.include_cells(connection, plan.cells.items())
            refresh_sessions(connection, changes_of((summary, None) for summary in told))
            if also is not None:
                also(connection)
            with self._shelf.lock:
                connection.execute("COMMIT")
                self._engine.bury(plan.dead)
        return len(plan.dead)
