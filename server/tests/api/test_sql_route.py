"""Questions in SQL over REST: rows, CSV, refusals, and who may ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from agenttrace.model import DEFAULT_PROJECT, ProjectName
from agenttrace_server.config import Settings
from agenttrace_server.store.api.signals import LogRecord
from agenttrace_server.store.registry import open_store


@pytest.fixture
def client(house, run, tmp_path: Path) -> Iterator[TestClient]:
    """The API over a local store."""
    house.store = open_store(Settings(data_dir=tmp_path))
    house.keep(*run)
    yield house.client(sql_rows_max=5)
    house.store.close()


def test_a_select_is_answered_with_columns_and_rows(client):
    sql = "SELECT type, count(*) AS n FROM spans GROUP BY 1 ORDER BY 2 DESC, 1"
    answer = client.post("/api/v1/sql", json={"sql": sql})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["columns"] == [{"name": "type", "type": "VARCHAR"}, {"name": "n", "type": "BIGINT"}]
    assert ["llm_call", 2] in found["rows"]
    assert not found["is_cut"]


def test_log_records_are_asked_like_spans(client, house):
    said = LogRecord("u1", DEFAULT_PROJECT, 1_000_000_005, 0, 17, "ERROR", "api_error", "too busy", {"n": 1})
    house.store.signals.write_logs([said, replace(said, uid="u2", project=ProjectName("other"))])
    sql = "SELECT uid, time, body->>'$' AS body, attributes->>'n' AS n FROM logs"
    found = client.post("/api/v1/sql?project=default", json={"sql": sql}).json()
    assert found["rows"] == [["u1", "1970-01-01T00:00:01Z", "too busy", "1"]]


def test_csv_has_a_header_and_no_formulas(client):
    answer = client.post("/api/v1/sql", json={"sql": "SELECT '=1+1' AS a, 2 AS b", "format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text == "a,b\r\n'=1+1,2\r\n"


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"sql": "DROP TABLE spans"}, "sql", "only a SELECT can be asked"),
        ({"sql": "SELECT 1", "limit": 6}, "limit", "between 1 and 5"),
        ({"sql": "SELECT 1", "limit": 0}, "limit", "between 1 and 5"),
        ({"sql": 5}, "sql", "sql"),
        ({"sql": "SELECT 1", "threads": 9}, "threads", "no such parameter"),
        ({}, "sql", "required"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_field(client, body, field, words):
    answer = client.post("/api/v1/sql", json=body)
    assert (answer.status_code, answer.json()["field"]) == (400, field)
    assert words in answer.json()["detail"]


def test_a_page_of_another_site_cannot_ask_without_being_asked_first(client):
    answer = client.post("/api/v1/sql", content='{"sql": "SELECT 1"}', headers={"content-type": "text/plain"})
    assert answer.status_code in (400, 415)


def test_a_store_without_sql_says_so(house):
    answer = house.client().post("/api/v1/sql", json={"sql": "SELECT 1"})
    assert answer.status_code == 501
