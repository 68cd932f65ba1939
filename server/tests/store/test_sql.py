"""Questions in SQL: what they see of a project, and all that they must not reach."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

import pytest

from agenttrace.model import Agent, Call, ProjectName, Scope, Tool
from agenttrace_server.api.schemas import LogOut
from agenttrace_server.config import Settings
from agenttrace_server.errors import BadQuestion, BadSetting, Overloaded, UnsupportedByStore
from agenttrace_server.store.api import Page, TraceFilter
from agenttrace_server.store.api.sql import SqlAnswer, SqlLimits
from agenttrace_server.store.local import LocalStore
from agenttrace_server.store.local.sql.on_disk import ask_folder
from agenttrace_server.store.local.sql.running import MAX_CHARS
from agenttrace_server.store.local.sql.views import COLUMNS, NAMES
from agenttrace_server.store.memory import MemoryStore
from agenttrace_server.telemetry import Metrics

from .harness import put
from .making import a_call, a_span, failed, running, trace_id
from .making_signals import NOON_NS, a_log

LIMITS = SqlLimits(timeout_s=30, memory_mb=256, rows=100, answer_bytes=100_000, scratch_bytes=1_000_000)
SECRET = ProjectName("secret")
SAID = a_log(
    1,
    severity=17,
    severity_text="ERROR",
    event_name="api_error",
    body='it\'s "ü" \x00\n',
    attributes={"a.b": [1, None]},
    resource={"service.name": "s"},
    scope=Scope("lib", "1"),
    trace_id=trace_id(1),
    session_id="s",
)

COPIED_BYTES = 328
"""What `SAID` takes as a line of the copy."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sql")


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[LocalStore]:
    """Two projects, sealed; a deleted trace; and spans that are only in memory."""
    store = LocalStore(folder, Settings(sql_at_once=1), Metrics())
    claude = Call(provider="anthropic", request_model="claude")
    put(
        store,
        a_span(1, 1, name="root", session_id="s", user_id="ann", tags=("a", "b"), framework="crewai"),
        a_call(1, 2, cost=2_000_000, agent=Agent("planner"), call=claude),
        failed(1, 3, tool=Tool("pay")),
        a_span(2, 1, at=100, name="the secret", project=SECRET, attributes={"password": "hunter2"}),
        a_span(3, 1, at=200, name="deleted"),
    )
    store.signals.write_logs([SAID, a_log(2, project=SECRET, body="hunter2"), a_log(3, trace_id=trace_id(3))])
    store.flush()
    store.delete_trace(trace_id(3))
    put(store, running(4, 1, at=300, name="hot", attributes={"k": "v"}), a_call(1, 4, at=5), offset=2)
    yield store
    store.close()


def ask(store: LocalStore, sql: str, project: str = "default", limits: SqlLimits = LIMITS) -> SqlAnswer:
    return store.sql(project, sql, limits, lambda: False)


def test_sealed_and_hot_spans_are_one_table_without_what_was_deleted(store: LocalStore) -> None:
    found = ask(store, "SELECT name FROM spans ORDER BY start_time")
    assert [row[0] for row in found.rows] == ["root", "step 2", "step 3", "step 4", "hot"]
    assert found.columns == (("name", "VARCHAR"),)
    assert not found.is_cut


def test_the_columns_say_what_the_span_says(store: LocalStore) -> None:
    sql = "SELECT type, status, model, provider, agent, input_tokens, cost_usd, duration_ms FROM spans"
    assert ask(store, f"{sql} WHERE name = 'step 2'").rows == (
        ("llm_call", "ok", "claude", "anthropic", "planner", 10, 0.002, 1000.0),
    )
    sql = "SELECT tags, framework, start_time, cost_usd FROM spans WHERE name = 'root'"
    [(tags, framework, start, cost)] = ask(store, sql).rows
    assert (tags, framework, cost) == (["a", "b"], "crewai", None)
    assert start.endswith("Z")
    assert ask(store, "SELECT attributes->>'k' FROM spans WHERE name = 'hot'").rows == (("v",),)


