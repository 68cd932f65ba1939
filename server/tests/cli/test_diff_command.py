"""`agenttrace diff` compares recordings without a server, in a terminal, as JSON and as a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agenttrace_server.cli.main import run

from .a_recording import record

GOOD, BAD = "0a" * 16, "0b" * 16


@pytest.fixture
def home(tmp_path: Path) -> Path:
    record(tmp_path / "traces", GOOD, said="take a hat", tool="pack")
    record(tmp_path / "traces", BAD, said="take an umbrella", tool="pack")
    return tmp_path


def test_two_recordings_part_where_the_model_said_something_else(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", "0a", "0b", "--home", str(home)]) == 0

    printed = capsys.readouterr().out
    assert "first divergence" in printed
    assert "take [-a hat-]{+an umbrella+}" in printed
    assert "\x1b" not in printed


def test_json_and_the_exit_code_are_for_other_programs(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", "diff", "0a", "0b", "--exit-code", "--home", str(home)]) == 1

    told = json.loads(capsys.readouterr().out)
    assert told["first_divergence"]["what"] == "changed"
    assert told["downstream"] == []
    assert told["after"]["model_calls"] == 1


def test_a_run_does_not_differ_from_itself(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "0a", "0a", "--exit-code", "--home", str(home)]) == 0
    assert "the runs are the same" in capsys.readouterr().out


def test_the_page_is_one_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "0a", "0b", "--html", str(home / "diff.html"), "--home", str(home)]) == 0

    assert "<del>" in (home / "diff.html").read_text()
    assert capsys.readouterr().out == ""


def test_what_is_neither_recorded_nor_on_a_server_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--url", "http://127.0.0.1:9", "diff", "0a", "0c" * 16, "--home", str(home)]) == 1

    told = capsys.readouterr().err
    assert "there is no such recording" in told
    assert "the server" in told
