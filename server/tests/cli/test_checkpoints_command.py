"""`agenttrace checkpoints` shows the places of a run, and `replay --from` takes it up from one in a new process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from agenttrace.recording import TraceReader, run_folders
from agenttrace.testing.llm_server import Match, Reply, Rule, ScriptedLLM
from agenttrace_server.cli.main import run

AGENT = """
    import json, sys, urllib.request
    import agenttrace as at
    import httpx2

    at.init(record=True, auto_instrument=False)

    def ask(text):
        asked = {"model": "gpt-5.5", "messages": [{"role": "user", "content": text}]}
        answer = httpx2.post(sys.argv[1] + "/chat/completions", json=asked, timeout=90).json()
        return answer["choices"][0]["message"]["content"]

    state = at.checkpoint("after-plan", {"plan": ask("plan a trip"), "done": []})
    state = at.checkpoint("ready", {**state, "done": ["plan"]})
    print(ask("write about " + state["plan"]))
"""
RULES = (
    Rule(match=Match(user="plan a trip"), replies=(Reply(text="sun"),)),
    Rule(match=Match(user="about rain"), replies=(Reply(text="a text on rain"),)),
    Rule(replies=(Reply(text="a text on sun"),)),
)


@dataclass
class Recorded:
    """An agent that was recorded, and the model that it asked, which still answers."""

    home: Path
    program: list[str]
    llm: ScriptedLLM
    environment: dict[str, str]
    trace: str

    def replay(self, *options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "agenttrace_server.cli", "--json", "replay", self.trace, *options, "--"]
        return subprocess.run([*command, *self.program], env=self.environment, capture_output=True, text=True)

    def ask(self, capsys: pytest.CaptureFixture[str], *words: str) -> Any:
        assert run(["--json", "checkpoints", *words, "--home", str(self.home)]) == 0
        return json.loads(capsys.readouterr().out)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("checkpoints")
    agent = folder / "agent.py"
    agent.write_text(textwrap.dedent(AGENT))
    quiet = {"AGENTTRACE_ENDPOINT": "http://127.0.0.1:9", "AGENTTRACE_SHUTDOWN_TIMEOUT_S": "0.2"}
    environment = {**os.environ, **quiet, "AGENTTRACE_HOME": str(folder / "home")}
    with ScriptedLLM(*RULES) as llm:
        program = [sys.executable, str(agent), llm.openai_base_url]
        done = subprocess.run(program, env=environment, capture_output=True, text=True)
        assert done.stdout == "a text on sun\n"
        (trace,) = (found.name for found in run_folders(folder / "home" / "traces"))
        yield Recorded(folder / "home", program, llm, environment, trace)


def test_checkpoints_are_listed_with_the_step_behind_them(
    recorded: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = recorded.ask(capsys, "ls", recorded.trace[:10])
    assert [(row["name"], row["kind"], row["step"]) for row in rows] == [
        ("model call openai.chat", "auto", 1),
        ("after-plan", "manual", 2),
        ("ready", "manual", 2),
        ("model call openai.chat", "auto", 2),
    ]
    assert recorded.ask(capsys, "ls", recorded.trace, "--kind", "manual", "--limit", "1") == [rows[1]]


def test_one_checkpoint_is_shown_with_its_state(recorded: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    shown = recorded.ask(capsys, "show", recorded.trace, "ready")
    assert shown["state"] == {"plan": "sun", "done": ["plan"]}
    assert (shown["step"], shown["previous"]) == (2, "step 1: model call POST /v1/chat/completions")
    assert run(["checkpoints", "show", recorded.trace, "2", "--home", str(recorded.home)]) == 0
    assert "before step" in capsys.readouterr().out


def test_the_states_of_two_are_compared(recorded: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    found = recorded.ask(capsys, "diff", recorded.trace, "after-plan", "ready")
    assert found == {"differences": [{"path": "$.done[0]", "before": None, "after": '"plan"'}], "steps": []}
    assert run(["checkpoints", "diff", recorded.trace, "1", "ready", "--home", str(recorded.home)]) == 0
    assert "step 1: model call" in capsys.readouterr().out


def test_a_checkpoint_that_is_not_there_is_named(recorded: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["checkpoints", "show", recorded.trace, "nowhere", "--home", str(recorded.home)]) == 1
    assert "it has after-plan, ready; its steps are 1 to 2" in capsys.readouterr().err
    assert run(["checkpoints", "ls", "ffff", "--home", str(recorded.home)]) == 1


def test_a_run_is_taken_up_from_a_checkpoint_in_another_state(recorded: Recorded, tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"plan": "rain", "done": []}')
    before = len(recorded.llm.requests)

    done = recorded.replay("--from", "ready", "--edit", f"ready={tmp_path / 'state.json'}")

    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert "a text on rain" in done.stderr
    assert (report["served"]["total"], len(report["live"])) == (1, 1)
    assert len(recorded.llm.requests) == before + 1
    start = TraceReader(recorded.home / "traces" / report["new_run"]).first
    assert start.payload["parent"] == {"run_id": recorded.trace, "step": 2}


@pytest.mark.parametrize(("content", "words"), [(b"\xff\xfe", "must be text in UTF-8"), (b"{", "must be JSON")])
def test_a_state_that_cannot_be_read_is_a_wrong_command_line(
    recorded: Recorded, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "state.json").write_bytes(content)
    done = recorded.replay("--edit", f"ready={tmp_path / 'state.json'}")
    assert done.returncode == 2
    assert words in " ".join(done.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--from", "nowhere"], "the run has no such checkpoint"),
        (["--executor", "mock", "--from", "ready"], "mock has no place to go on from"),
    ],
)
def test_a_place_that_cannot_be_gone_to_is_a_wrong_command_line(
    recorded: Recorded, options: list[str], words: str
) -> None:
    done = recorded.replay(*options)
    assert done.returncode == 2
    assert words in " ".join(done.stderr.replace("│", " ").split())


def test_an_executor_says_where_answers_come_from(recorded: Recorded) -> None:
    before = len(recorded.llm.requests)
    assert json.loads(recorded.replay("--executor", "mock").stdout)["faithful"]
    assert len(recorded.llm.requests) == before
    assert len(json.loads(recorded.replay("--executor", "real").stdout)["live"]) == 2
    assert len(recorded.llm.requests) == before + 2
