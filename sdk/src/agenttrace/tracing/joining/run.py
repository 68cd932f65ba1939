"""Begin and end the recording of a run, or take part in a replay that is already running."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

from agenttrace.model import semconv
from agenttrace.recording import EventLog, Kind, new_run_id, traces_folder
from agenttrace.recording.http.hooks import hooks
from agenttrace.recording.http.hosts import excluded_hosts
from agenttrace.recording.lanes import begin_lanes, current_lane
from agenttrace.recording.spans import SpanRecorder
from agenttrace.recording.strands import strands
from agenttrace.recording.tape.patching import patches
from agenttrace.recording.tape.recorder import Recorder
from agenttrace.replay.replayer import Replayer, replayer_of_environment, running_replayer
from agenttrace.tracing.ambient.propagation import child_variables
from agenttrace.tracing.guard import never_break_the_agent
from agenttrace.tracing.joining.about import about_process
from agenttrace.tracing.launcher import Plan
from agenttrace.tracing.outside.frameworks.hooks import tool_hooks
from agenttrace.tracing.provider.runtime import runtime
from agenttrace.tracing.redaction import Redactor, redactor_for
from agenttrace.tracing.settings import BadSetting, Settings


class Run:
    """What is recorded or replayed between `init()` and `shutdown()`."""

    def __init__(self, recorder: Recorder | None, processor: SpanProcessor | None, replayer: Replayer | None) -> None:
        self.processor = processor
        self._recorder = recorder
        self._replayer = replayer

    def stop(self) -> None:
        """Write the end of the run. A replay goes on to the end of its block or of the process."""
        child_variables.of_the_run = None
        if self._replayer is not None:
            self._replayer.record_with(None)
        if self._recorder is not None:
            _end(self._recorder)


def begin_run(plan: Plan, provider: TracerProvider) -> Run:
    """Record the run, replay one, or both. Raises: BadSetting: the recording cannot be written, or not be replayed."""
    settings = plan.settings
    if settings.record and not settings.capture_content:
        raise BadSetting("record: a run needs its content to be replayed, and capture_content is false")
    begin_lanes(settings.lane)
    replayer = running_replayer() or replayer_of_environment(settings)
    redact = redactor_for(settings, plan.redact)
    if replayer is not None:
        replayer.adopt(settings, redact)
    if not settings.record or (replayer is not None and not replayer.wants_recording):
        return Run(None, None, replayer)
    recorder = _recorder(settings, redact, provider, replayer)
    if replayer is not None:
        replayer.record_with(recorder)
    else:
        strands.start()
        hooks.pass_by(recorder)
        runtime.conductor = recorder
        tool_hooks.start()
        patches.start(settings.record_side_effects, recorder.effect)
    child_variables.of_the_run = lambda: _variables_of(settings, recorder.log.run_id)
    return Run(recorder, SpanRecorder(recorder.log, redact), replayer)


def _recorder(settings: Settings, redact: Redactor, provider: TracerProvider, replayer: Replayer | None) -> Recorder:
    run_id = settings.run or new_run_id()
    folder = settings.record if isinstance(settings.record, Path) else traces_folder(settings.home)
    try:
        log = EventLog(
            folder.expanduser() / run_id,
            run_id,
            blob_bytes=settings.record_blob_bytes,
            max_bytes=settings.record_max_bytes,
        )
    except OSError as error:
        raise BadSetting(f"record: {folder} cannot be written: {error.strerror or error}") from error
    excluded = excluded_hosts(settings.record_exclude_hosts, settings.endpoint)
    recorder = Recorder(log, redact, never_break_the_agent, excluded, checkpoints=settings.record_checkpoints)
    about = about_process(settings, redact, getattr(provider, "resource", None))
    if replayer is not None:
        about |= {"parent": replayer.origin, "tools_of": list(replayer.tape.tools_of)}
    recorder.write(Kind.RUN_START, about)
    if settings.run is None and settings.traceparent is None:
        runtime.ids.next_trace_id = int(run_id, 16)
    runtime.inheritance.add_process_attribute(semconv.RECORDING, run_id)
    if replayer is not None:
        _name_the_parent(replayer)
    return recorder


def _name_the_parent(replayer: Replayer) -> None:
    """Put the run that a replay comes from on its traces, so that a server can link the two."""
    origin = replayer.origin
    runtime.inheritance.add_process_attribute(semconv.REPLAY_OF, origin["run_id"])
    if origin["step"] is not None:
        runtime.inheritance.add_process_attribute(semconv.REPLAY_STEP, origin["step"])


def _variables_of(settings: Settings, run_id: str) -> Mapping[str, str]:
    """Return what has a child process join the run, in a lane of its own."""
    where = "true" if settings.record is True else str(settings.record)
    lane = current_lane().child("process")
    return {"AGENTTRACE_RECORD": where, "AGENTTRACE_RUN": run_id, "AGENTTRACE_LANE": lane.path}


def _end(recorder: Recorder) -> None:
    if runtime.conductor is recorder:
        runtime.conductor = None
        patches.stop()
        tool_hooks.stop()
        hooks.stop()
        strands.stop()
    recorder.settle()
    recorder.write(Kind.RUN_END, {"lost": recorder.log.lost})
    recorder.log.close()
