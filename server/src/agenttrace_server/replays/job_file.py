"""Keep replays that were asked for in a file of their own, so that a restart of the server loses none."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from agenttrace_server.errors import Busy, NotFound
from agenttrace_server.replays.job import Asked, Ended, Job, State, Worker

FILE: Final = "replays.sqlite"
_S: Final = 1_000_000_000
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, project TEXT NOT NULL, trace_id TEXT NOT NULL,
    asked TEXT NOT NULL, state TEXT NOT NULL, created_ns INTEGER NOT NULL, started_ns INTEGER, ended_ns INTEGER,
    beat_ns INTEGER, attempts INTEGER NOT NULL DEFAULT 0, worker TEXT, lease TEXT,
    is_cancel_asked INTEGER NOT NULL DEFAULT 0, reason TEXT, result_trace_id TEXT, report TEXT, exit_code INTEGER,
    output TEXT
);
CREATE INDEX IF NOT EXISTS jobs_of_trace ON jobs (trace_id);
CREATE INDEX IF NOT EXISTS jobs_by_result ON jobs (result_trace_id);
CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state);
CREATE TABLE IF NOT EXISTS workers (
    name TEXT PRIMARY KEY, entrypoint TEXT NOT NULL, live_tools INTEGER NOT NULL, project TEXT, seen_ns INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS branches (
    project TEXT NOT NULL, parent TEXT NOT NULL, child TEXT NOT NULL, step INTEGER, PRIMARY KEY (project, parent, child)
);
"""
_COLUMNS: Final = (
    "id, project, trace_id, asked, state, created_ns, started_ns, ended_ns, attempts, worker, lease,"
    " is_cancel_asked, reason, result_trace_id, report, exit_code, output"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """From the settings: how long a worker may be silent, how often a job is tried, how many may wait."""

    silence_s: float
    attempts: int
    queue_max: int


class JobFile:
    """Safe in several threads. Every call first gives back the jobs of workers that have fallen silent."""

    def __init__(self, home: Path, limits: Limits) -> None:
        """Raises: OSError, sqlite3.Error: the file cannot be used."""
        self._limits = limits
        self._lock = threading.Lock()
        self._db = sqlite3.connect(home / FILE, isolation_level=None, check_same_thread=False, timeout=30)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def ask(self, project: str, trace_id: str, asked: Asked, now_ns: int) -> Job:
        """Put a replay in the queue. Raises: Busy: too many wait."""
        with self._changing(now_ns) as db:
            (waiting,) = db.execute("SELECT count(*) FROM jobs WHERE state = 'queued'").fetchone()
            if waiting >= self._limits.queue_max:
                raise Busy(f"{waiting} replays wait for a worker; cancel some, or start one: agenttrace worker")
            name = secrets.token_hex(6)
            db.execute(
                "INSERT INTO jobs (id, project, trace_id, asked, state, created_ns) VALUES (?, ?, ?, ?, 'queued', ?)",
                (name, project, trace_id, json.dumps(asdict(asked)), now_ns),
            )
            return _job(db, name)

    def get(self, name: str, now_ns: int) -> Job:
        """Raises: NotFound."""
        with self._changing(now_ns) as db:
            return _job(db, name)

    def of_trace(self, project: str, trace_id: str, now_ns: int) -> Sequence[Job]:
        """Return the replays of a trace and those it came from, the newest first."""
        where = "project = ? AND (trace_id = ? OR result_trace_id = ?)"
        with self._changing(now_ns) as db:
            return _jobs(db, where, (project, trace_id, trace_id), -1)

    def find(self, project: str | None, state: State | None, limit: int, now_ns: int) -> Sequence[Job]:
        """Return the newest jobs first."""
        where = "(?1 IS NULL OR project = ?1) AND (?2 IS NULL OR state = ?2)"
        with self._changing(now_ns) as db:
            return _jobs(db, where, (project, None if state is None else state.value), limit)

    def cancel(self, name: str, now_ns: int) -> Job:
        """End a job that waits; ask the worker of one that runs to end it. Raises: NotFound, Busy: it is over."""
        with self._changing(now_ns) as db:
            job = _job(db, name)
            if job.state.is_over:
                raise Busy(f"replay {name} is over already: {job.state.value}", field="id")
            if job.state is State.QUEUED:
                _end(db, name, Ended(state=State.CANCELLED, reason="cancelled before a worker took it"), now_ns)
            db.execute("UPDATE jobs SET is_cancel_asked = 1 WHERE id = ?", (name,))
            return _job(db, name)

    def take(self, worker: Worker, now_ns: int) -> Job | None:
        """Give a worker the job that waits longest; None where there is none for it."""
        with self._changing(now_ns) as db:
            db.execute("DELETE FROM workers WHERE seen_ns < ?", (now_ns - round(self._limits.silence_s * _S),))
            _see(db, worker, now_ns)
            found = db.execute(
                "SELECT id FROM jobs WHERE state = 'queued' AND (?1 IS NULL OR project = ?1) ORDER BY number LIMIT 1",
                (worker.project,),
            ).fetchone()
            if found is None:
                return None
            db.execute(
                "UPDATE jobs SET state = 'running', worker = ?, lease = ?, started_ns = ?, beat_ns = ?,"
                " attempts = attempts + 1, reason = NULL WHERE id = ?",
                (worker.name, secrets.token_hex(16), now_ns, now_ns, found[0]),
            )
            return _job(db, found[0])

    def beat(self, name: str, lease: str, now_ns: int) -> Job:
        """Note that the worker is alive; the answer says whether to cancel. Raises: NotFound, Busy: not its job."""
        with self._changing(now_ns) as db:
            job = _held(db, name, lease)
            db.execute("UPDATE jobs SET beat_ns = ? WHERE id = ?", (now_ns, name))
            db.execute("UPDATE workers SET seen_ns = ? WHERE name = ?", (now_ns, job.worker))
            return job

    def end(self, name: str, lease: str, ended: Ended, now_ns: int) -> Job:
        """Keep what became of a job. Raises: NotFound, Busy: it is not this worker's any more."""
        with self._changing(now_ns) as db:
            job = _held(db, name, lease)
            _end(db, name, ended, now_ns)
            if ended.result_trace_id is not None:
                _branch(db, job.project, job.trace_id, ended.result_trace_id, job.asked.from_step)
            return _job(db, name)

    def leave(self, worker: str, now_ns: int) -> None:
        """Forget a worker that has said goodbye; a replay that it did not finish waits again."""
        with self._changing(now_ns) as db:
            db.execute("DELETE FROM workers WHERE name = ?", (worker,))
            for job in _jobs(db, "state = 'running' AND worker = ?", (worker,), -1):
                self._put_back(job, f"worker {worker} was stopped", now_ns)

    def workers(self, now_ns: int) -> Sequence[Worker]:
        """Return the workers that have been heard of lately."""
        since = now_ns - round(self._limits.silence_s * _S)
        with self._changing(now_ns) as db:
            rows = db.execute(
                "SELECT name, entrypoint, live_tools, project, seen_ns FROM workers WHERE seen_ns >= ? ORDER BY name",
                (since,),
            ).fetchall()
        names = ("name", "entrypoint", "live_tools", "project", "seen_ns")
        return [Worker(**{**dict(zip(names, row, strict=True)), "live_tools": bool(row[2])}) for row in rows]

    def branch(self, project: str, parent: str, child: str, step: int | None, now_ns: int) -> None:
        """Remember that a trace is the replay of another."""
        with self._changing(now_ns) as db:
            _branch(db, project, parent, child, step)

    def branches(self, project: str, trace_id: str, now_ns: int) -> tuple[Sequence[tuple[str, int | None]], ...]:
        """Return the traces that a trace is a replay of, and its own replays, each with the step where they part."""
        with self._changing(now_ns) as db:
            up = "SELECT parent, step FROM branches WHERE project = ? AND child = ? ORDER BY rowid"
            down = "SELECT child, step FROM branches WHERE project = ? AND parent = ? ORDER BY rowid"
            return tuple(db.execute(ask, (project, trace_id)).fetchall() for ask in (up, down))

    def traces(self, now_ns: int) -> Sequence[tuple[str, str]]:
        """Return every trace that a job is about, with its project."""
        with self._changing(now_ns) as db:
            return [
                (project, trace_id) for project, trace_id in db.execute("SELECT DISTINCT project, trace_id FROM jobs")
            ]

    def drop(self, project: str, trace_id: str, now_ns: int) -> None:
        """Forget the jobs of a trace that was deleted; one that runs is not this worker's any more."""
        with self._changing(now_ns) as db:
            db.execute("DELETE FROM jobs WHERE project = ? AND trace_id = ?", (project, trace_id))
            db.execute("DELETE FROM branches WHERE project = ? AND ? IN (parent, child)", (project, trace_id))

    def copy_to(self, folder: Path) -> None:
        """Write a copy of this moment, for a backup."""
        with self._lock, closing(sqlite3.connect(folder / FILE)) as copy:
            self._db.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")

    @contextmanager
    def _changing(self, now_ns: int) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._give_back(now_ns)
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _give_back(self, now_ns: int) -> None:
        """A worker that fell silent has lost its job: to the queue, or for good where it was tried often enough."""
        before_ns = now_ns - round(self._limits.silence_s * _S)
        for job in _jobs(self._db, "state = 'running' AND beat_ns < ?", (before_ns,), -1):
            self._put_back(job, f"worker {job.worker} was silent for {self._limits.silence_s:g} s", now_ns)

    def _put_back(self, job: Job, reason: str, now_ns: int) -> None:
        if job.is_cancel_asked:
            _end(self._db, job.id, Ended(state=State.CANCELLED, reason=reason), now_ns)
        elif job.attempts >= self._limits.attempts:
            lost = Ended(state=State.LOST, reason=f"{reason}, at attempt {job.attempts}")
            _end(self._db, job.id, lost, now_ns)
        else:
            self._db.execute(
                "UPDATE jobs SET state = 'queued', lease = NULL, started_ns = NULL, reason = ? WHERE id = ?",
                (f"{reason}; it is tried again", job.id),
            )


def _see(db: sqlite3.Connection, worker: Worker, now_ns: int) -> None:
    values = (worker.name, worker.entrypoint, worker.live_tools, worker.project, now_ns)
    db.execute(
        "INSERT OR REPLACE INTO workers (name, entrypoint, live_tools, project, seen_ns) VALUES (?, ?, ?, ?, ?)", values
    )


def _held(db: sqlite3.Connection, name: str, lease: str) -> Job:
    job = _job(db, name)
    if job.state is not State.RUNNING or job.lease is None or not secrets.compare_digest(job.lease, lease):
        raise Busy(f"replay {name} is not this worker's any more: it is {job.state.value}", field="lease")
    return job


def _end(db: sqlite3.Connection, name: str, ended: Ended, now_ns: int) -> None:
    report = None if ended.report is None else json.dumps(ended.report)
    db.execute(
        "UPDATE jobs SET state = ?, ended_ns = ?, lease = NULL, reason = ?, result_trace_id = ?, report = ?,"
        " exit_code = ?, output = ? WHERE id = ?",
        (ended.state.value, now_ns, ended.reason, ended.result_trace_id, report, ended.exit_code, ended.output, name),
    )


def _branch(db: sqlite3.Connection, project: str, parent: str, child: str, step: int | None) -> None:
    db.execute(
        "INSERT INTO branches (project, parent, child, step) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET step = COALESCE(excluded.step, step)",
        (project, parent, child, step),
    )


def _job(db: sqlite3.Connection, name: str) -> Job:
    found = _jobs(db, "id = ?", (name,), 1)
    if not found:
        raise NotFound(f"there is no replay {name[:100]!r}", field="id")
    return found[0]


def _jobs(db: sqlite3.Connection, where: str, values: tuple[object, ...], limit: int) -> Sequence[Job]:
    asked = f"SELECT {_COLUMNS} FROM jobs WHERE {where} ORDER BY number DESC LIMIT {limit}"  # noqa: S608
    return [_of_row(row) for row in db.execute(asked, values)]


def _of_row(row: tuple[Any, ...]) -> Job:
    told = dict(zip(_COLUMNS.replace(" ", "").split(","), row, strict=True))
    told["asked"] = Asked(**json.loads(told["asked"]))
    told["state"] = State(told["state"])
    told["is_cancel_asked"] = bool(told["is_cancel_asked"])
    told["report"] = None if told["report"] is None else json.loads(told["report"])
    return Job(**told)
