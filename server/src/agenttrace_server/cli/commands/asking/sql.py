"""agenttrace sql: ask in SQL, through the server or, when none runs, from the data folder."""

from __future__ import annotations

import csv
import json
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from agenttrace_server.app import ask_on_disk
from agenttrace_server.cli import running
from agenttrace_server.cli.options import Options, options_of
from agenttrace_server.cli.output import print_json, print_table, say
from agenttrace_server.config import load


class Form(str, Enum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def sql(
    context: typer.Context,
    question: Annotated[str, typer.Argument(metavar="SELECT", help="over spans, traces, sessions and logs")],
    form: Annotated[Form, typer.Option("--format", help="table, json or csv")] = Form.TABLE,
    limit: Annotated[int | None, typer.Option(min=1, help="how many rows at most; 1,000 where it is not given")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="ask this data folder, on which no server runs")] = None,
) -> None:
    """Ask one SELECT of one project; --project names it where there are several."""
    options = options_of(context)
    answer = _ask(options, question, limit, data_dir)
    names = [column["name"] for column in answer["columns"]]
    if options.as_json or form is Form.JSON:
        print_json([dict(zip(names, row, strict=True)) for row in answer["rows"]])
    elif form is Form.CSV:
        writer = csv.writer(sys.stdout)
        writer.writerow(names)
        writer.writerows(answer["rows"])
    else:
        _print(answer)
    if answer["is_cut"]:
        say(f"there are more than these {len(answer['rows'])} rows: use --limit")


def _ask(options: Options, question: str, limit: int | None, data_dir: Path | None) -> dict[str, Any]:
    if data_dir is None:
        with options.client() as client:
            return dict(client.sql(question, limit=limit))
    settings = load(data_dir=data_dir)
    server = running.find(settings.home)
    if server is not None:
        with Options(server.url, options.api_key, options.project, options.as_json).client() as client:
            return dict(client.sql(question, limit=limit))
    found = ask_on_disk(settings, options.project, question, limit)
    columns = [{"name": name, "type": kind} for name, kind in found.columns]
    return {"columns": columns, "rows": found.rows, "is_cut": found.is_cut}


def _print(answer: dict[str, Any]) -> None:
    names = [column["name"] for column in answer["columns"]]
    figures = [c["name"] for c in answer["columns"] if c["type"] in ("BIGINT", "INTEGER", "DOUBLE", "HUGEINT")]
    print_table(names, [[_cell(value) for value in row] for row in answer["rows"]], right=figures)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
