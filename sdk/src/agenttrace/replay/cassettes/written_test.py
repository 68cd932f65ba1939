"""Write a recording as a cassette, and a test beside it that runs the agent against it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from agenttrace.recording import TraceReader
from agenttrace.replay.cassettes.keep import keep

CASSETTES = "cassettes"
_NAME_DIGITS = 12
_CALL = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*")


class CannotExport(ValueError):
    """A test that cannot be written; the text says why."""


@dataclass(frozen=True, slots=True)
class WrittenTest:
    """The two things that an export leaves behind."""

    test: Path
    cassette: Path


def write_test(reader: TraceReader, folder: Path, call: str | None = None, *, overwrite: bool = False) -> WrittenTest:
    """Write `test_<run>.py` and its cassette.

    `call` is `module:function`, a function without parameters; without it the test runs the script that was recorded.
    Raises: CannotExport: there is such a test already, or nothing that it could run; NoRecording; OSError.
    """
    name = reader.run_id[:_NAME_DIGITS]
    test, cassette = folder / f"test_{name}.py", folder / CASSETTES / name
    if test.exists() and not overwrite:
        raise CannotExport(f"{test} is there already; it may have been edited")
    imports, lines = _of_function(call) if call else _of_script(reader, folder)
    folder.mkdir(parents=True, exist_ok=True)
    keep(reader.folder, cassette)
    test.write_text(_TEST.format(run=reader.run_id, name=name, imports=imports, call=lines), encoding="utf-8")
    return WrittenTest(test, cassette)


def _of_function(call: str) -> tuple[str, str]:
    if not _CALL.fullmatch(call):
        raise CannotExport(f"call: must be module:function, this is {call!r}")
    module, _, function = call.partition(":")
    return f"from {module} import {function}\n\n", f"{function}()"


def _of_script(reader: TraceReader, folder: Path) -> tuple[str, str]:
    command = reader.payload_of(reader.first).get("command")
    if not isinstance(command, list) or not command or not str(command[0]).endswith(".py"):
        raise CannotExport("the recording does not say which script ran: name a function with --call module:function")
    script = Path(str(command[0])).resolve()
    words = ", ".join(repr(str(word)) for word in command[1:])
    place = f"Path(__file__).parent / {os.path.relpath(script, folder.resolve())!r}"
    return "from pathlib import Path\n\n", f"agenttrace_run.script({place}{', ' + words if words else ''})"


_TEST = '''"""The agent does what it did in run {run}."""

{imports}import pytest


@pytest.mark.agenttrace(trace="cassettes/{name}")
def test_the_agent_does_what_it_did(agenttrace_run):
    {call}

    agenttrace_run.assert_no_divergence()
    agenttrace_run.assert_same_tool_calls()
'''
