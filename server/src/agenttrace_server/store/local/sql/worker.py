"""The process that answers one question in SQL: a script of its own, so that it starts quickly and knows nothing of us.

Only a SELECT gets through that reads our tables: whatever else DuckDB could be told is refused by its syntax tree.
Behind that, DuckDB itself may open the files that were named and no others, and the system bounds the memory.
"""

from __future__ import annotations

import json
import math
import re
import resource
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

_MEBIBYTE = 1024 * 1024
_BESIDE_MB = 1_024
"""Address space for the interpreter, DuckDB itself and its threads."""
_CHUNK_ROWS = 500
_LOG_COLUMNS = ("uid", "project", "time_ns", "severity", "event", "trace_id", "span_id", "session_id", "run_id")


TABLE_FUNCTIONS = frozenset({"unnest", "range", "generate_series"})
"""Functions that may stand in a FROM: the others reach files, settings or other SQL."""
FORBIDDEN_FUNCTIONS = frozenset(
    {
        *("current_setting", "getenv", "getvariable", "write_log", "current_query", "current_query_id"),
        *("current_database", "current_catalog", "current_schema", "current_schemas", "in_search_path"),
        *("nextval", "currval", "txid_current", "current_connection_id", "parse_duckdb_log_message"),
        *("json_serialize_sql", "json_deserialize_sql", "json_serialize_plan", "json_execute_serialized_sql"),
        *("read_text", "read_blob", "read_csv", "read_json", "read_parquet", "glob", "query", "query_table"),
    }
)
"""Functions that tell of the server, or could be told to do something."""


_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)


class Refused(Exception):
    """The question is not one that may be asked; the message says why."""


def check(connection: duckdb.DuckDBPyConnection, sql: str, tables: Sequence[str]) -> None:
    """Raises: Refused: more than one statement, not a SELECT, or a table or function that is not ours."""
    there_are = "the tables are " + ", ".join(tables)
    row = connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchone()
    tree: dict[str, Any] = json.loads(row[0]) if row else {}
    if tree.get("error"):
        words = str(tree.get("error_message", ""))
        if "Only SELECT" in words:
            raise Refused(f"only a SELECT can be asked; {there_are}")
        place = int(tree.get("position") or 0)
        raise Refused(f"the SQL cannot be read: {words.splitlines()[0]} (character {place + 1})")
    statements = tree.get("statements", [])
    if len(statements) != 1:
        raise Refused(f"one SELECT at a time, not {len(statements)} statements")
    known = {*tables, *_named_in_with(connection, statements, tables)}
    for node in _nodes(statements):
        _check_node(node, known, there_are)


def _check_node(node: dict[str, Any], known: set[str], there_are: str) -> None:
    kind = node.get("type")
    if kind == "SHOW_REF":
        raise Refused(f"DESCRIBE, SHOW and SUMMARIZE cannot be asked; {there_are}")
    if kind == "BASE_TABLE":
        name = str(node.get("table_name", ""))
        if node.get("schema_name") or node.get("catalog_name") or name.lower() not in known:
            raise Refused(f"there is no table {name[:80]!r}; {there_are}")
    if kind == "TABLE_FUNCTION":
        function = node.get("function") or {}
        name = str(function.get("function_name", "")).lower()
        if name not in TABLE_FUNCTIONS or function.get("schema") or function.get("catalog"):
            raise Refused(f"{name[:80]} cannot stand in a FROM; {there_are}")
    if node.get("class") == "FUNCTION":
        name = str(node.get("function_name", "")).lower()
        if name in FORBIDDEN_FUNCTIONS or name.startswith(("pg_", "duckdb_", "pragma_", "has_", "__internal")):
            raise Refused(f"the function {name[:80]} cannot be used")