def test_traces_and_sessions_add_up_as_the_lists_do(store: LocalStore) -> None:
    [summary] = store.find_traces(TraceFilter(session_id="s"), Page()).items
    totals = summary.totals
    sql = "SELECT name, status, user_id, spans, errors, model_calls, input_tokens, cost_usd, agents, models FROM traces"
    [(*figures, agents, models)] = ask(store, f"{sql} WHERE session_id = 's'").rows
    expected = [summary.name, summary.status.value, summary.user_id, totals.spans, totals.errors]
    assert figures == [*expected, totals.model_calls, totals.input_tokens, totals.cost_nano_usd / 1e9]
    assert (set(agents), set(models)) == (set(summary.agents), set(summary.models))
    assert ask(store, "SELECT session_id, traces, spans, errors FROM sessions").rows == (("s", 1, 4, 1),)
    assert ask(store, "SELECT status, end_time FROM traces WHERE name = 'hot'").rows == (("running", None),)


def test_log_records_have_the_columns_and_values_that_the_logs_api_has(store: LocalStore) -> None:
    found = ask(store, "SELECT * FROM logs")
    [row] = [dict(zip([name for name, _ in found.columns], row, strict=True)) for row in found.rows]
    assert set(row) == set(LogOut.model_fields)
    parts = [json.loads(row.pop(name)) for name in ("body", "attributes", "resource")]
    assert parts == [SAID.body, SAID.attributes, SAID.resource]
    assert row.pop("time").startswith(datetime.fromtimestamp(NOON_NS / 1e9 + 1, timezone.utc).isoformat()[:19])
    names = ("uid", "project", "severity", "severity_text", "event_name", "trace_id", "span_id", "session_id", "run_id")
    assert row == {"scope_name": "lib", "scope_version": "1", **{name: getattr(SAID, name) for name in names}}


def test_log_records_are_joined_with_their_trace(store: LocalStore) -> None:
    sql = "SELECT t.name, l.body->>'$', l.attributes->'$.\"a.b\"'->>0 FROM LOGS l JOIN traces t USING (trace_id)"
    assert ask(store, sql).rows == (("root", SAID.body, "1"),)
    assert ask(store, "SELECT count(*) FROM logs", project="secret").rows == ((1,),)
    assert ask(store, "SELECT body FROM logs WHERE uid = 'logs'").rows == ()


def test_a_body_that_is_nothing_is_null(tmp_path: Path) -> None:
    store = LocalStore(tmp_path, Settings(), Metrics())
    store.signals.write_logs([a_log(1, body=None), a_log(2, body={"deep": [2**63]})])
    assert ask(store, "SELECT body FROM logs ORDER BY time").rows == ((None,), ('{"deep":[9223372036854775808]}',))
    store.close()


def test_the_copy_of_log_records_is_bounded(store: LocalStore) -> None:
    sql = "SELECT count(*) FROM logs"
    with pytest.raises(BadQuestion, match="take more than sql_scratch_mb") as refused:
        ask(store, sql, limits=replace(LIMITS, scratch_bytes=COPIED_BYTES - 1))
    assert refused.value.field == "sql"
    assert ask(store, sql, limits=replace(LIMITS, scratch_bytes=COPIED_BYTES)).rows == ((1,),)
    assert ask(store, "SELECT count(*) > 0 FROM spans", limits=replace(LIMITS, scratch_bytes=0)).rows == ((True,),)


