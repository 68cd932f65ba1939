"""Find a run by what the user calls it: a recording on this machine, else a trace of the server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from agenttrace.client import ServerRefused, ServerUnreachable
from agenttrace.comparison import Run, run_of_spans
from agenttrace.recording import NoRecording, TraceReader, find_recording, traces_folder
from agenttrace.replay.recorded import run_of_recording
from agenttrace_server.cli.options import Options
from agenttrace_server.errors import NotFound

Home = Annotated[Path, typer.Option(envvar="AGENTTRACE_HOME", help="where recordings are")]
HOME = Path("~/.agenttrace")
_TRACE_ID_DIGITS = 32


def recording(name: str, home: Path) -> TraceReader:
    """Return a recording: a path, a run id or the beginning of one. Raises: NotFound."""
    try:
        return find_recording(name, traces_folder(home.expanduser()))
    except NoRecording as error:
        raise NotFound(str(error)) from error


def run(name: str, home: Path, options: Options) -> Run:
    """Return a recording as a run, or the trace of that id from the server. Raises: NotFound, ServerUnreachable."""
    try:
        return run_of_recording(find_recording(name, traces_folder(home.expanduser())))
    except NoRecording as error:
        if len(name) != _TRACE_ID_DIGITS:
            raise NotFound(str(error)) from error
        return _of_server(name, options, str(error))


def _of_server(trace_id: str, options: Options, missing: str) -> Run:
    try:
        with options.client() as client:
            lines = b"".join(client.export("jsonl", trace=trace_id)).splitlines()
    except (ServerUnreachable, ServerRefused) as error:
        raise NotFound(f"{missing}; and the server: {error.message}") from error
    if not lines:
        raise NotFound(f"{missing}, and the server has no such trace")
    return run_of_spans(trace_id, map(json.loads, lines))
