"""Answer SQL from a data folder on which no server runs: what is sealed, without changing anything."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from agenttrace_server.errors import BadQuestion, BadSetting, CorruptData
from agenttrace_server.store.api.sql import SqlAnswer, SqlLimits
from agenttrace_server.store.local.sql.running import Rows, ask


def ask_folder(folder: Path, project: str | None, sql: str, limits: SqlLimits) -> SqlAnswer:
    """Return the answer. Raises: BadSetting: no store is there. BadQuestion: as `ask`, or no project is named."""
    catalog = folder / "catalog.db"
    if not catalog.exists():
        raise BadSetting(f"there is no store in {folder}", field="data_dir")
    try:
        with closing(sqlite3.connect(f"file:{catalog}?mode=ro", uri=True, timeout=5)) as connection:
            files = [folder / row[0] for row in connection.execute("SELECT file FROM segments ORDER BY number")]
            dead = [row[0] for row in connection.execute("SELECT version FROM dead")]
            names = [row[0] for row in connection.execute("SELECT DISTINCT project FROM traces ORDER BY project")]
    except sqlite3.Error as failure:
        raise CorruptData(f"the catalog in {folder} cannot be read: {failure}") from failure
    with TemporaryDirectory(prefix="agenttrace-sql-") as scratch:
        rows = Rows(files, dead, folder / "logs.db", Path(scratch))
        return ask(only_project(project, names), sql, rows, limits, lambda: False)


def only_project(project: str | None, names: list[str]) -> str:
    """Return the project that is meant. Raises: BadQuestion: none is named and there are several."""
    if project is not None:
        return project
    if len(names) > 1:
        raise BadQuestion(f"name one project: {', '.join(names[:20])}", field="project")
    return names[0] if names else "default"
