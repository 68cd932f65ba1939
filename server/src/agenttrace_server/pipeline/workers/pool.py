"""Work in processes of their own: as many records at once as there are workers, in order all the same."""

from __future__ import annotations

import fcntl
import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import IO, Final, cast

import structlog

from agenttrace_server.journal.protocol import Entry, Signal
from agenttrace_server.pipeline.batch import Opened
from agenttrace_server.pipeline.workers import wire
from agenttrace_server.pipeline.workers.in_process import InProcess
from agenttrace_server.pipeline.workers.task import Task
from agenttrace_server.store.api.arriving.packed import Plain
from agenttrace_server.telemetry import Metrics

_log = structlog.get_logger()

_COMMAND: Final = (sys.executable, "-m", "agenttrace_server.pipeline.workers.child")
_ENDING_S: Final = 5.0
_DIED: Final = "worker: its process died twice while it worked on this record"
_GONE: Final = (OSError, EOFError, ValueError)
"""What it looks like when a process dies: a broken pipe, an end too soon, half of a message."""
_LITTLE_BYTES: Final = 256 * 1024
"""Less than this is done sooner here than handed over."""
_REST_S: Final = 30.0
"""Workers without work for this long are let go."""
_PIPE_BYTES: Final = 1024 * 1024
"""What a pipe should hold: with the usual 64 KB both ends wake up a hundred times for one answer."""
_AHEAD: Final = 4
"""Submissions for each worker, so that it has enough to do while the store writes what was taken."""


class WorkerPool:
    """A `WorkAhead` with worker processes.

    They are started when there is much to do, and end when there has been little for a while, when the pool is closed,
    or when their parent is gone; what is little is done here. A worker that dies is replaced, and what it worked on is
    done again: at first together, then record by record, so that a record that kills workers becomes a dead letter and
    the others go on.
    """

    def __init__(self, workers: int, task: Task, here: InProcess, metrics: Metrics) -> None:
        self._task = task
        self._here = here
        self._metrics = metrics
        self._limit = workers * _AHEAD
        self._idle: deque[subprocess.Popen[bytes]] = deque()
        self._all: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._threads = ThreadPoolExecutor(workers, "agenttrace-worker")
        self._submitted: deque[tuple[Sequence[Entry], Future[list[Plain]] | None]] = deque()
        """In order; None where the work is done here."""
        self._last_used_s = 0.0

    @property
    def waiting(self) -> int:
        return len(self._submitted)

    @property
    def is_ready(self) -> bool:
        if not self._submitted:
            return False
        _, answers = self._submitted[0]
        return answers is None or answers.done()

    @property
    def has_room(self) -> bool:
        return len(self._submitted) < self._limit

    def submit(self, entries: Sequence[Entry]) -> None:
        if sum(len(entry.record.body) for entry in entries) < _LITTLE_BYTES:
            self._here.submit(entries)
            self._submitted.append((entries, None))
            return
        self._last_used_s = time.monotonic()
        traces = [entry for entry in entries if entry.record.signal is Signal.TRACES]
        self._submitted.append((entries, self._threads.submit(self._answers, traces)))

    def take(self) -> list[Opened]:
        entries, answers = self._submitted.popleft()
        if answers is None:
            return self._here.take()
        of_traces = iter(answers.result())
        prepare = self._task.prepare
        return [
            wire.answered(entry, next(of_traces), prepare)
            if entry.record.signal is Signal.TRACES
            else self._here.open(entry)
            for entry in entries
        ]

    def rest(self) -> None:
        if self._idle and not self._submitted and time.monotonic() - self._last_used_s > _REST_S:
            self._end_all()

    def close(self) -> None:
        for _, future in self._submitted:
            if future is not None:
                future.cancel()
        self._submitted.clear()
        self._here.close()
        self._threads.shutdown()
        self._end_all()

    @property
    def processes(self) -> tuple[int, ...]:
        """The process ids of the workers that run."""
        with self._lock:
            return tuple(child.pid for child in self._all)

    def _answers(self, entries: Sequence[Entry]) -> list[Plain]:
        try:
            return self._ask(entries)
        except _GONE:
            return [self._alone(entry) for entry in entries]

    def _alone(self, entry: Entry) -> Plain:
        try:
            return self._ask((entry,))[0]
        except _GONE:
            return wire.dead(_DIED)

    def _ask(self, entries: Sequence[Entry]) -> list[Plain]:
        """Raises: OSError, EOFError, ValueError: the worker died."""
        child = self._borrow()
        try:
            wire.send(cast("IO[bytes]", child.stdin), wire.question(entries))
            answers: list[Plain] = wire.receive(cast("IO[bytes]", child.stdout))
        except BaseException as error:
            self._end(child)
            self._metrics.worker_errors.labels("pipeline-worker").inc()
            _log.warning("a worker of the pipeline died and is replaced", pid=child.pid, error=repr(error))
            raise
        with self._lock:
            self._idle.append(child)
        return answers

    def _borrow(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._idle:
                return self._idle.popleft()
        child = subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for pipe in (child.stdin, child.stdout):
            _widen(cast("IO[bytes]", pipe))
        with self._lock:
            self._all.add(child)
        wire.send(cast("IO[bytes]", child.stdin), pickle.dumps(self._task))
        return child

    def _end_all(self) -> None:
        with self._lock:
            self._idle.clear()
            children = tuple(self._all)
        for child in children:
            self._end(child)

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        """Close its input, which ends it; one that does not end is killed."""
        with self._lock:
            self._all.discard(child)
        with suppress(OSError):  # what was not written yet cannot be written any more
            cast("IO[bytes]", child.stdin).close()
        cast("IO[bytes]", child.stdout).close()
        try:
            child.wait(_ENDING_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _widen(pipe: IO[bytes]) -> None:
    if not hasattr(fcntl, "F_SETPIPE_SZ"):
        return  # only Linux has it
    with suppress(OSError):  # a user may have so much and no more in pipes: the usual size is right, and slower
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
