"""Carry out one replay that a server asked for, and tell the server what came of it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from urllib.parse import urlsplit

from agenttrace.client import Client, ClientError, ServerRefused, ServerUnreachable
from agenttrace.client.replay_shapes import Replay, Taken
from agenttrace.recording import NoRecording, TraceReader, find_recording, traces_folder
from agenttrace.replay import BadPlan, Edit, ReplayPlan
from agenttrace.replay.checkpoints import plan_at
from agenttrace.replay.child.run import Outcome, run_replayed
from agenttrace.replay.tape.load import load_tape
from agenttrace_server.cli.recordings.transfer import fetch
from agenttrace_server.errors import AgentTraceError
from agenttrace_server.replays.archive import packed

OUTPUT_CHARS = 32_000
_NOT_FOUND, _CONFLICT = 404, 409
_BEAT_MOST_S = 2.0
"""A replay is cancelled about so long after it was asked for."""
_ARRIVAL_S = 30.0
_POLL_S = 0.1
TAKEN_AWAY = "the server has taken the replay away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """How the user's program is run here. Nothing of it comes from the server."""

    python: str
    entrypoint: str
    home: Path
    live_tools: bool
    endpoint: str | None = None


@dataclass(slots=True)
class Watch:
    """Says that the worker is alive while the program runs, and why the program is to end."""

    client: Client
    taken: Taken
    clock: Callable[[], float] = time.monotonic
    reason: str | None = None
    _began: float = field(init=False)
    _beaten: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self._beaten = self.clock()

    def __call__(self) -> str | None:
        """Return why to end; None: go on."""
        limit = self.taken["time_limit_s"]
        if self.clock() - self._began >= limit:
            self.reason = f"the time limit of {limit:g} s is over"
        else:
            self.reason = self.say_alive()
        return self.reason

    def say_alive(self) -> str | None:
        """Say it, as often as the server wants; return why the server wants an end."""
        now = self.clock()
        if now - self._beaten < min(self.taken["beat_s"], _BEAT_MOST_S):
            return None
        self._beaten = now
        return self._beat()

    def _beat(self) -> str | None:
        job, lease = self.taken["job"], self.taken["lease"]
        assert job is not None
        assert lease is not None
        try:
            return "cancelled" if self.client.beat(job["id"], lease)["is_cancel_asked"] else None
        except ServerUnreachable:
            return None  # the server may be restarting: its file says how long it waits
        except ServerRefused as error:
            if error.status in (_NOT_FOUND, _CONFLICT):
                return TAKEN_AWAY
            raise


def carry_out(client: Client, taken: Taken, agent: Agent) -> dict[str, Any]:
    """Run the program as a replay, and return what the server is to be told."""
    job = taken["job"]
    assert job is not None
    if job["asked"]["tools"] == "live" and not agent.live_tools:
        return _failed("this worker does not run tools for real: start it with --live-tools")
    with TemporaryDirectory(prefix="agenttrace-worker-") as folder, (Path(folder) / "output").open("w+b") as output:
        try:
            reader = _recording(client, job, agent.home, Path(folder))
        except (ClientError, AgentTraceError, NoRecording) as error:
            return _failed(f"the recording cannot be had: {error}")
        try:
            plan = plan_of(job, reader)
        except BadPlan as error:
            return _failed(str(error))
        command = [agent.python, "-m", "agenttrace.replay.child.entry", agent.entrypoint, str(os.getpid())]
        watch = Watch(client, taken)
        outcome = run_replayed(
            command, reader, plan, stdout=output, stderr=output, more=_variables(client, taken, agent), watch=watch
        )
        told = {**_told(outcome, watch.reason), "output": _end_of(output)}
    return {**told, **_result(client, outcome, agent.home, watch)}


def plan_of(job: Replay, reader: TraceReader) -> ReplayPlan:
    """Return how to replay: edits and places come from the server, hosts and modes of tools do not. Raises: BadPlan."""
    asked = job["asked"]
    plan = ReplayPlan(
        from_step=asked["from_step"],
        until_step=asked["until_step"],
        edits={int(step): Edit(**edit) for step, edit in asked["edits"].items()},
        model=asked["model"],
        live_tools=asked["tools"] == "live",
        record=True,
    )
    checkpoint = asked["from_checkpoint"]
    return plan if checkpoint is None else plan_at(load_tape(reader), plan, at=checkpoint)


def otlp_address(web: str, port: int) -> str:
    """Return where a server takes spans that answers at a web address: `https://host/at` and 4318, `https://host:4318`."""
    parts = urlsplit(web)
    host = parts.hostname or ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port}"


def _variables(client: Client, taken: Taken, agent: Agent) -> Mapping[str, str]:
    """The spans of the replay go to the server that asked for it."""
    endpoint = agent.endpoint or otlp_address(client.url, taken["otlp_port"])
    return {"AGENTTRACE_ENDPOINT": endpoint, "AGENTTRACE_HOME": str(agent.home)}


def _recording(client: Client, job: Replay, home: Path, folder: Path) -> TraceReader:
    try:
        return find_recording(job["trace_id"], traces_folder(home))
    except NoRecording:
        fetch(client.pull_recording(job["trace_id"]), folder / "pulled" / job["trace_id"])
        return TraceReader(folder / "pulled" / job["trace_id"])


def _told(outcome: Outcome, reason: str | None) -> dict[str, Any]:
    report = outcome.report
    told = {"state": "done", "reason": None, "report": report, "exit_code": outcome.exit_code}
    if reason is not None:
        return {**told, "state": "cancelled" if reason == "cancelled" else "failed", "reason": reason}
    if report is None:
        reason = "no process of the program left a report: see its output"
    elif report["diverged"]:
        reason = f"diverged: {report['diverged'][0]['text']}"[:4_000]
    elif outcome.exit_code and report["ended"] is None:
        reason = f"the program ended with exit code {outcome.exit_code}"
    return told if reason is None else {**told, "state": "failed", "reason": reason}


def _result(client: Client, outcome: Outcome, home: Path, watch: Watch) -> dict[str, Any]:
    """Wait until the replay's own trace has arrived, and send its recording after it."""
    run_id = None if outcome.report is None else outcome.report["new_run"]
    if run_id is None:
        return {}
    deadline = time.monotonic() + _ARRIVAL_S
    while not _has_ended(client, run_id):
        if time.monotonic() > deadline or watch.say_alive() == TAKEN_AWAY:
            return {}
        time.sleep(_POLL_S)
    client.push_recording(run_id, packed(traces_folder(home) / run_id))
    return {"result_trace_id": run_id}


def _has_ended(client: Client, trace_id: str) -> bool:
    try:
        return client.trace(trace_id)["status"] != "running"
    except ServerRefused as error:
        if error.status == _NOT_FOUND:
            return False
        raise


def _end_of(output: IO[bytes]) -> str:
    output.seek(max(0, output.seek(0, 2) - OUTPUT_CHARS))
    return output.read().decode("utf-8", "replace")


def _failed(reason: str) -> dict[str, Any]:
    return {"state": "failed", "reason": reason}
