"""Run a command as a replay, and gather what its processes report."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from agenttrace.recording import TraceReader
from agenttrace.replay.child import bootstrap
from agenttrace.replay.plan import ReplayPlan
from agenttrace.replay.report import merged
from agenttrace.tracing.settings import environment_with

_PYTHON_PATH = "PYTHONPATH"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a replayed command ended."""

    exit_code: int
    report: dict[str, Any] | None
    """The fidelity report of all its processes together; None where none of them left one."""


def run_replayed(
    command: Sequence[str], reader: TraceReader, plan: ReplayPlan, *, stdout: IO[Any] | None = None
) -> Outcome:
    """Run the command with every Python in it in replay, and wait for it; what goes live is recorded.

    Raises: OSError: it cannot be started.
    """
    plan = replace(plan, record=plan.record or plan.fork_step is not None)
    with TemporaryDirectory(prefix="agenttrace-replay-") as folder:
        report = Path(folder) / "report.jsonl"
        environment = environment_with(
            {
                "AGENTTRACE_REPLAY": str(reader.path.resolve()),
                "AGENTTRACE_REPLAY_PLAN": plan.as_json(),
                "AGENTTRACE_REPLAY_REPORT": str(report),
                **({"AGENTTRACE_RECORD": "true"} if plan.record else {}),
            }
        )
        before = environment.get(_PYTHON_PATH)
        folders = [*bootstrap.__path__, *([before] if before else [])]
        environment[_PYTHON_PATH] = os.pathsep.join(folders)
        done = subprocess.run(list(command), env=environment, stdout=stdout, check=False)
        lines = report.read_text().splitlines() if report.exists() else []
    reports = [json.loads(line) for line in lines]
    return Outcome(done.returncode, merged(reports) if reports else None)
