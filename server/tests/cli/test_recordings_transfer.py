"""Recordings go to a real server and come back; two traces of it are compared from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agenttrace_server.cli.main import run

from .a_recording import record
from .a_server import TRACE_ID, RunningServer, running_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    with running_server(tmp_path_factory.mktemp("transfer")) as running:
        yield running


def test_what_was_pushed_is_pulled_as_it_was(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = record(tmp_path / "here" / "traces", TRACE_ID, tool="pack")

    assert run(["--url", server.web, "recordings", "push", TRACE_ID[:8], "--home", str(tmp_path / "here")]) == 0
    assert run(["--url", server.web, "recordings", "pull", TRACE_ID, "--home", str(tmp_path / "there")]) == 0

    pulled = tmp_path / "there" / "traces" / TRACE_ID
    assert (pulled / "events.jsonl").read_bytes() == (written / "events.jsonl").read_bytes()
    assert "pushed 8 events" in capsys.readouterr().err
    assert [path.name for path in pulled.parent.iterdir()] == [TRACE_ID]
    assert run(["--url", server.web, "recordings", "pull", TRACE_ID, "--home", str(tmp_path / "there")]) == 1


def test_damage_is_told_when_it_is_pushed(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = record(tmp_path / "traces", TRACE_ID) / "events.jsonl"
    events.write_bytes(events.read_bytes()[:-3])

    assert run(["--url", server.web, "recordings", "push", TRACE_ID, "--home", str(tmp_path)]) == 0
    assert "damaged: line 6" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../x", "0c" * 16])
def test_what_is_not_there_is_not_pulled(server: RunningServer, tmp_path: Path, name: str) -> None:
    assert run(["--url", server.web, "recordings", "pull", name, "--home", str(tmp_path)]) == 1
    assert not list(tmp_path.rglob("*.jsonl"))


def test_two_traces_of_a_server_are_compared(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--url", server.web, "--json", "diff", TRACE_ID, TRACE_ID, "--home", str(tmp_path)]
    assert run(command) == 0
    assert json.loads(capsys.readouterr().out)["same"] is True
