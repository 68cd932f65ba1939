"""Replays of a server are listed, shown and cancelled in a terminal; a worker that cannot start says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from agenttrace.client import Client
from agenttrace_server.cli.main import run
from agenttrace_server.cli.replays.carrying import otlp_address
from agenttrace_server.replays import packed

from .a_recording import record
from .a_server import TRACE_ID, RunningServer, running_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    folder = tmp_path_factory.mktemp("replays")
    with running_server(folder) as running:
        with Client(running.web) as client:
            client.push_recording(TRACE_ID, packed(record(folder / "elsewhere", TRACE_ID, tool="pack")))
        yield running


def test_a_replay_is_listed_shown_and_cancelled(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> None:
    with Client(server.web) as client:
        asked = client.ask_replay(TRACE_ID, from_step=2, edits={"1": {"response": "rain"}}, model="gpt-6")["id"]

    assert run(["--url", server.web, "replays", "ls", "--state", "queued"]) == 0
    listed = capsys.readouterr()
    assert f"{asked}  queued" in listed.out
    assert "from 2, edit 1, model gpt-6" in listed.out
    assert "no worker is there" in listed.err

    assert run(["--url", server.web, "replays", "cancel", asked]) == 0
    assert run(["--url", server.web, "replays", "show", asked]) == 0
    assert "cancelled before a worker took it" in capsys.readouterr().out
    assert run(["--url", server.web, "replays", "cancel", asked]) == 1


def test_a_worker_with_nothing_to_do_ends_when_told_so(
    server: RunningServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--url", server.web, "worker", "--entrypoint", "a.b:c", "--name", "w", "--once", "--home", str(tmp_path)]
    assert run(command) == 0
    assert "worker w takes replays of a.b:c" in capsys.readouterr().err
    assert Client(server.web).workers() == []


@pytest.mark.parametrize("entrypoint", ["module", ":run", "module:"])
def test_an_entry_point_is_a_module_and_a_function(entrypoint: str) -> None:
    assert run(["worker", "--entrypoint", entrypoint]) == 2


@pytest.mark.parametrize(
    ("web", "otlp"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:4318"),
        ("https://tools.example/at", "https://tools.example:4318"),
        ("http://[::1]:8080", "http://[::1]:4318"),
    ],
)
def test_spans_of_a_replay_go_to_the_host_of_the_page(web: str, otlp: str) -> None:
    assert otlp_address(web, 4318) == otlp
