"""A program that is told to replay by its environment does so from `init()` on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from agenttrace.recording import run_folders
from agenttrace.tracing.settings import environment_with

PROGRAM = (
    "import agenttrace as at\n"
    "at.init(record=True, auto_instrument=False, redaction_key='mine')\n"
    "@at.tool\n"
    "def draw(password): return at.random()\n"
    "print(draw('hunter2-hunter2'), at.uuid4())"
)


def run(home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    quiet = {"AGENTTRACE_ENDPOINT": "http://127.0.0.1:9", "AGENTTRACE_SHUTDOWN_TIMEOUT_S": "0.2"}
    environment = environment_with({**quiet, "AGENTTRACE_HOME": str(home), **variables})
    return subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True)


def test_the_beginning_of_a_run_id_is_enough_and_the_report_goes_to_stderr(tmp_path: Path) -> None:
    recorded = run(tmp_path)
    (folder,) = run_folders(tmp_path / "traces")
    replayed = run(tmp_path, AGENTTRACE_REPLAY=folder.name[:12])

    assert (replayed.returncode, replayed.stdout) == (0, recorded.stdout)
    assert f"replay of {folder.name}: faithful\n  served    2" in replayed.stderr
    assert "note:" not in replayed.stderr
    assert list(run_folders(tmp_path / "traces")) == [folder]


def test_the_report_can_go_to_a_file_and_the_replay_be_recorded(tmp_path: Path) -> None:
    run(tmp_path)
    (folder,) = run_folders(tmp_path / "traces")
    report = tmp_path / "report.jsonl"
    variables = {"AGENTTRACE_REPLAY": str(folder), "AGENTTRACE_REPLAY_REPORT": str(report)}
    run(tmp_path, AGENTTRACE_REPLAY_PLAN='{"record": true}', **variables)
    told = json.loads(report.read_text())

    assert told["faithful"]
    assert {found.name for found in run_folders(tmp_path / "traces")} == {folder.name, told["new_run"]}


def test_a_recording_that_is_not_there_stops_the_program(tmp_path: Path) -> None:
    done = run(tmp_path, AGENTTRACE_REPLAY="ffff")

    assert done.returncode == 1
    assert "there is no such recording" in done.stderr
    assert done.stdout == ""
