"""Replay a recorded run in this process: `with Replayer("0af7…") as replay:`, or by the environment of a child."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar
from urllib.parse import urlsplit

from agenttrace.recording import TraceReader, find_recording, traces_folder
from agenttrace.recording.http.hooks import hooks
from agenttrace.recording.http.hosts import LOCAL_SERVER, excluded_hosts
from agenttrace.recording.lanes import begin_lanes
from agenttrace.recording.redact import Redact
from agenttrace.recording.strands import strands
from agenttrace.recording.tape.patching import patches
from agenttrace.recording.tape.recorder import Recorder
from agenttrace.recording.tape.tools import redaction_mark
from agenttrace.replay.plan import ReplayPlan, plan_from_json
from agenttrace.replay.playing.network import network
from agenttrace.replay.playing.player import Player
from agenttrace.replay.report import FidelityReport, append_report
from agenttrace.replay.tape.entries import Tape
from agenttrace.replay.tape.load import load_tape
from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.outside.frameworks.hooks import tool_hooks
from agenttrace.tracing.provider.runtime import runtime
from agenttrace.tracing.redaction import Redactor, redactor_for
from agenttrace.tracing.settings import Settings, load_settings

T = TypeVar("T")


class Replayer:
    """One replay of one recording, in this process. `report` says how faithful it was, and is whole when it is over.

    The options are the fields of `ReplayPlan`. While a run is being recorded, the replay is recorded with it.
    """

    def __init__(self, trace: str | Path | TraceReader, plan: ReplayPlan | None = None, **options: Any) -> None:
        """Read the recording: a path, a run id or the beginning of one. Raises: NoRecording, BadPlan."""
        self._settings = runtime.settings if runtime.running else load_settings({})
        reader = trace if isinstance(trace, TraceReader) else find_recording(trace, _folder(self._settings))
        self.tape: Tape = load_tape(reader)
        self.plan = ReplayPlan(**options) if plan is None else plan
        self.report = FidelityReport(self.tape.run_id)
        self._player: Player | None = None
        self._recorder: Recorder | None = None

    @property
    def origin(self) -> Mapping[str, Any]:
        """What a recording of this replay says of where it comes from."""
        return {"run_id": self.tape.run_id, "step": self.plan.fork_step}

    def start(self) -> Replayer:
        """Let nothing out, and answer from the tape. Raises: RuntimeError: a replay is running already."""
        if _running.replayer is not None:
            raise RuntimeError("a replay is running in this process already")
        redact = self._redactor()
        self._player = Player(
            self.tape,
            self.plan,
            self.report,
            redact=redact,
            guard=never_break_the_agent,
            excluded=excluded_hosts(self._settings.record_exclude_hosts, self._settings.endpoint),
            network=network,
        )
        before = runtime.conductor
        self._recorder = before if isinstance(before, Recorder) else None
        self.record_with(self._recorder)
        if self._recorder is not None:
            self._recorder.note("log", {"level": "info", "message": "a replay begins", "parent": dict(self.origin)})
        begin_lanes()
        strands.start()
        hooks.pass_by(self._player)
        runtime.conductor = self._player
        tool_hooks.start(self.tape.tools_of)
        self._patch(self._player)
        _running.replayer = self
        if not self.plan.live:
            network.close(self.report, (*self.plan.allow_network, _place_of(self._settings.endpoint or LOCAL_SERVER)))
        return self

    def stop(self) -> None:
        """Let everything out again, and complete the report. Stopping twice is stopping once."""
        if self._player is None:
            return
        player, self._player = self._player, None
        network.open()
        patches.stop()
        _running.replayer = None
        if self._recorder is not None:
            hooks.pass_by(self._recorder)
            tool_hooks.start()
        else:
            hooks.stop()
            tool_hooks.stop()
            strands.stop()
        runtime.conductor = self._recorder
        self._warn(player.redact)
        player.finish()

    @property
    def wants_recording(self) -> bool:
        """Whether a program that records its runs is to record this one, too."""
        return self.plan.record

    def adopt(self, settings: Settings, redact: Redactor) -> None:
        """Go by the settings of the program, which has just told them: the replay began before it did."""
        if self._player is not None:
            self._player.redact = redact
            self._player.excluded = excluded_hosts(settings.record_exclude_hosts, settings.endpoint)
            self._patch(self._player)
        network.allow(_place_of(settings.endpoint or LOCAL_SERVER))

    def record_with(self, recorder: Recorder | None) -> None:
        """Take the replay down as a run of its own from now on, or no longer."""
        if self._player is not None:
            self._player.recorder = recorder
        if recorder is not None:
            self.report.new_run = recorder.log.run_id

    def run(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Replay one call of a function. Raises: ReplayDivergence, and what the function raises."""
        with self:
            return function(*args, **kwargs)

    async def run_async(self, function: Callable[..., Awaitable[T]], *args: Any, **kwargs: Any) -> T:
        """Replay one call of a coroutine function. Raises: ReplayDivergence, and what the function raises."""
        async with self:
            return await function(*args, **kwargs)

    def __enter__(self) -> Replayer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Replayer:
        return self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _patch(self, player: Player) -> None:
        """Patch what was patched in the recorded run, in all modules that the program has imported by now."""
        patches.stop()
        patches.start(self.tape.side_effects, player.effect)

    def _redactor(self) -> Redactor:
        """Return the redaction of the recorded run, as far as its project decides it."""
        project = self.tape.project
        settings = self._settings if project is None else load_settings({"project": project})
        return redactor_for(replace(self._settings, project=settings.project))

    def _warn(self, redact: Redact) -> None:
        for problem in self.tape.problems:
            self.report.note(f"the recording is damaged: {problem}")
        if self.tape.redaction not in (None, redaction_mark(redact)):
            self.report.note("the run was recorded with other redaction settings: its requests may not be found again")


class _Running:
    def __init__(self) -> None:
        self.replayer: Replayer | None = None


_running = _Running()


def running_replayer() -> Replayer | None:
    """Return the replay of this process, if one is running."""
    return _running.replayer


def replayer_of_environment(settings: Settings) -> Replayer | None:
    """Start the replay that the environment asks for, until the process ends. Raises: NoRecording, BadPlan."""
    if settings.replay is None:
        return None
    plan = ReplayPlan() if settings.replay_plan is None else plan_from_json(settings.replay_plan)
    replayer = Replayer(settings.replay, plan).start()

    def finish() -> None:
        replayer.stop()
        if settings.replay_report is not None:
            append_report(replayer.report, settings.replay_report)
        else:
            sys.stderr.write(f"{replayer.report}\n")

    atexit.register(finish)
    return replayer


def _folder(settings: Settings) -> Path:
    return settings.record.expanduser() if isinstance(settings.record, Path) else traces_folder(settings.home)


def _place_of(endpoint: str) -> str:
    return urlsplit(endpoint).netloc.rpartition("@")[2]
