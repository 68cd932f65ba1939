"""`agenttrace export RECORDING --as pytest` writes a test and its cassette, without a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenttrace_server.cli.main import run

from .a_recording import record

RUN = "0a" * 16


def test_a_recording_becomes_a_test_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(tmp_path / "traces", RUN)
    command = ["export", "0a", "--as", "pytest", "-o", str(tmp_path / "tests"), "--home", str(tmp_path)]

    assert run([*command, "--call", "agent:main"]) == 0
    assert run([*command, "--call", "agent:main"]) == 1

    assert "from agent import main" in (tmp_path / "tests" / f"test_{RUN[:12]}.py").read_text()
    assert (tmp_path / "tests" / "cassettes" / RUN[:12] / "events.jsonl").is_file()
    assert "is there already" in capsys.readouterr().err


def test_a_recording_of_no_script_needs_the_name_of_a_function(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record(tmp_path / "traces", RUN)

    assert run(["export", "0a", "--as", "pytest", "--home", str(tmp_path)]) == 1
    assert "--call module:function" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["0a"], ["--as", "pytest"], ["0a", "--as", "pytest", "--since", "7d"]])
def test_a_recording_and_as_go_together_and_alone(options: list[str]) -> None:
    assert run(["export", *options]) == 2
