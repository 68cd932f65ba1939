"""Fix the tables that SQL sees: columns with plain names, rows of one project, nothing that is dead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

ROWS = "project_rows"
"""The rows of segments and of the hot file, under a name that nobody may ask for."""
DEAD = "dead_versions"
LOGS = "project_logs"
"""The copied log records of the project, under a name that nobody may ask for."""

COLUMNS: dict[str, dict[str, str]] = {
    "spans": {
        "project": "project",
        "trace_id": "trace_id",
        "span_id": "span_id",
        "parent_span_id": "parent_span_id",
        "name": "name",
        "type": "span_type",
        "status": "state",
        "status_message": "status_message",
        "status_code": "status_code",
        "start_time": "make_timestamp_ns(start_ns)",
        "end_time": "make_timestamp_ns(end_ns)",
        "duration_ms": "duration_ns / 1e6",
        "session_id": "session_id",
        "user_id": "user_id",
        "agent": "agent",
        "model": "model",
        "provider": "provider",
        "tool": "tool",
        "framework": "json_extract_string(body, '$.framework')",
        "tags": "json_extract_string(body, '$.tags[*]')",
        "input_tokens": "CASE WHEN model_calls > 0 THEN input_tokens END",
        "output_tokens": "CASE WHEN model_calls > 0 THEN output_tokens END",
        "cost_usd": "CASE WHEN model_calls > 0 THEN cost / 1e9 END",
        "input_preview": "json_extract_string(body, '$.input_preview')",
        "output_preview": "json_extract_string(body, '$.output_preview')",
        "attributes": "attributes::JSON",
        "resource": "resource::JSON",
    },
    "traces": {
        "project": "any_value(project)",
        "trace_id": "trace_id",
        "name": "arg_min(name, rank)",
        "status": (
            "CASE WHEN bool_or(state = 'running') THEN 'running'"
            " ELSE coalesce(arg_min(state, rank) FILTER (parent_span_id IS NULL),"
            " CASE WHEN sum(errors) > 0 THEN 'error' ELSE 'ok' END) END"
        ),
        "session_id": "arg_min(session_id, rank) FILTER (session_id IS NOT NULL)",
        "user_id": "arg_min(user_id, rank) FILTER (user_id IS NOT NULL)",
        "start_time": "make_timestamp_ns(min(start_ns))",
        "end_time": "CASE WHEN NOT bool_or(state = 'running') THEN make_timestamp_ns(max(end_ns)) END",
        "duration_ms": "(max(greatest(start_ns, coalesce(end_ns, 0))) - min(start_ns)) / 1e6",
        "spans": "count(*)",
        "errors": "sum(errors)::BIGINT",
        "model_calls": "sum(model_calls)::BIGINT",
        "tool_calls": "sum(tool_calls)::BIGINT",
        "input_tokens": "sum(input_tokens)::BIGINT",
        "output_tokens": "sum(output_tokens)::BIGINT",
        "cost_usd": "sum(cost_nano_usd) / 1e9",
        "unknown_cost_calls": "sum(unknown_cost_calls)::BIGINT",
        "agents": "list(DISTINCT agent) FILTER (agent IS NOT NULL)",
        "models": "list(DISTINCT model) FILTER (model_calls > 0 AND model IS NOT NULL)",
    },
    "sessions": {
        "project": "any_value(project)",
        "session_id": "session_id",
        "user_id": "arg_max(user_id, start_time) FILTER (user_id IS NOT NULL)",
        "start_time": "min(start_time)",
        "last_seen": "max(start_time + to_microseconds((duration_ms * 1000)::BIGINT))",
        "traces": "count(*)",
        "spans": "sum(spans)::BIGINT",
        "errors": "sum(errors)::BIGINT",
        "model_calls": "sum(model_calls)::BIGINT",
        "tool_calls": "sum(tool_calls)::BIGINT",
        "input_tokens": "sum(input_tokens)::BIGINT",
        "output_tokens": "sum(output_tokens)::BIGINT",
        "cost_usd": "sum(cost_usd)",
    },
    "logs": {
        "uid": "uid",
        "project": "project",
        "time": "make_timestamp_ns(time_ns)",
        "severity": "severity",
        "severity_text": "record->>0",
        "event_name": "event",
        "body": "CASE WHEN json_type(record, '$[1]') <> 'NULL' THEN record->1 END",
        "attributes": "record->2",
        "resource": "record->3",
        "scope_name": "record->>4",
        "scope_version": "record->>5",
        "trace_id": "trace_id",
        "span_id": "span_id",
        "session_id": "session_id",
        "run_id": "run_id",
    },
}
"""Each table's columns and what each is made from."""
_SOURCES = {
    "spans": ROWS,
    "traces": (
        f"(SELECT *, (parent_span_id IS NOT NULL, start_ns, span_id) AS rank FROM {ROWS}) GROUP BY trace_id"  # noqa: S608
    ),
    "sessions": "traces WHERE session_id IS NOT NULL GROUP BY session_id",
    "logs": LOGS,
}
NAMES = tuple(COLUMNS)
LONGEST_LOG_BYTES = 32 * 1024 * 1024
"""Of one record as it is copied; a longer one cannot be asked."""
_LOG_COLUMNS = {
    "uid": "VARCHAR",
    "project": "VARCHAR",
    "time_ns": "BIGINT",
    "severity": "BIGINT",
    "event": "VARCHAR",
    "trace_id": "VARCHAR",
    "span_id": "VARCHAR",
    "session_id": "VARCHAR",
    "run_id": "VARCHAR",
    "record": "JSON",
}