ATTACKS = [
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    'SELECT * FROM "/etc/passwd"',
    "SELECT * FROM read_parquet('{segment}')",
    "SELECT * FROM '{segment}'",
    "SELECT * FROM (WITH \"{segment}\" AS (SELECT 1) SELECT 1), '{segment}'",
    "SELECT * FROM parquet_metadata('{segment}')",
    "SELECT * FROM glob('/*')",
    "SELECT (SELECT max(content) FROM read_text('/etc/passwd'))",
    "SELECT 1 ORDER BY (SELECT max(content) FROM read_blob('/etc/passwd'))",
    "SELECT * FROM project_rows",
    "SELECT * FROM dead_versions",
    "SELECT * FROM project_logs",
    "SELECT * FROM (WITH project_logs AS (SELECT 1) SELECT 1), project_logs",
    "SELECT * FROM 'logs.db'",
    "SELECT * FROM read_json('logs.ndjson')",
    "SELECT * FROM sqlite_scan('logs.db', 'logs')",
    "SELECT * FROM (WITH project_rows AS (SELECT 1) SELECT 1), project_rows",
    "SELECT * FROM (WITH sqlite_master AS (SELECT 1) SELECT 1), sqlite_master",
    "SELECT * FROM main.spans",
    "SELECT * FROM memory.main.spans",
    "SELECT * FROM information_schema.tables",
    "SELECT * FROM pg_catalog.pg_class",
    "SELECT * FROM sqlite_master",
    "SELECT * FROM duckdb_settings()",
    "SELECT * FROM duckdb_views()",
    "SELECT * FROM duckdb_secrets()",
    "SELECT * FROM pragma_version()",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('spans')",
    "SELECT current_setting('allowed_paths')",
    "SELECT getenv('HOME')",
    "SELECT json_serialize_sql('SELECT 1')",
    "SELECT * FROM asked",
    "SELECT * FROM connection",
    "DESCRIBE spans",
    "SHOW ALL TABLES",
    "EXPLAIN SELECT 1",
    "ATTACH '/tmp/x.db'",
    "COPY spans TO '/tmp/x.csv'",
    "COPY (SELECT 1) TO '/tmp/x.csv'",
    "EXPORT DATABASE '/tmp/x'",
    "PRAGMA database_list",
    "SET threads = 8",
    "RESET allowed_paths",
    "INSTALL httpfs",
    "LOAD httpfs",
    "CREATE TABLE t AS SELECT 1",
    "DROP VIEW spans",
    "DELETE FROM spans",
    "CALL pragma_version()",
    "SELECT 1; SELECT 2",
    "SELECT 1; SET threads = 8",
    "PREPARE p AS SELECT 1",
    "CHECKPOINT",
    "selec 1",
    "SELECT nothing FROM spans",
    "SELECT " + "(" * 3_000 + "1" + ")" * 3_000,
    "SELECT " + "+".join(["1"] * 20_000),
    "",
    "-- nothing",
]


@pytest.mark.parametrize("chunk", range(7))
def test_what_may_not_be_asked_is_refused_in_words(store: LocalStore, folder: Path, chunk: int) -> None:
    segment = next(folder.glob("*.parquet"))
    for sql in itertools.islice(ATTACKS, chunk, None, 7):
        with pytest.raises(BadQuestion) as refused:
            ask(store, sql.replace("{segment}", str(segment)))
        assert refused.value.field == "sql", sql
        assert "hunter2" not in refused.value.message, sql
        assert "{segment}" in sql or str(folder) not in refused.value.message, sql


@pytest.mark.parametrize("table", NAMES)
def test_no_table_shows_another_project(store: LocalStore, table: str) -> None:
    names = {row[0] for row in ask(store, f"SELECT DISTINCT project FROM {table}").rows}
    assert names <= {"default"}
    assert ask(store, f"SELECT count(*) FROM {table} WHERE project = 'secret'").rows == ((0,),)
    assert ask(store, "SELECT name FROM spans", project="secret").rows == (("the secret",),)


def test_a_project_must_be_named_where_there_are_several(store: LocalStore) -> None:
    with pytest.raises(BadQuestion, match="name one project: default, secret"):
        store.sql(None, "SELECT 1", LIMITS, lambda: False)
    assert ask(store, "SELECT count(*) FROM spans", project='it\'s "nobody"').rows == ((0,),)


def test_memory_is_bounded(store: LocalStore) -> None:
    large_values = "SELECT sum(length(repeat('x', 900000000 + x::INT))) FROM range(9) t(x)"
    for bomb in ("SELECT list(x) FROM range(1000000000) t(x)", large_values):
        with pytest.raises(BadQuestion, match="memory"):
            ask(store, bomb, limits=SqlLimits(60, 64, 10, 1_000, 1_000))
    assert ask(store, "SELECT 1").rows == ((1,),)


