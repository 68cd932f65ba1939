"""Keep the contract `Upkeep` with the parts of the local store."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from agenttrace_server.store.api.upkeep import Compacted, Dropped, Finding, StoreUsage, Verified
from agenttrace_server.store.local.catalog import Catalog
from agenttrace_server.store.local.catalog.checksums import checksums
from agenttrace_server.store.local.content.verifying import verify as verify_content
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.room import Room
from agenttrace_server.store.local.sealer import Sealer
from agenttrace_server.store.local.shelf import Shelf, View
from agenttrace_server.store.local.signals import LocalSignals
from agenttrace_server.store.local.upkeep import recount
from agenttrace_server.store.local.upkeep.checking import RESTORE, check_databases, check_file, check_segment
from agenttrace_server.store.local.upkeep.compacting import Compactor
from agenttrace_server.store.local.upkeep.copying import copy_store
from agenttrace_server.store.local.upkeep.deleting import Deleter
from agenttrace_server.store.local.upkeep.dropping import Dropper, dropped_so_far
from agenttrace_server.store.local.upkeep.shrinking import Shrinker
from agenttrace_server.store.local.upkeep.usage import parts_of, tree_bytes
from agenttrace_server.store.local.words import Indexer

_BUILT_ANEW: Final = "nothing is lost: it was thrown away and is built anew"
_SAMPLE: Final = 200
"""So many traces are folded anew where nobody asks for all."""


class LocalUpkeep:
    """One of its jobs at a time; beside it writers, seals and readers go on."""

    def __init__(
        self,
        shelf: Shelf,
        catalog: Catalog,
        engine: Engine,
        sealer: Sealer,
        signals: LocalSignals,
        words: Indexer,
        room: Room,
        writing: threading.RLock,
    ) -> None:
        self._folder, self._shelf, self._catalog, self._engine = engine.folder, shelf, catalog, engine
        self._sealer = sealer
        self._words = words
        self._compactor = Compactor(shelf, catalog, engine, sealer, room)
        self._dropper = Dropper(shelf, catalog, sealer, Deleter(shelf, catalog, engine), room, writing)
        self._shrinker = Shrinker(self._folder, catalog, sealer, self._dropper, self._compactor, signals, room)
        room.freed_by(self.drop_oldest)
        self._working = threading.Lock()
        self.on_delete = self._dropper.on_delete
        self.delete = self._dropper.delete

    @property
    def failure(self) -> str | None:
        failure = self._sealer.failure
        return None if failure is None else failure.message

    def usage(self) -> StoreUsage:
        with self._catalog.reading() as connection:
            asked = "SELECT count(*), coalesce(sum(spans), 0), min(start_ns), max(last_seen_ns) FROM traces"
            traces, spans, oldest_ns, newest_ns = connection.execute(asked).fetchone()
            (dead,) = connection.execute("SELECT count(*) FROM dead").fetchone()
        with self._shelf.reading() as view:
            return StoreUsage(
                parts=parts_of(self._folder, view, self._words),
                spans=spans,
                traces=traces,
                sealed_rows=sum(segment.rows for segment in view.segments),
                dead_rows=dead,
                oldest_ns=oldest_ns,
                newest_ns=newest_ns,
                dropped=dropped_so_far(self._catalog),
            )

    def dropped(self) -> Dropped:
        return dropped_so_far(self._catalog)

    def disk_bytes(self) -> int:
        return tree_bytes(self._folder)

    def compact(self, *, everything: bool) -> Compacted:
        with self._working:
            done = self._compactor.compact(everything=everything)
            if done.dropped_rows or everything:
                self._sealer.sweep()
                self._catalog.give_back()
        return done

    def verify(self, *, full: bool) -> Verified:
        self._sealer.flush()
        with self._sealer.sealing, self._shelf.reading() as view:
            findings = self._file_findings(view)
            if findings:  # what cannot be read cannot be counted
                return Verified(tuple(findings), {"files": len(view.segments) + len(view.contents)})
            keys = recount.sample_of(self._catalog, None if full else _SAMPLE)
            findings += [
                Finding("content", said, RESTORE) for said in verify_content(self._engine, self._catalog, view)
            ]
            findings += recount.check_traces(self._engine, self._catalog, view)
            findings += recount.check_sums(self._engine, self._catalog, view)
            findings += recount.check_sessions(self._catalog)
            findings += recount.check_summaries(self._engine, self._catalog, view, keys)
            return Verified(tuple(findings), self._looked_at(view, len(keys)))

    def backup(self, folder: Path) -> int:
        with self._working:
            return copy_store(self._folder, folder, self._catalog, self._sealer, self._shelf, self._words)

    def drop_before(self, time_ns: int, project: str | None = None, keep: frozenset[str] = frozenset()) -> Dropped:
        with self._working:
            return self._dropper.drop_before(time_ns, project, keep)

    def drop_oldest(self, size_bytes: int) -> Dropped:
        return self._shrinker.shrink_to(self.disk_bytes() - size_bytes)

    def _file_findings(self, view: View) -> list[Finding]:
        with self._catalog.reading() as connection:
            known = checksums(connection)
        found = list(check_databases(self._folder))
        for file in view.files:
            found += check_file(self._folder, file, known.get(file.file))
        damaged = {finding.where for finding in found}
        for segment in view.segments:
            if segment.file not in damaged:
                found += check_segment(self._engine, segment)
        found += [
            Finding(self._words.path_of(file).name, wrong, _BUILT_ANEW)
            for file in view.files
            if file.file not in damaged and (wrong := self._words.check(file)) is not None
        ]
        return found

    def _looked_at(self, view: View, folded: int) -> dict[str, int]:
        usage = self.usage()
        return {
            "files": len(view.segments) + len(view.contents),
            "indexes of words": sum(self._words.has(file) for file in view.files),
            "rows": usage.sealed_rows,
            "pieces of content": sum(file.rows for file in view.contents),
            "traces": usage.traces,
            "traces folded anew": folded,
        }
