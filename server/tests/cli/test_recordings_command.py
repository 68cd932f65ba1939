"""`agenttrace recordings` lists, shows and searches what is recorded, without a server."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from agenttrace_server.cli.main import run

from .a_recording import record

FIRST, SECOND = "0a" * 16, "0b" * 16


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for age, run_id in enumerate((SECOND, FIRST)):
        folder = record(tmp_path / "traces", run_id, asked=f"find tea {run_id[:2]}", tool="search")
        os.utime(folder / "events.jsonl", (1_000 - age, 1_000 - age))
    return tmp_path


def test_what_was_written_last_is_listed_first(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", "recordings", "ls", "--home", str(home)]) == 0

    rows = json.loads(capsys.readouterr().out)
    assert [(row["run_id"], row["state"]) for row in rows] == [(SECOND, "complete"), (FIRST, "complete")]
    assert rows[0]["project"] == "demo"


def test_the_list_is_as_long_as_was_asked_and_says_how_many_more(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["recordings", "ls", "--limit", "1", "--home", str(home)]) == 0

    printed = capsys.readouterr()
    assert SECOND in printed.out
    assert FIRST not in printed.out
    assert "1 more" in printed.err


def test_inspecting_shows_the_steps_and_names_damaged_lines(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (home / "traces" / FIRST / "events.jsonl").open("ab") as file:
        file.write(b'{"v":1,"half')

    assert run(["recordings", "inspect", "0a", "--home", str(home)]) == 0

    printed = capsys.readouterr()
    assert "agent" in printed.out
    assert "tool call search" in printed.out
    assert "damaged: line 9" in printed.err


def test_searching_finds_every_word_in_one_event_and_no_field_names(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--json", "recordings", "search", "TEA", "0a", "--home", str(home)]) == 0
    hits = json.loads(capsys.readouterr().out)
    assert {hit["run_id"] for hit in hits} == {FIRST}
    assert "find tea 0a" in hits[0]["text"]

    assert run(["recordings", "search", "arguments", "--home", str(home)]) == 0
    assert "no recording" in capsys.readouterr().err


def test_an_empty_folder_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["recordings", "ls", "--home", str(tmp_path)]) == 0
    assert "at.init(record=True)" in capsys.readouterr().err
