"""Ask in SQL, within what the settings allow."""

from __future__ import annotations

from agenttrace_server.config import Settings
from agenttrace_server.errors import BadQuestion, UnsupportedByStore
from agenttrace_server.store.api import Store
from agenttrace_server.store.api.sql import IsCancelled, SqlAnswer, SqlLimits


def limits_of(settings: Settings, rows: int | None) -> SqlLimits:
    """Return what a question may take. Raises: BadQuestion: more rows than the settings allow."""
    most = settings.sql_rows_max
    if rows is not None and not 1 <= rows <= most:
        raise BadQuestion(f"limit must be between 1 and {most}, not {rows}", field="limit")
    return SqlLimits(
        settings.sql_timeout_s,
        settings.sql_memory_mb,
        min(1_000, most) if rows is None else rows,
        settings.sql_answer_bytes,
        settings.sql_scratch_mb * 1024 * 1024,
    )


def ask(
    store: Store, settings: Settings, project: str | None, sql: str, rows: int | None, is_cancelled: IsCancelled
) -> SqlAnswer:
    """Return the answer. Raises: BadQuestion. UnsupportedByStore: the store has no SQL."""
    if not store.capabilities.sql:
        raise UnsupportedByStore("this store cannot be asked in SQL; use the local store", field="store")
    return store.sql(project, sql, limits_of(settings, rows), is_cancelled)
