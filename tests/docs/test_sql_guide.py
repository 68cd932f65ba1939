"""The guide to SQL lists the columns that the tables have, and its questions can be asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from agenttrace_server.config import Settings
from agenttrace_server.store.api import Store
from agenttrace_server.store.api.sql import SqlLimits
from agenttrace_server.store.registry import open_store

PAGE = (Path(__file__).parents[2] / "docs" / "guides" / "sql.md").read_text()
TABLES = re.findall(r"^### (\w+)$", PAGE, re.MULTILINE)
QUESTIONS = PAGE.partition("```sql\n")[2].partition("```")[0].strip().split(";\n")
LIMITS = SqlLimits(timeout_s=30, memory_mb=256, rows=10, answer_bytes=10_000, scratch_bytes=1_000_000)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(Settings(data_dir=tmp_path_factory.mktemp("sql-guide")))
    yield store
    store.close()


@pytest.mark.parametrize("table", TABLES)
def test_the_guide_lists_the_columns_of_each_table(store: Store, table: str) -> None:
    listed = PAGE.partition(f"### {table}\n")[2].partition("|---|---|\n")[2].partition("\n\n")[0]
    answer = store.sql(None, f"SELECT * FROM {table}", LIMITS, lambda: False)
    assert listed.splitlines() == [f"| `{name}` | {kind} |" for name, kind in answer.columns]


@pytest.mark.parametrize("question", [*QUESTIONS, *re.findall(r'^agenttrace .*"(SELECT [^"]*)"', PAGE, re.MULTILINE)])
def test_the_questions_of_the_guide_can_be_asked(store: Store, question: str) -> None:
    assert store.sql(None, question, LIMITS, lambda: False).columns


def test_the_guide_has_every_table() -> None:
    assert TABLES == ["spans", "traces", "sessions", "logs"]
