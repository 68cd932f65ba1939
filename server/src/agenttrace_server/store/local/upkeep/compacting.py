"""Rewrite segments in which much counts no more, and join small ones: beside sealing, published in one transaction."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

import duckdb

from agenttrace_server.store.api.upkeep import Compacted
from agenttrace_server.store.local.catalog import Catalog, disk_refused
from agenttrace_server.store.local.catalog.checksums import note_files
from agenttrace_server.store.local.catalog.contents import suspect
from agenttrace_server.store.local.content import numbers_in
from agenttrace_server.store.local.content.sweep import sync_files
from agenttrace_server.store.local.engine import Engine, quoted
from agenttrace_server.store.local.room import Room, rewrite_growth
from agenttrace_server.store.local.rows import Row
from agenttrace_server.store.local.sealer import Sealer
from agenttrace_server.store.local.shelf import Segment, Shelf

_DEAD_SHARE: Final = 0.2
"""A segment is rewritten when this part of its rows counts no more."""
_FEWEST: Final = 4
"""So many small segments beside each other are worth joining."""
_MOST_BYTES: Final = 32 * 1024 * 1024
"""No larger files come of joining: sorting takes many times as much memory."""
_ROOM_TIMES: Final = 4
"""A rewrite needs its new file, and what DuckDB spills while it sorts."""
_ROOM_LEAST: Final = 16 * 1024 * 1024
_ROOM_OF_AN_EMPTY_FILE: Final = 256 * 1024

Group = tuple[Segment, ...]


def due(segments: Sequence[Segment], dead: Mapping[str, int], most_rows: int, *, everything: bool) -> list[Group]:
    """Return which segments to rewrite, each group as one. `dead`: rows by file that count no more."""
    groups: list[Group] = []
    small: list[Segment] = []
    fewest = 2 if everything else _FEWEST

    def join() -> None:
        if len(small) >= fewest:
            groups.append(tuple(small))
        else:
            groups.extend((one,) for one in small if _is_worth_it(one, dead, everything=everything))
        small.clear()

    for segment in sorted(segments, key=lambda one: one.max_start_ns):
        alive = segment.rows - dead.get(segment.file, 0)
        if not alive:
            groups.append((segment,))
            continue
        is_full = sum(one.rows for one in small) + segment.rows > most_rows
        if is_full or sum(one.size_bytes for one in small) + segment.size_bytes > _MOST_BYTES:
            join()
        small.append(segment)
    join()
    return groups


def _is_worth_it(segment: Segment, dead: Mapping[str, int], *, everything: bool) -> bool:
    gone = dead.get(segment.file, 0)
    return gone > 0 if everything else gone >= _DEAD_SHARE * segment.rows


def dead_by_file(engine: Engine, segments: Sequence[Segment], dead: Sequence[int]) -> Counter[str]:
    """Count the rows of each file that count no more."""
    if not segments or not dead:
        return Counter()
    files = ", ".join(quoted(engine.folder / one.file) for one in segments)
    sql = (
        f"SELECT filename, count(*) FROM read_parquet([{files}], filename = true)"  # noqa: S608
        " WHERE version IN (SELECT unnest(?::BIGINT[])) GROUP BY filename"
    )
    return Counter({Path(name).name: count for name, count in engine.query(sql, [list(dead)])})


class Compactor:
    """One compaction at a time; a seal may come between any two of its steps, and takes precedence."""

    def __init__(self, shelf: Shelf, catalog: Catalog, engine: Engine, sealer: Sealer, room: Room) -> None:
        self._shelf, self._catalog, self._engine, self._sealer = shelf, catalog, engine, sealer
        self._room = room

    def compact(self, *, everything: bool) -> Compacted:
        """See `Upkeep.compact`. Raises: Overloaded: the disk refuses."""
        before = self._shelf.segments
        dropped, postponed = 0, None
        try:
            for group, is_empty in self._due(everything=everything):
                if not is_empty:
                    refused = self._no_room_for(group)
                    postponed = postponed or refused
                with self._room.perhaps(_ROOM_OF_AN_EMPTY_FILE if is_empty else rewrite_growth(group)) as is_room:
                    if not is_room:
                        postponed = "the disk cap leaves no room for a rewrite"
                    elif is_empty or postponed is None:
                        dropped += self._rewrite(group)
        except (OSError, duckdb.Error, sqlite3.Error) as failure:
            raise disk_refused(failure) from failure
        after = self._shelf.segments
        freed = sum(one.size_bytes for one in set(before) - set(after))
        freed -= sum(one.size_bytes for one in set(after) - set(before))
        return Compacted(len(before), len(after), dropped, freed, postponed)

    def _due(self, *, everything: bool) -> list[tuple[Group, bool]]:
        """Return each group with whether none of its rows counts: those first, for they cost no room."""
        with self._shelf.reading() as view:
            dead = [one.version for one in self._catalog.dead()]
            counted = dead_by_file(self._engine, view.segments, dead)
            groups = due(view.segments, counted, self._sealer.most_rows, everything=everything)
        asked = [(group, all(counted.get(one.file, 0) >= one.rows for one in group)) for group in groups]
        return sorted(asked, key=lambda one: not one[1])

    def _no_room_for(self, group: Group) -> str | None:
        needed = _ROOM_TIMES * sum(one.size_bytes for one in group) + _ROOM_LEAST
        free = shutil.disk_usage(self._engine.folder).free
        return None if free >= needed else f"{free} bytes are free on the disk, {needed} are needed"

    def _rewrite(self, group: Group) -> int:
        """Return how many rows went. Writers, seals and readers go on until the last moment."""
        with self._sealer.sealing:
            number = self._sealer.new_file()
        path = self._engine.folder / f"{number:010d}.parquet"
        try:
            with self._shelf.reading() as view:
                if not set(group) <= set(view.segments):
                    return 0
                dead = [one.version for one in self._catalog.dead()]
                left_out = self._engine.rewrite(group, dead, path)
                segment = self._engine.measure(number, path)
                sync_files(self._engine.folder, [segment])
                is_published = self._publish(group, segment, left_out)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        if not is_published or not segment.rows:
            path.unlink()
        self._shelf.tidy()
        return len(left_out) if is_published else 0

    def _publish(self, group: Group, segment: Segment, left_out: list[Row]) -> bool:
        versions = [version for version, _ in left_out]
        gone = [partial(self._engine.exhume, versions), *(partial(self._remove, old) for old in group)]
        with self._sealer.sealing:
            if not set(group) <= set(self._shelf.segments):
                return False  # a seal has taken one of them along
            made = [segment] if segment.rows else []
            with self._catalog.transaction() as connection:
                self._catalog.replace_segments(connection, made, group)
                note_files(connection, self._engine.folder, [one.file for one in made], [old.file for old in group])
                connection.executemany("DELETE FROM dead WHERE version = ?", [(version,) for version in versions])
                suspect(connection, {number for _, refs in left_out for number in numbers_in(refs)})
                with self._shelf.lock:
                    connection.execute("COMMIT")
                    kept = tuple(one for one in self._shelf.segments if one not in group)
                    self._shelf.replace_segments((*kept, *made), gone)
        return True

    def _remove(self, segment: Segment) -> None:
        with suppress(OSError):  # an orphan is removed at the next start
            (self._engine.folder / segment.file).unlink()
