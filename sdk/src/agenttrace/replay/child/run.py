"""Run a command as a replay, and gather what its processes report."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
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
_LOOK_S = 0.2
_GRACE_S = 5.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a replayed command ended."""

    exit_code: int
    report: dict[str, Any] | None
    """The fidelity report of all its processes together; None where none of them left one."""


def run_replayed(
    command: Sequence[str],
    reader: TraceReader,
    plan: ReplayPlan,
    *,
    stdout: IO[Any] | None = None,
    stderr: IO[Any] | None = None,
    more: Mapping[str, str] | None = None,
    watch: Callable[[], str | None] | None = None,
) -> Outcome:
    """Run the command with every Python in it in replay, and wait for it; what goes live is recorded.

    `more` is put into its environment. `watch` is asked again and again while it runs: the command is ended, with all
    processes that it started, as soon as `watch` gives a reason or raises. Raises: OSError: it cannot be started.
    """
    plan = replace(plan, record=plan.record or plan.fork_step is not None)
    with TemporaryDirectory(prefix="agenttrace-replay-") as folder:
        report = Path(folder) / "report.jsonl"
        environment = environment_with(
            {
                **(more or {}),
                "AGENTTRACE_REPLAY": str(reader.path.resolve()),
                "AGENTTRACE_REPLAY_PLAN": plan.as_json(),
                "AGENTTRACE_REPLAY_REPORT": str(report),
                **({"AGENTTRACE_RECORD": "true"} if plan.record else {}),
            }
        )
        before = environment.get(_PYTHON_PATH)
        folders = [*bootstrap.__path__, *([before] if before else [])]
        environment[_PYTHON_PATH] = os.pathsep.join(folders)
        process = subprocess.Popen(
            list(command), env=environment, stdout=stdout, stderr=stderr, start_new_session=watch is not None
        )
        exit_code = process.wait() if watch is None else _watched(process, watch)
        lines = report.read_text().splitlines() if report.exists() else []
    reports = [json.loads(line) for line in lines]
    return Outcome(exit_code, merged(reports) if reports else None)


def _watched(process: subprocess.Popen[Any], watch: Callable[[], str | None]) -> int:
    """Wait for a process that leads a group of its own, no longer than `watch` has no reason to end it."""
    try:
        while watch() is None:
            try:
                return process.wait(_LOOK_S)
            except subprocess.TimeoutExpired:
                continue
        return _ended(process)
    except BaseException:
        _ended(process)
        raise


def _ended(process: subprocess.Popen[Any]) -> int:
    """End the group, first asked and then forced."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return process.wait()
        try:
            process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            continue
    return process.wait()
