"""Run one test's agent in its mode: against the tape, recorded anew, or live; and keep what was recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from agenttrace.recording import NoRecording
from agenttrace.replay import Replayer
from agenttrace.replay.cassettes import keep
from agenttrace.testing.replayed.agent_run import AgentRun, Mode
from agenttrace.tracing.init import init, shutdown


@contextmanager
def replayed(cassette: Path) -> Iterator[AgentRun]:
    """Answer from the cassette, and let nothing out. Raises: NoRecording; AssertionError: a divergence was hidden."""
    try:
        replayer = Replayer(cassette)
    except NoRecording as error:
        raise NoRecording(f"{error}; make it with: pytest --agenttrace=record") from None
    with replayer:
        yield AgentRun(Mode.REPLAY, cassette, replayer)
    if replayer.report.diverged:
        raise AssertionError(f"the agent left its recording and went on:\n{replayer.report}")


@contextmanager
def recorded(mode: Mode, cassette: Path, home: Path, has_passed: Callable[[], bool]) -> Iterator[AgentRun]:
    """Run for real and record it below `home`, where `AGENTTRACE_HOME` must point already.

    In the mode `record` the cassette is replaced when the test has passed.
    """
    init(record=True)
    run = AgentRun(mode, cassette, traces=home / "traces")
    try:
        yield run
    finally:
        shutdown()
    if mode is Mode.RECORD and has_passed():
        keep(run.newest(), cassette)