def _named_in_with(connection: duckdb.DuckDBPyConnection, tree: Any, tables: Sequence[str]) -> set[str]:
    """Return the names that WITH gives. Raises: Refused: one that could mean something else in another place."""
    names: set[str] = set()
    for node in _nodes(tree):
        common = node.get("cte_map")
        if isinstance(common, dict):
            names |= {str(entry.get("key", "")).lower() for entry in common.get("map", ())}
        if "cte_name" in node:
            names.add(str(node["cte_name"]).lower())
    found = connection.execute("SELECT view_name FROM duckdb_views() UNION SELECT table_name FROM duckdb_tables()")
    taken = {str(name).lower() for (name,) in found.fetchall()} - set(tables)
    for name in names:
        if not _IDENTIFIER.fullmatch(name) or name in taken:
            raise Refused(f"WITH cannot name a table {name[:80]!r}")
    return names


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Give every object of a tree, without recursion: a question may be nested as deeply as it likes."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def main() -> None:
    """Answer with one JSON object on stdout: {columns, rows, is_cut} or {refused}."""
    asked: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    try:
        told = _answer(asked)
    except Refused as refused:
        told = {"refused": str(refused)}
    except (duckdb.OutOfMemoryException, MemoryError):
        told = {"refused": f"the question needs more than {asked['memory_mb']} MB of memory"}
    except duckdb.Error as failure:
        told = {"refused": _words_of(failure)}
    sys.stdout.buffer.write(json.dumps(told).encode())


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    _bound(asked["memory_mb"])
    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": f"{asked['memory_mb']}MB",
            "threads": str(asked["threads"]),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "max_temp_directory_size": "0KB",
        },
    )
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("SET python_enable_replacements = false")
    logs = asked["logs"]
    if logs is not None:
        _copy_logs(logs["from"], logs["to"], logs["project"], asked["scratch_bytes"])
    allowed = [*asked["files"], *([logs["to"]] if logs is not None else [])]
    files = ", ".join("'" + file.replace("'", "''") + "'" for file in allowed)
    connection.execute(f"SET allowed_paths = [{files}]")
    for statement in asked["views"]:
        connection.execute(statement)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    check(connection, asked["sql"], asked["tables"])
    found = connection.execute(asked["sql"])
    columns = [[name, str(kind)] for name, kind, *_ in found.description or ()]
    if any("WITH TIME ZONE" in kind for _, kind in columns):
        found = connection.execute(_without_zones(asked["sql"], [kind for _, kind in columns]))
    return {"columns": columns, **_rows_of(found, asked["rows"], asked["answer_bytes"])}


def _copy_logs(source: str, target: str, project: str, most_bytes: int) -> None:
    """Write the log records of a project as lines of JSON. Raises: Refused: they are too many, or cannot be read."""
    asked = f"SELECT {', '.join(_LOG_COLUMNS)}, record FROM logs WHERE project = ?"  # noqa: S608
    left = most_bytes
    try:
        address = Path(source).as_uri() + "?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=5)) as connection, Path(target).open("wb") as copy:
            for *values, record in connection.execute(asked, (project,)):
                head = json.dumps(dict(zip(_LOG_COLUMNS, values, strict=True)))
                line = head[:-1].encode() + b', "record": ' + record + b"}\n"
                left -= len(line)
                if left < 0:
                    raise Refused(f"the log records of the project take more than sql_scratch_mb, {most_bytes} bytes")
                copy.write(line)
    except (sqlite3.Error, OSError) as failure:
        raise Refused(f"the log records cannot be copied: {failure}") from failure


def _without_zones(sql: str, kinds: Sequence[str]) -> str:
    """Return the question with moments as texts: Python would need the zones of the world to read them."""
    names = [f"c{number}" for number in range(len(kinds))]
    read = [f"{n}::TIMESTAMP AS {n}" if "WITH TIME ZONE" in k else n for n, k in zip(names, kinds, strict=True)]
    return f"SELECT {', '.join(read)} FROM ({sql.strip().rstrip(';')}\n) AS asked({', '.join(names)})"  # noqa: S608


def _rows_of(found: duckdb.DuckDBPyConnection, limit: int, limit_bytes: int) -> dict[str, Any]:
    rows: list[list[Any]] = []
    taken = 0
    while True:
        chunk = found.fetchmany(_CHUNK_ROWS)
        for row in chunk:
            plain = [_plain(value) for value in row]
            taken += len(json.dumps(plain))
            if len(rows) == limit or taken > limit_bytes:
                return {"rows": rows, "is_cut": True}
            rows.append(plain)
        if not chunk:
            return {"rows": rows, "is_cut": False}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.isoformat() + ("" if value.tzinfo else "Z")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, dict):
        return {str(name): _plain(held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(held) for held in value]
    return value.hex() if isinstance(value, bytes) else str(value)


def _bound(memory_mb: int) -> None:
    """Let the system refuse what DuckDB does not count: one value of gigabytes, say."""
    most = (memory_mb + _BESIDE_MB) * _MEBIBYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _words_of(failure: duckdb.Error) -> str:
    return str(failure).split("\n\nCandidate", 1)[0].strip()[:1_000]


if __name__ == "__main__":
    main()
