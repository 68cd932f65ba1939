"""Run one pair from end to end: its programme, the scripted model, our server, and the comparison."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from agenttrace.client import Client
from agenttrace.testing.llm_server import ScriptedLLM
from tests.frameworks.figures import Contradiction, Figures, counted, served
from tests.frameworks.pairs import Pair
from tests.frameworks.surroundings import environment_for
from tests.frameworks.verdict import Verdict, judge

LAUNCH = Path(__file__).with_name("launch.py")
PROGRAM_TIMEOUT_S = 180
ARRIVAL_TIMEOUT_S = 30


class RunFailed(Exception):
    """The programme did not do its work, so there is nothing to compare."""


@dataclass(frozen=True)
class Outcome:
    """Both sides of the comparison, and what it came to."""

    pair: Pair
    served: Figures
    counted: Figures
    verdict: Verdict


def run(pair: Pair, python: Path, server: tuple[str, str], folder: Path) -> Outcome:
    """Run the pair; `server` is where OTLP and REST are, `folder` keeps its output and its spans.

    Raises: RunFailed: the programme ended badly, asked what nobody scripted, or its spans did not arrive.
    """
    otlp, web = server
    folder.mkdir(parents=True, exist_ok=True)
    project = f"{pair.name}-{time.time_ns()}"
    with ScriptedLLM(pair.folder / "scenario.toml") as llm:
        ended = _launch(pair, python, llm, (otlp, project), folder)
        answers, unmatched = llm.answers, llm.unmatched
    if unmatched:
        raise RunFailed(f"the scripted model did not expect: {unmatched[0].reason}; see {folder}")
    with Client(web, project=project) as client:
        _wait_until_arrived(client, ended)
        _keep_spans(client, folder)
        truth = served(answers, pair)
        try:
            told = counted(client)
        except Contradiction as contradiction:
            raise RunFailed(f"our server contradicts itself: {contradiction}") from contradiction
    return Outcome(pair, truth, told, judge(truth, told, pair.known))


def _launch(pair: Pair, python: Path, llm: ScriptedLLM, where: tuple[str, str], folder: Path) -> int:
    """Run the programme and return how many spans it ended."""
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    environment = environment_for(llm, folder)
    command = [
        str(python),
        "-P",
        str(LAUNCH),
        *where,
        str(pair.folder / "program.py"),
        str(pair.switch),
        str(report),
        *(["in_span"] if pair.in_span else []),
    ]
    with (folder / "output.log").open("wb") as log:
        try:
            done = subprocess.run(
                command,
                env=environment,
                cwd=folder,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                timeout=PROGRAM_TIMEOUT_S,
            )
        except subprocess.TimeoutExpired:
            raise RunFailed(
                f"the programme had not ended after {PROGRAM_TIMEOUT_S} s; see {folder / 'output.log'}"
            ) from None
    if done.returncode != 0:
        raise RunFailed(f"the programme ended with {done.returncode}; see {folder / 'output.log'}")
    spans: int = json.loads(report.read_text())["spans"]
    return spans


def _wait_until_arrived(client: Client, spans: int) -> None:
    """Wait until our server has as many spans as ended in the programme. Raises: RunFailed: it never has."""
    deadline = time.monotonic() + ARRIVAL_TIMEOUT_S
    arrived = -1
    while time.monotonic() < deadline:
        arrived = sum(trace["total_spans"] for trace in client.traces(limit=500)["items"])
        if arrived == spans:
            return
        time.sleep(0.05)
    raise RunFailed(f"{spans} spans ended in the programme, {arrived} are stored")


def _keep_spans(client: Client, folder: Path) -> None:
    """Write each trace as OTLP/JSON, to look at when a figure is wrong."""
    for old in folder.glob("trace-*.json"):
        old.unlink()
    for trace in client.traces(limit=500)["items"]:
        (folder / f"trace-{trace['id']}.json").write_bytes(b"".join(client.export_trace(trace["id"], "otlp")))
