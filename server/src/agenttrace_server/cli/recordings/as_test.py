"""agenttrace export --as pytest: a test of an agent, from one of its recordings."""

from __future__ import annotations

from pathlib import Path

from agenttrace.replay.cassettes import CannotExport, write_test
from agenttrace_server.cli.output import say
from agenttrace_server.cli.recordings.runs import recording
from agenttrace_server.errors import BadQuestion


def write_pytest(name: str, folder: Path, call: str | None, home: Path) -> None:
    """Write the test and its cassette, and say where. Raises: NotFound, BadQuestion."""
    try:
        written = write_test(recording(name, home), folder, call)
    except CannotExport as error:
        raise BadQuestion(str(error)) from error
    say(f"wrote {written.test} and {written.cassette}")
    say(f"run it with: pytest {written.test}")
