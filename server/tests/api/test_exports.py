"""Downloads: every format holds the same spans, and none is dangerous to open."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import duckdb
import pytest

PATH = "/api/v1/export/spans"


def download(client, **params):
    response = client.get(PATH, params=params)
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"].startswith("attachment")
    return response


def test_json_and_json_lines_hold_the_same_spans(client, house, run):
    house.keep(*run)
    array = download(client, format="json").json()
    lines = [json.loads(line) for line in download(client, format="jsonl").text.splitlines()]
    assert array == lines
    assert [span["name"] for span in array] == ["search", "chat acme", "chat gpt-4o", "writer", "essay"]
    assert array[2]["attributes"]["nested"] == {"deep": [1, 2.5, None, True]}


def test_parquet_has_typed_columns(client, house, run, tmp_path):
    house.keep(*run)
    file = tmp_path / "spans.parquet"
    file.write_bytes(download(client, format="parquet").content)
    rows = duckdb.sql(
        f"SELECT name, total_cost_usd, total_tokens, epoch_ns(start_time), attributes FROM '{file}' ORDER BY seq"
    ).fetchall()
    assert rows[2][:4] == ("chat gpt-4o", 0.0045, 1200, 1_799_996_400_020_000_000)
    assert json.loads(rows[2][4])["gen_ai.system"] == "openai"
    assert rows[3][1] is None


def test_csv_has_a_header_and_one_line_a_span(client, house, run):
    house.keep(*run)
    rows = list(csv.DictReader(io.StringIO(download(client, format="csv").text)))
    assert len(rows) == 5
    assert rows[2]["total_cost_usd"] == "0.0045"
    assert json.loads(rows[2]["attributes"])["gen_ai.system"] == "openai"


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1"])
def test_a_cell_that_looks_like_a_formula_is_made_text(client, house, make_span, name):
    house.keep(make_span(0, name=name))
    [row] = csv.DictReader(io.StringIO(download(client, format="csv").text))
    assert row["name"] == "'" + name


@pytest.mark.parametrize("form", ["json", "jsonl", "csv", "parquet"])
def test_nothing_found_is_an_empty_file_of_the_right_form(client, form):
    body = download(client, format=form).content
    assert {"json": b"[]\n", "jsonl": b"", "csv": None, "parquet": None}[form] in (body, None)
    assert form != "parquet" or body.startswith(b"PAR1")


def test_parquet_bears_the_last_moment_of_time_the_first_and_a_span_of_many_megabytes(
    client, house, make_span, tmp_path
):
    odd = replace(make_span(0, name="a\x00b\u202e", attributes={"big": '"' * 9_000_000}), start_ns=0, end_ns=2**63 - 1)
    house.keep(odd, make_span(1))
    file = tmp_path / "spans.parquet"
    file.write_bytes(download(client, format="parquet").content)
    found = duckdb.sql(f"SELECT name, epoch_ns(start_time), epoch_ns(end_time), length(attributes) FROM '{file}'")
    assert ("a\x00b\u202e", 0, 2**63 - 2, 18_000_010) in found.fetchall()


def test_filters_narrow_the_export(client, house, run):
    house.keep(*run)
    assert [span["name"] for span in download(client, status="error").json()] == ["search"]


def test_more_spans_than_the_limit_are_refused_and_not_cut(house, run):
    house.keep(*run)
    response = house.client(export_max_spans=4).get(PATH)
    assert response.status_code == 400
    assert response.json()["detail"] == "5 spans match and an export holds at most 4; narrow the filters"
