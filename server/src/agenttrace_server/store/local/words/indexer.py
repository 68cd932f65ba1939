"""Keep an index beside every published file: built by another process, in the background, thrown away with its file."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import IO, Final, cast

import structlog

from agenttrace_server.config import Settings
from agenttrace_server.errors import CorruptData
from agenttrace_server.store.local.content import ContentFile
from agenttrace_server.store.local.room import Room
from agenttrace_server.store.local.rows import LAYOUT
from agenttrace_server.store.local.shelf import Segment, Shelf
from agenttrace_server.store.local.words.file import SUFFIX, WordFile
from agenttrace_server.telemetry import Metrics

Source = Segment | ContentFile
_RETRY_S: Final = 30.0
_REST_S: Final = 5.0
"""A process that has nothing to do is kept for so long."""
_OPEN: Final = 256
_ROOM_TIMES: Final = 4
"""The index of a file, and what is put aside to build it, may take so many times what the file takes."""
_ROOM_LEAST: Final = 1024 * 1024
_ENDING_S: Final = 5.0
_COMMAND: Final = (sys.executable, "-m", "agenttrace_server.store.local.words.worker")

log = structlog.get_logger(__name__)


class Indexer:
    """What has no index yet is read instead: nothing waits for this, and nothing is lost with it."""

    def __init__(self, folder: Path, shelf: Shelf, room: Room, settings: Settings, metrics: Metrics) -> None:
        """`folder` is the indexes' own. Where the settings want none, it is emptied."""
        self.folder = folder
        self._shelf, self._room, self._metrics = shelf, room, metrics
        self._is_on, self._settled_s = settings.search_index, settings.search_index_delay_s
        self._lock = threading.Lock()
        self._have: set[str] = set()
        """The names of the files that have an index."""
        self._open: OrderedDict[str, WordFile] = OrderedDict()
        self._not_before: dict[str, float] = {}
        """When a file may be worked on: it has just come, or the last try failed."""
        self._child: subprocess.Popen[str] | None = None
        self._is_closing = False
        self._built = threading.Condition(self._lock)
        folder.mkdir(exist_ok=True)
        self._take_over()
        self._thread = threading.Thread(target=self._run, name="agenttrace-indexer", daemon=True)

    def start(self) -> None:
        """Begin to build in the background."""
        if self._is_on:
            self._thread.start()

    def stop(self) -> None:
        """End the thread and its process; what is half built is thrown away."""
        self._is_closing = True
        self._shelf.changed.set()
        with self._lock:
            child = self._child
        if child is not None:
            child.kill()
        if self._thread.ident is not None:
            self._thread.join()
        self._end()
        self._open.clear()

    def of(self, source: Source) -> WordFile | None:
        """Return the index of a file; None where there is none yet."""
        with self._lock:
            found = self._open.get(source.file)
            if found is not None:
                self._open.move_to_end(source.file)
                return found
            if source.file not in self._have:
                return None
        return self._opened(source)

    def discard(self, source: Source, reason: str) -> None:
        """Throw an index away that is not what it should be: it is built anew."""
        log.warning("an index of words is thrown away and built anew", file=source.file, reason=reason)
        self._forget(source.file)
        self._shelf.changed.set()

    def wait(self, timeout_s: float) -> bool:
        """Return whether everything that is published now has an index before the time is up."""
        deadline = time.monotonic() + timeout_s
        with self._built:
            return self._built.wait_for(lambda: not self._missing(), max(0.0, deadline - time.monotonic()))

    def has(self, source: Source) -> bool:
        """Whether a file has an index."""
        return source.file in self._have

    def path_of(self, source: Source) -> Path:
        """Return where the index of a file is, or would be."""
        return self._path(source.file)

    def check(self, source: Source) -> str | None:
        """Read the whole index of a file, if it has one; return what is wrong with it. Such a one is built anew."""
        held = self.of(source)
        rows = source.rows if isinstance(source, Segment) else source.max_number - source.min_number + 1
        wrong = None if held is None else held.check(rows)
        if wrong is not None:
            self.discard(source, wrong)
        return wrong

    def _path(self, file: str) -> Path:
        return self.folder / f"{file}{SUFFIX}"

    def _take_over(self) -> None:
        """See what was built before; what belongs to no file goes, and so does what was not finished."""
        known = {self._path(source.file).name: source.file for source in self._sources()}
        for path in self.folder.iterdir():
            if self._is_on and path.name in known:
                self._have.add(known[path.name])
            elif path.is_dir():
                for left in path.iterdir():
                    left.unlink()
                path.rmdir()
            else:
                path.unlink()

    def _sources(self) -> tuple[Source, ...]:
        with self._shelf.lock:
            return (*self._shelf.segments, *self._shelf.contents)

    def _missing(self) -> list[Source]:
        return [source for source in self._sources() if source.file not in self._have]

    def _opened(self, source: Source) -> WordFile | None:
        try:
            found = WordFile(self._path(source.file), source.file, source.size_bytes)
        except CorruptData as failure:
            if self._path(source.file).exists():
                self.discard(source, failure.message)
            return None
        with self._lock:
            self._open[source.file] = found
            if len(self._open) > _OPEN:
                self._open.popitem(last=False)
        return found

    def _forget(self, file: str) -> None:
        with self._lock:
            self._have.discard(file)
            self._open.pop(file, None)
        with suppress(OSError):  # an orphan is removed at the next start
            self._path(file).unlink(missing_ok=True)

    def _run(self) -> None:
        while not self._is_closing:
            self._shelf.changed.clear()
            self._tidy()
            pause_s = self._work()
            if pause_s == 0 or self._is_closing:
                continue
            if self._child is None:
                self._shelf.changed.wait(pause_s)
            elif not self._shelf.changed.wait(_REST_S if pause_s is None else min(_REST_S, pause_s)):
                self._end()

    def _tidy(self) -> None:
        """Remove the indexes of files that are gone."""
        sources = {source.file for source in self._sources()}
        for file in self._have - sources:
            self._forget(file)
        self._not_before = {file: due for file, due in self._not_before.items() if file in sources}

    def _work(self) -> float | None:
        """Build what is due first, the newest; return how long nothing is due: 0 now, None until something changes."""
        now = time.monotonic()
        missing = self._missing()
        for source in missing:
            self._not_before.setdefault(source.file, now + self._settled_s)
        due = [source for source in missing if self._not_before[source.file] <= now]
        if not due:
            return min((self._not_before[source.file] - now for source in missing), default=None)
        source = max(due, key=lambda one: one.number)
        said = self._build(source)
        if said and not self._is_closing and source in self._sources():
            self._not_before[source.file] = time.monotonic() + _RETRY_S
            self._metrics.worker_errors.labels("indexer").inc()
            log.warning("a file has no index of words yet and is read instead", file=source.file, reason=said)
        return 0

    def _build(self, source: Source) -> str:
        """Have an index built and publish it; return why not, in words."""
        target = self._path(source.file)
        half = target.with_suffix(".half")
        most_bytes = _ROOM_TIMES * source.size_bytes + _ROOM_LEAST
        job: dict[str, object] = {
            "source": str(self.folder.parent / source.file),
            "target": str(half),
            "most_bytes": most_bytes,
        }
        if isinstance(source, ContentFile):
            job["first_piece"] = source.min_number
        else:
            job["has_refs"] = source.layout >= LAYOUT
        try:
            half.unlink(missing_ok=True)
            with self._room.perhaps(most_bytes) as is_there:
                said = self._ask(json.dumps(job)) if is_there else "the disk cap leaves no room for it"
                if not said:
                    half.rename(target)
            half.unlink(missing_ok=True)
        except OSError as failure:
            said = str(failure)
        if not said:
            with self._built:
                self._have.add(source.file)
                self._built.notify_all()
        return said

    def _ask(self, job: str) -> str:
        """Raises: OSError: the process is gone."""
        with self._lock:
            if self._is_closing:
                return "the store is closing"
            if self._child is None:
                self._child = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            child = self._child
        print(job, file=cast("IO[str]", child.stdin), flush=True)
        line = cast("IO[str]", child.stdout).readline()
        if not line:
            self._end()
            return "the process that builds it has died"
        return str(json.loads(line))

    def _end(self) -> None:
        """Let the process go: it ends when its input does."""
        with self._lock:
            child, self._child = self._child, None
        if child is None:
            return
        with suppress(OSError):  # it is gone already
            if child.stdin is not None:
                child.stdin.close()
        try:
            child.wait(_ENDING_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdout is not None:
            child.stdout.close()