def view_statements(project: str, files: Sequence[str], dead: Iterable[int], logs: str | None) -> list[str]:
    """Return the statements that make the tables of one project from these files; `logs` is its copied records."""
    versions = ", ".join(f"({version:d})" for version in dead)
    listed = ", ".join(map(_quoted, files))
    rows = f"SELECT * FROM read_parquet([{listed}], union_by_name = true)" if files else f"SELECT {_NO_ROWS}"  # noqa: S608
    hidden = f"AND version NOT IN (SELECT version FROM {DEAD})" if versions else ""  # noqa: S608
    return [
        *([f"CREATE TABLE {DEAD} AS SELECT * FROM (VALUES {versions}) AS t(version)"] if versions else []),  # noqa: S608
        f"CREATE VIEW {ROWS} AS SELECT * FROM ({rows}) WHERE project = {_quoted(project)} {hidden}",  # noqa: S608
        f"CREATE VIEW {LOGS} AS SELECT * FROM ({_log_rows(logs)}) WHERE project = {_quoted(project)}",  # noqa: S608
        *(_view(name) for name in NAMES),
    ]


def _log_rows(copied: str | None) -> str:
    if copied is None:
        return "SELECT " + ", ".join(f"NULL::{kind} AS {name}" for name, kind in _LOG_COLUMNS.items())
    kinds = ", ".join(f"{name}: '{kind}'" for name, kind in _LOG_COLUMNS.items())
    return (
        f"SELECT * FROM read_json({_quoted(copied)}, format = 'newline_delimited', compression = 'none',"  # noqa: S608
        f" columns = {{{kinds}}}, maximum_object_size = {LONGEST_LOG_BYTES})"
    )


def _view(name: str) -> str:
    columns = ", ".join(f"{sql} AS {column}" for column, sql in COLUMNS[name].items())
    return f"CREATE VIEW {name} AS SELECT {columns} FROM {_SOURCES[name]}"  # noqa: S608


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_TEXTS = (
    "project trace_id span_id parent_span_id name state status_message status_code span_type session_id user_id"
    " attributes resource body agent model provider tool"
)
_INTEGERS = (
    "version start_ns end_ns duration_ns cost errors model_calls tool_calls input_tokens output_tokens"
    " cost_nano_usd unknown_cost_calls"
)
_NO_ROWS = ", ".join(
    [f"NULL::VARCHAR AS {name}" for name in _TEXTS.split()] + [f"NULL::BIGINT AS {name}" for name in _INTEGERS.split()]
)
