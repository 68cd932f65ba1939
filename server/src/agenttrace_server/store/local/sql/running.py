"""Start the process that answers a question in SQL, wait for it, and end it when time is up or nobody waits."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from agenttrace_server.errors import BadQuestion, Overloaded
from agenttrace_server.store.api.sql import IsCancelled, SqlAnswer, SqlLimits
from agenttrace_server.store.local.sql.views import NAMES, view_statements

MAX_CHARS: Final = 100_000
_POLL_S: Final = 0.05
_WORKER: Final = Path(__file__).with_name("worker.py")


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows lie that a question is asked of."""

    files: Sequence[Path]
    """Of spans."""
    dead: Iterable[int]
    logs: Path
    """The SQLite file of log records; it may be missing."""
    scratch: Path
    """An empty folder, into which the log records of the project are copied where the question names them."""


def ask(project: str, sql: str, rows: Rows, limits: SqlLimits, is_cancelled: IsCancelled) -> SqlAnswer:
    """Return the answer. Raises: BadQuestion: the SQL may not be asked, fails, or takes too long; says why."""
    if len(sql) > MAX_CHARS:
        raise BadQuestion(f"sql must have at most {MAX_CHARS} characters, not {len(sql)}", field="sql")
    if not sql.strip():
        raise BadQuestion("sql is empty", field="sql")
    paths = [str(path) for path in rows.files]
    names_logs = "logs" in sql.lower() and rows.logs.exists()
    copied = str(rows.scratch / "logs.ndjson") if names_logs else None
    asked = {
        "sql": sql,
        "tables": NAMES,
        "files": paths,
        "logs": {"from": str(rows.logs), "to": copied, "project": project} if copied else None,
        "scratch_bytes": limits.scratch_bytes,
        "views": view_statements(project, paths, rows.dead, copied),
        "rows": limits.rows,
        "answer_bytes": limits.answer_bytes,
        "memory_mb": limits.memory_mb,
        "threads": 1,
    }
    began = time.monotonic()
    told = _told(json.dumps(asked).encode(), limits.timeout_s, is_cancelled)
    if "refused" in told:
        words = str(told["refused"])
        for path in (*paths, str(rows.logs), str(rows.scratch / "logs.ndjson")):
            words = words.replace(path, Path(path).name)
        raise BadQuestion(words, field="sql")
    return SqlAnswer(
        columns=tuple((name, kind) for name, kind in told["columns"]),
        rows=tuple(map(tuple, told["rows"])),
        is_cut=told["is_cut"],
        elapsed_ms=round((time.monotonic() - began) * 1_000, 3),
    )


def _told(question: bytes, timeout_s: float, is_cancelled: IsCancelled) -> dict[str, Any]:
    command = [sys.executable, "-I", str(_WORKER)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/"
    )
    said: list[bytes] = []
    talk = threading.Thread(target=lambda: said.append(process.communicate(question)[0]), daemon=True)
    talk.start()
    deadline = time.monotonic() + timeout_s
    why: str | None = None
    while talk.is_alive():
        talk.join(_POLL_S)
        if time.monotonic() > deadline:
            why = f"the question took more than {timeout_s:g} s"
        elif is_cancelled():
            why = "nobody waits for the answer any more"
        if why is not None:
            process.kill()
            talk.join()
            raise BadQuestion(why, field="sql")
    if process.returncode != 0 or not said or not said[0]:
        raise BadQuestion("the question took more memory than it may", field="sql")
    told: dict[str, Any] = json.loads(said[0])
    return told


class Turns:
    """Lets a few questions run at once; the others are told to come back."""

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)

    def __enter__(self) -> None:
        if not self._free.acquire(blocking=False):
            raise Overloaded("as many SQL questions as may run at once are running", retry_after_s=2)

    def __exit__(self, *_: object) -> None:
        self._free.release()
