"""Turn the hot part into a segment: write and sync the file, then publish everything in one transaction."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import duckdb
import structlog

from agenttrace_server.config import Settings
from agenttrace_server.errors import AgentTraceError
from agenttrace_server.store.local.catalog import Catalog, Publication, disk_refused
from agenttrace_server.store.local.catalog.checksums import note_files
from agenttrace_server.store.local.catalog.contents import ContentNews
from agenttrace_server.store.local.content import ContentFile
from agenttrace_server.store.local.content.contents import Contents
from agenttrace_server.store.local.content.sealing import files_to_merge, seal_contents
from agenttrace_server.store.local.content.sweep import ENOUGH, Sweeper, remove_file
from agenttrace_server.store.local.engine import Engine
from agenttrace_server.store.local.hot import HotPart
from agenttrace_server.store.local.room import Room, rewrite_growth, seal_growth
from agenttrace_server.store.local.rows import Row
from agenttrace_server.store.local.shelf import Segment, Shelf
from agenttrace_server.store.local.writer import Writer
from agenttrace_server.telemetry import Metrics

_OLDEST_IN_QUIETS = 10
"""A part is sealed after this many quiet times even where it is never quiet."""
_RETRY_S = 5.0
_GROWTH = 2
"""A segment of at most this many times the new rows is merged with them, so files stay few and writing cheap."""

log = structlog.get_logger(__name__)


class Sealer:
    """Seals when asked, and from a thread of its own when the hot part is big, old or quiet enough."""

    def __init__(
        self,
        shelf: Shelf,
        catalog: Catalog,
        engine: Engine,
        writer: Writer,
        contents: Contents,
        writing: threading.RLock,
        room: Room,
        settings: Settings,
        metrics: Metrics,
    ) -> None:
        self._shelf, self._catalog, self._engine, self._writer = shelf, catalog, engine, writer
        self._writing = writing
        self._contents = contents
        self._room = room
        self._sweeper = Sweeper(shelf, catalog, engine, contents, writing, room, self.new_file)
        self._folder = engine.folder
        self._settings = settings
        self.most_rows = settings.seal_spans
        """Of one segment, whoever writes it."""
        self._metrics = metrics
        self.sealing = threading.RLock()
        """Held for a whole seal, and by whoever must not meet one."""
        self.durable_offset = catalog.number("offset")
        self.written_offset = self.durable_offset
        self.failure: AgentTraceError | None = None
        """Why the last seal failed; None after one that did not."""
        self._frozen_offset = self.durable_offset
        self._last_file = max(
            [*(file.number for file in shelf.segments), *(file.number for file in shelf.contents)], default=0
        )
        self._news = threading.Condition()
        self._dirty_since: float | None = None
        self._last_write = 0.0
        self._is_closing = False
        self._thread = threading.Thread(target=self._run, name="agenttrace-sealer", daemon=True)

    def start(self) -> None:
        """Begin to seal in the background."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what is not sealed stays so."""
        with self._news:
            self._is_closing = True
            self._news.notify_all()
        self._thread.join()

    def note_write(self, offset: int) -> None:
        """Take note that everything before `offset` was written. The caller holds the writing lock."""
        self.written_offset = max(self.written_offset, offset)
        with self._news:
            self._last_write = time.monotonic()
            was_clean = self._dirty_since is None
            if was_clean:
                self._dirty_since = self._last_write
            if was_clean or self._is_full(1):
                self._news.notify_all()

    def wait_for_room(self) -> None:
        """Hold the writer back while twice the hot part's bound waits. Raises: Overloaded: sealing fails."""
        with self._news:
            while self._is_full(2):
                if self.failure is not None:
                    raise self.failure
                self._news.notify_all()
                self._news.wait(0.1)

    def flush(self) -> None:
        """Seal until everything that was written before the call is durable."""
        with self.sealing:
            left_over = self._shelf.frozen is not None
            if self._seal() and left_over:
                self._seal()

    def sweep(self) -> bool:
        """Remove the content that nobody refers to; False where the disk cap has no room for that just now.

        Raises: Overloaded: the disk refuses.
        """
        with self.sealing, self._room.freeing():
            try:
                return self._sweeper.sweep()
            except (OSError, duckdb.Error, sqlite3.Error) as failure:
                raise disk_refused(failure) from failure

    def new_file(self) -> int:
        """Return a number that no file has. The caller holds `sealing`."""
        self._last_file += 1
        return self._last_file

    def _seal(self) -> bool:
        """Seal one part; False where there is nothing to make durable. Raises: Overloaded: the disk refuses."""
        with self.sealing:
            try:
                part = self._freeze()
                if part is None:
                    return False
                with self._room.reserved(seal_growth(part, self._catalog.size_bytes)):
                    if self._shelf.frozen is part:  # to drop old traces it may have been sealed already
                        self._publish(part)
                with self._room.freeing():
                    self._sweeper.sweep(least=ENOUGH)
            except (OSError, duckdb.Error, sqlite3.Error) as failure:
                self.failure = disk_refused(failure)
                raise self.failure from failure
            except AgentTraceError as failure:
                self.failure = failure
                raise
        self.failure = None
        self._shelf.tidy()
        with self._news:
            self._news.notify_all()
        return True

    def _freeze(self) -> HotPart | None:
        if self._shelf.frozen is not None:
            return self._shelf.frozen
        with self._news:
            if self._shelf.active.is_empty and self.written_offset == self.durable_offset:
                self._dirty_since = None
                return None
        successor = HotPart(self._shelf.active.number + 1)
        self._engine.create_table(successor)
        with self._writing, self._shelf.lock:
            self._frozen_offset = self.written_offset
            with self._news:
                self._dirty_since = None
            return self._shelf.freeze(successor)

    def _publish(self, part: HotPart) -> None:
        merged, merged_contents = self._small_enough(part), files_to_merge(self._settings, self._shelf.contents, part)
        with self._room.perhaps(rewrite_growth(merged) + rewrite_growth(merged_contents)) as is_room:
            self._publish_with(part, merged if is_room else (), merged_contents if is_room else ())

    def _publish_with(
        self, part: HotPart, merged: tuple[Segment, ...], merged_contents: tuple[ContentFile, ...]
    ) -> None:
        segment, dead = self._write_file(part, merged)
        left_out = [version for version, _ in dead]
        content: ContentNews | None = None
        gone = [partial(self._engine.drop_table, part), partial(self._engine.exhume, left_out)]
        gone += [partial(self._remove, old) for old in merged]
        try:
            content = seal_contents(self._engine, self._contents, part, merged_contents, self.new_file(), dead)
            gone += [partial(remove_file, self._folder, old) for old in content.merged]
            news = Publication(
                part, segment, merged, tuple(left_out), self._frozen_offset, self._writer.next_number, content
            )
            with self._catalog.transaction() as connection:
                self._catalog.publish(connection, news)
                self._note_files(connection, news)
                with self._writing, self._shelf.lock:
                    connection.execute("COMMIT")
                    kept = tuple(old for old in self._shelf.segments if old not in merged)
                    files = tuple(old for old in self._shelf.contents if old not in content.merged)
                    self._shelf.replace(
                        (*kept, segment) if segment else kept, (*files, content.file) if content.file else files, gone
                    )
                    _now_in_catalog(part, self._shelf.active)
                    self.durable_offset = self._frozen_offset
        except BaseException:
            if segment is not None:
                self._remove(segment)
            if content is not None and content.file is not None:
                remove_file(self._folder, content.file)
            raise

    def _note_files(self, connection: sqlite3.Connection, news: Publication) -> None:
        files = [made.file for made in [news.segment] if made] + [made.file for made in [news.contents.file] if made]
        gone = [old.file for old in news.merged] + [old.file for old in news.contents.merged]
        note_files(connection, self._folder, files, gone)

    def _write_file(self, part: HotPart, merged: tuple[Segment, ...]) -> tuple[Segment | None, list[Row]]:
        if not part.rows:
            return None, []
        self._engine.drain([part], self._shelf.lock)
        number = self.new_file()
        path = self._folder / f"{number:010d}.parquet"
        try:
            left_out = self._engine.write_segment(part, merged, path)
            _sync(path)
            _sync(self._folder)
            segment = self._engine.measure(number, path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return segment, left_out

    def _small_enough(self, part: HotPart) -> tuple[Segment, ...]:
        """Return the last segments that are not much bigger than what comes to them, and can be sorted in memory."""
        rows = part.rows
        if not rows:
            return ()
        most = min(
            self._settings.seal_spans, _GROWTH * self._settings.seal_bound_bytes * rows // max(1, part.size_bytes)
        )
        chosen: list[Segment] = []
        if _GROWTH * rows >= most:
            return ()  # where so much comes, files are big by themselves, and nothing should be written twice
        for segment in sorted(self._shelf.segments, key=lambda one: one.max_start_ns, reverse=True):
            if segment.rows > _GROWTH * rows or rows + segment.rows > most:
                break
            chosen.append(segment)
            rows += segment.rows
        return tuple(chosen)

    def _remove(self, segment: Segment) -> None:
        with suppress(OSError):  # an orphan is removed at the next start
            (self._folder / segment.file).unlink()

    def _run(self) -> None:
        while True:
            with self._news:
                while not self._is_closing and (pause_s := self._pause_s()) != 0:
                    self._news.wait(pause_s)
                if self._is_closing:
                    return
            try:
                self._seal()
            except Exception as failure:  # noqa: BLE001 - the worker's loop: counted, logged, tried again
                self._metrics.worker_errors.labels("sealer").inc()
                log.error("sealing failed, spans stay in memory and in the journal", reason=str(failure))
                with self._news:
                    self._news.wait_for(lambda: self._is_closing, _RETRY_S)

    def _pause_s(self) -> float | None:
        """Return how long nothing is due; 0 now, None until something is written."""
        if self._is_full(1) or self._shelf.frozen is not None:
            return 0
        if self._dirty_since is None:
            return None
        quiet_s = self._settings.seal_quiet_s
        due = min(self._last_write + quiet_s, self._dirty_since + _OLDEST_IN_QUIETS * quiet_s)
        return max(0.0, due - time.monotonic())

    def _is_full(self, times: int) -> bool:
        part = self._shelf.active
        return (
            part.rows >= times * self._settings.seal_spans or part.size_bytes >= times * self._settings.seal_bound_bytes
        )


def _now_in_catalog(part: HotPart, active: HotPart) -> None:
    """Tell the traces that went on meanwhile what the catalog has of them now."""
    for key in part.traces.keys() & active.traces.keys():
        active.traces[key].in_catalog = part.traces[key].summary
        active.traces[key].sealed = None


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
