"""Record one programme against the scripted model, stop that model, and replay the programme by the command line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agenttrace.recording import NoRecording, find_recording
from agenttrace.replay.tape.entries import Entry, ExchangeEntry, ToolEntry
from agenttrace.replay.tape.load import load_tape
from agenttrace.testing.llm_server import ScriptedLLM
from tests.frameworks.one_run import PROGRAM_TIMEOUT_S, RunFailed
from tests.frameworks.pairs import Pair
from tests.frameworks.replayed.beside import tools_beside
from tests.frameworks.surroundings import environment_for

PLAY = Path(__file__).with_name("play.py")
AGENTTRACE = Path(sys.executable).with_name("agenttrace")
INTO_A_FILE = 'exec "$@" >"$0"'
"""A shell's words: run what follows with its stdout in a file, because `--json replay` has stdout for its report."""
NO_SERVER = {"AGENTTRACE_ENDPOINT": "http://127.0.0.1:9", "AGENTTRACE_RETRY_BUDGET_S": "0.1"}


@dataclass(frozen=True)
class Ended:
    """How a programme came to its end, and all that it printed."""

    exit_code: int
    stdout: bytes


@dataclass(frozen=True)
class Played:
    """A recorded run and its replay. `answered` is how often the scripted model answered the recorded run."""

    pair: Pair
    answered: int
    requests_on_tape: int
    tools_on_tape: int
    left_out: int
    """Answers that a tool of the recorded run asked for: they are not asked for where the tool is on the tape."""
    recorded: Ended
    replayed: Ended
    report: Mapping[str, Any]
    requests_beside: int = 0
    """Those on the tape that went to the programme's own server of tools."""

    @property
    def tools_run_again(self) -> int:
        """Tools that ran for real in the replay, because nothing put them on the tape."""
        return sum(self.pair.truth["tools"].values()) - self.tools_on_tape


def play(pair: Pair, python: Path, sdk: Path, folder: Path) -> Played:
    """Record the programme, then replay it; `folder` keeps the recording, what was printed, and the report.

    Raises: RunFailed: the programme ended badly when it was recorded, asked what nobody scripted, left no recording,
        or its replay left no report.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = [str(python), "-P", str(PLAY), str(pair.folder)]
    with ScriptedLLM(pair.folder / "scenario.toml") as llm:
        environment = {**environment_for(llm, folder), **NO_SERVER, "PYTHONPATH": str(sdk)}
        with tools_beside(pair, python, environment, folder) as places:
            environment |= places
            recorded = (
                _record(command, environment, folder)
                if pair.killed_at_request is None
                else _kill(command, environment, folder, lambda: len(llm.requests) >= (pair.killed_at_request or 0))
            )
        answers, unmatched = llm.answers, llm.unmatched
    if unmatched:
        raise RunFailed(f"the scripted model did not expect: {unmatched[0].reason}; see {folder}")
    recording = _recording_in(folder)
    replayed, report = _replay(command, environment, recording, folder)
    try:
        entries = load_tape(find_recording(recording, recording.parent)).entries
    except NoRecording as missing:
        raise RunFailed(f"the recording cannot be read: {missing}") from missing
    return Played(
        pair=pair,
        answered=len(answers),
        requests_on_tape=sum(isinstance(entry, ExchangeEntry) for entry in entries),
        tools_on_tape=sum(isinstance(entry, ToolEntry) for entry in entries),
        left_out=_inside_of_tools(entries),
        recorded=recorded,
        replayed=replayed,
        report=report,
        requests_beside=sum(isinstance(entry, ExchangeEntry) and entry.url in places.values() for entry in entries),
    )


def _inside_of_tools(entries: Sequence[Entry]) -> int:
    """Return how many answers belong to tools that are on the tape."""
    tools = [f"{entry.inside}/" for entry in entries if isinstance(entry, ToolEntry) and entry.inside is not None]
    steps = [entry for entry in entries if isinstance(entry, (ExchangeEntry, ToolEntry))]
    return sum(any(f"{entry.lane}/".startswith(inside) for inside in tools) for entry in steps)


def _record(command: list[str], environment: Mapping[str, str], folder: Path) -> Ended:
    where = {**environment, "AGENTTRACE_RECORD": "true"}
    exit_code = _run(command, where, folder / "recorded.stdout", folder / "recorded.log")
    if exit_code != 0:
        raise RunFailed(f"the programme ended with {exit_code} when it was recorded; see {folder / 'recorded.log'}")
    return Ended(exit_code, (folder / "recorded.stdout").read_bytes())


def _kill(command: list[str], environment: Mapping[str, str], folder: Path, is_there: Callable[[], bool]) -> Ended:
    """Record the programme until it is there, and kill it."""
    printed, log = folder / "recorded.stdout", folder / "recorded.log"
    deadline = time.monotonic() + PROGRAM_TIMEOUT_S
    with printed.open("wb") as out, log.open("wb") as err:
        run = subprocess.Popen(
            command,
            env={**environment, "AGENTTRACE_RECORD": "true"},
            cwd=folder,
            stdout=out,
            stderr=err,
            stdin=subprocess.DEVNULL,
        )
        try:
            while not is_there():
                if run.poll() is not None or time.monotonic() > deadline:
                    raise RunFailed(f"the programme did not come to where it is killed; see {log}")
                time.sleep(0.01)
        finally:
            run.kill()
            run.wait()
    return Ended(run.returncode, printed.read_bytes())


def _replay(
    command: list[str], environment: Mapping[str, str], recording: Path, folder: Path
) -> tuple[Ended, Mapping[str, Any]]:
    printed, report = folder / "replayed.stdout", folder / "report.json"
    replay = [sys.executable, "-I", str(AGENTTRACE), "--json", "replay", str(recording), "--"]
    told = ["sh", "-c", INTO_A_FILE, str(printed), *command]
    exit_code = _run([*replay, *told], environment, report, folder / "replayed.log")
    if not printed.exists() or not report.stat().st_size:
        raise RunFailed(f"the replay ended with {exit_code} and left no report; see {folder / 'replayed.log'}")
    return Ended(exit_code, printed.read_bytes()), json.loads(report.read_text())


def _recording_in(home: Path) -> Path:
    found = sorted((home / ".agenttrace" / "traces").glob("*"))
    if len(found) != 1:
        raise RunFailed(f"the programme left {len(found)} recordings instead of one; see {home}")
    return found[0]


def _run(command: list[str], environment: Mapping[str, str], stdout: Path, stderr: Path) -> int:
    with stdout.open("wb") as out, stderr.open("wb") as err:
        try:
            done = subprocess.run(
                command,
                env=environment,
                cwd=stdout.parent,
                stdout=out,
                stderr=err,
                stdin=subprocess.DEVNULL,
                timeout=PROGRAM_TIMEOUT_S,
            )
        except subprocess.TimeoutExpired:
            raise RunFailed(f"the programme had not ended after {PROGRAM_TIMEOUT_S} s; see {stderr}") from None
    return done.returncode
