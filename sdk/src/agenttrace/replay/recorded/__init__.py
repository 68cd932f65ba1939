"""Read a recording as a run: what a diff compares and a test asks about."""

from agenttrace.replay.recorded.run import run_of_recording

__all__ = ["run_of_recording"]