def test_time_is_bounded(store: LocalStore) -> None:
    endless = "WITH RECURSIVE c AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"
    with pytest.raises(BadQuestion, match=r"took more than 1 s"):
        ask(store, endless, limits=SqlLimits(1, 256, 10, 1_000, 1_000))


def test_rows_and_bytes_are_bounded_and_the_answer_says_so(store: LocalStore) -> None:
    assert len(ask(store, "SELECT * FROM range(100)").rows) == 100
    assert not ask(store, "SELECT * FROM range(100)").is_cut
    cut = ask(store, "SELECT * FROM range(101)")
    assert (len(cut.rows), cut.is_cut) == (100, True)
    large = ask(store, "SELECT repeat('x', 60000) FROM range(3)")
    assert (len(large.rows), large.is_cut) == (1, True)


def test_a_question_that_is_too_long_is_not_read(store: LocalStore) -> None:
    with pytest.raises(BadQuestion, match="at most 100000 characters"):
        ask(store, "SELECT 1 --" + "x" * MAX_CHARS)


def test_a_question_ends_when_nobody_waits_for_it(store: LocalStore) -> None:
    began = time.monotonic()
    asked = iter([False, True, True])
    with pytest.raises(BadQuestion, match="nobody waits"):
        store.sql("default", "SELECT count(*) FROM range(100000000000)", LIMITS, lambda: next(asked))
    assert time.monotonic() - began < LIMITS.timeout_s


def test_only_so_many_questions_run_at_once(store: LocalStore) -> None:
    is_running, may_end = threading.Event(), threading.Event()

    def is_cancelled() -> bool:
        is_running.set()
        return may_end.is_set()

    def first() -> None:
        with pytest.raises(BadQuestion, match="nobody waits"):
            store.sql("default", "SELECT count(*) FROM range(100000000000)", LIMITS, is_cancelled)

    thread = threading.Thread(target=first)
    thread.start()
    assert is_running.wait(30)
    with pytest.raises(Overloaded):
        ask(store, "SELECT 1")
    may_end.set()
    thread.join(30)
    assert ask(store, "SELECT 1").rows == ((1,),)


def test_values_come_as_json_has_them(store: LocalStore) -> None:
    sql = "SELECT 1.5::DECIMAL(4,2), 'nan'::DOUBLE, DATE '2026-11-20', {'a': [1]}, '\\x00\\xff'::BLOB"
    sql += ", TIMESTAMPTZ '2026-11-20 00:00:00+00'"
    assert ask(store, sql).rows == ((1.5, None, "2026-11-20", {"a": [1]}, "00ff", "2026-11-20T00:00:00Z"),)


def test_an_empty_store_has_all_tables_with_all_columns(tmp_path: Path) -> None:
    store = LocalStore(tmp_path, Settings(), Metrics())
    for table in NAMES:
        answer = store.sql(None, f"SELECT * FROM {table}", LIMITS, lambda: False)
        assert [name for name, _ in answer.columns] == list(COLUMNS[table])
        assert answer.rows == ()
    store.close()


def test_a_folder_without_a_server_is_asked_without_changing_it(tmp_path: Path) -> None:
    store = LocalStore(tmp_path, Settings(), Metrics())
    put(store, a_span(1, 1, name="kept"))
    store.signals.write_logs([a_log(1)])
    store.close()
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir() if path.suffix == ".parquet"}
    assert ask_folder(tmp_path, None, "SELECT name FROM spans", LIMITS).rows == (("kept",),)
    assert ask_folder(tmp_path, None, "SELECT body->>'$' FROM logs", LIMITS).rows == (("line 1",),)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir() if path.suffix == ".parquet"} == before
    with pytest.raises(BadSetting, match="there is no store"):
        ask_folder(tmp_path / "nothing", None, "SELECT 1", LIMITS)


def test_the_memory_store_says_that_it_cannot() -> None:
    with pytest.raises(UnsupportedByStore):
        MemoryStore().sql(None, "SELECT 1", LIMITS, lambda: False)
