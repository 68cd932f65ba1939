"""`agenttrace replay` runs a program again without a server, a model or a network."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from agenttrace.recording import TraceReader, run_folders
from agenttrace.testing.llm_server import Match, Reply, Rule, ScriptedLLM

AGENT = """
    import sys
    import agenttrace as at
    import httpx2

    at.init(record=True, auto_instrument=False)

    @at.tool
    def search(query):
        print("the tool runs", file=sys.stderr)
        return [query]

    def ask(text):
        asked = {"model": "gpt-5.5", "messages": [{"role": "user", "content": text}], "stream": True}
        with httpx2.stream("POST", sys.argv[1] + "/chat/completions", json=asked, timeout=90) as answer:
            print(*answer.iter_lines(), sep="|", flush=True)

    ask("one")
    print(search("tea"))
    ask(sys.argv[2])
"""
BARE = "import urllib.request; urllib.request.urlopen('http://127.0.0.1:10/')"


class Recorded:
    """An agent that was recorded, and the command that replays it."""

    def __init__(self, folder: Path, llm: ScriptedLLM) -> None:
        self.home = folder / "home"
        self.agent = folder / "agent.py"
        self.agent.write_text(textwrap.dedent(AGENT))
        self.url = llm.openai_base_url
        quiet = {"AGENTTRACE_ENDPOINT": "http://127.0.0.1:9", "AGENTTRACE_SHUTDOWN_TIMEOUT_S": "0.2"}
        self.environment = {**os.environ, **quiet, "AGENTTRACE_HOME": str(self.home)}
        self.program = [sys.executable, str(self.agent), self.url]
        self.first = subprocess.run([*self.program, "two"], env=self.environment, capture_output=True, text=True)
        (self.run,) = (folder.name for folder in run_folders(self.home / "traces"))

    def replay(self, *options: str, program: list[str] | None = None) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "agenttrace_server.cli", "replay", self.run[:10], *options, "--"]
        return subprocess.run(
            [*command, *(program or [*self.program, "two"])], env=self.environment, capture_output=True, text=True
        )

    @property
    def runs(self) -> list[TraceReader]:
        return [TraceReader(folder) for folder in run_folders(self.home / "traces")]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    rules = (
        Rule(match=Match(user="two"), replies=(Reply(text="the second answer"),)),
        Rule(replies=(Reply(text="the first answer", chunk=3),)),
    )
    with ScriptedLLM(*rules) as llm:
        return Recorded(tmp_path_factory.mktemp("replay"), llm)


def test_a_replayed_program_prints_the_same_and_runs_no_tool(recorded: Recorded) -> None:
    runs_before = len(recorded.runs)
    done = recorded.replay()

    assert (done.returncode, done.stdout) == (0, recorded.first.stdout)
    assert "the tool runs" in recorded.first.stderr
    assert "the tool runs" not in done.stderr
    assert f"replay of {recorded.run}: faithful\n  served    3 (3 exact in lane)" in done.stderr
    assert len(recorded.runs) == runs_before


def test_a_program_that_asks_something_else_is_stopped_with_exit_code_1(recorded: Recorded) -> None:
    done = recorded.replay(program=[*recorded.program, "three"])

    assert done.returncode == 1
    assert done.stdout == "".join(recorded.first.stdout.splitlines(keepends=True)[:2])
    assert '$.messages[0].content: "two" → "three"' in done.stderr
    assert "step 3" in done.stderr


def test_the_report_is_json_on_stdout_where_that_is_asked_for(recorded: Recorded) -> None:
    done = recorded.replay("--json")

    report: dict[str, Any] = json.loads(done.stdout)
    assert (report["faithful"], report["served"]["total"]) == (True, 3)
    assert set(recorded.first.stdout.splitlines()) <= set(done.stderr.splitlines())


def test_a_replay_ends_behind_a_step_without_a_traceback(recorded: Recorded) -> None:
    done = recorded.replay("--until", "2", "--json")

    assert done.returncode == 0
    assert json.loads(done.stdout)["ended"] == "until step 2, as asked"
    assert "Traceback" not in done.stderr


def test_a_tool_runs_where_that_is_asked_for(recorded: Recorded) -> None:
    done = recorded.replay("--tool", "search=verify")

    assert (done.returncode, done.stdout) == (0, recorded.first.stdout)
    assert "the tool runs" in done.stderr


def test_an_edited_step_is_given_and_the_new_run_names_its_parent(recorded: Recorded, tmp_path: Path) -> None:
    edit = tmp_path / "coffee.json"
    edit.write_text('["coffee"]')
    done = recorded.replay("--edit", f"2={edit}")
    (fork,) = [run for run in recorded.runs if run.run_id != recorded.run]

    assert "['coffee']" in done.stdout
    assert "went live" in done.stderr
    assert fork.first.payload["parent"] == {"run_id": recorded.run, "step": 3}


def test_a_program_without_init_is_in_replay_too_and_reaches_nothing(recorded: Recorded) -> None:
    done = recorded.replay("--json", program=[sys.executable, "-c", BARE])

    assert "a replay lets nothing out" in done.stderr
    assert json.loads(done.stdout)["blocked"] == ["127.0.0.1:10"]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--until", "0"], 2, "until_step: steps count from 1"),
        (["--edit", "two=x"], 2, "the run has no such checkpoint"),
        (["--edit", "2=/no/such/file"], 1, "no such file"),
        (["--tool", "search"], 2, "must be NAME=VALUE"),
    ],
)
def test_what_cannot_be_carried_out_is_said(recorded: Recorded, options: list[str], code: int, said: str) -> None:
    done = recorded.replay(*options)

    assert done.returncode == code
    assert said in " ".join(done.stderr.split())


def test_a_recording_that_is_not_there_is_said(recorded: Recorded) -> None:
    command = [sys.executable, "-m", "agenttrace_server.cli", "replay", "ffff", "--", "true"]
    done = subprocess.run(command, env=recorded.environment, capture_output=True, text=True)

    assert done.returncode == 1
    assert "there is no such recording in" in done.stderr


def test_a_command_that_is_no_python_of_ours_is_said(recorded: Recorded) -> None:
    done = recorded.replay(program=["true"])

    assert done.returncode == 1
    assert "no process of the program left a report" in done.stderr


def test_a_killed_program_replays_to_where_it_died(recorded: Recorded, tmp_path: Path) -> None:
    with ScriptedLLM(
        Rule(match=Match(user="two"), replies=(Reply(text="slow", delay_s=60),)), Rule(replies=(Reply("first"),))
    ) as llm:
        environment = {**recorded.environment, "AGENTTRACE_HOME": str(tmp_path)}
        program = [sys.executable, str(recorded.agent), llm.openai_base_url, "two"]
        with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            printed = running.stdout.readline()
            while len(llm.requests) < 2:
                assert running.poll() is None
            running.send_signal(signal.SIGKILL)
            printed += running.stdout.read()
    (folder,) = run_folders(tmp_path / "traces")
    command = [sys.executable, "-m", "agenttrace_server.cli", "replay", str(folder), "--", *program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (1, printed)
    assert "the recording ends here: the run ended before this was answered (step 3, lane main)" in done.stderr
