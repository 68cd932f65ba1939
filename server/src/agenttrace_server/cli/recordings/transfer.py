"""agenttrace recordings push and pull: carry recordings to a server and back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Annotated

import typer

from agenttrace.recording import traces_folder
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_json, say
from agenttrace_server.cli.recordings.runs import HOME, Home, recording
from agenttrace_server.cli.words import count
from agenttrace_server.errors import BadQuestion
from agenttrace_server.replays.archive import packed, unpack


def push(
    context: typer.Context,
    trace: Annotated[str, typer.Argument(help="a recording: its folder, its run id or the beginning of it")],
    to: Annotated[str | None, typer.Option(help="the trace it belongs to; default: the first of its run")] = None,
    home: Home = HOME,
) -> None:
    """Give the server the recording of a trace, so that it can be replayed from the page."""
    reader = recording(trace, home)
    options = options_of(context)
    with options.client() as client:
        told = client.push_recording(to or reader.run_id, packed(reader.folder))
    if options.as_json:
        print_json(told)
        return
    say(f"pushed {count(told['events'])} events and {count(told['blobs'])} blobs, {count(told['size_bytes'])} bytes")
    for problem in told["problems"]:
        say(f"damaged: {problem}")


def pull(
    context: typer.Context,
    trace: Annotated[str, typer.Argument(help="the id of a trace of the server")],
    home: Home = HOME,
) -> None:
    """Fetch the recording of a trace into the folder of recordings."""
    place = traces_folder(home.expanduser()) / trace
    if place.name != trace:
        raise BadQuestion(f"{trace!r} is no trace id", field="trace")
    if place.exists():
        raise BadQuestion(f"{place} is there already", field="trace")
    with options_of(context).client() as client:
        fetch(client.pull_recording(trace), place)
    say(f"pulled {trace} into {place}")


def fetch(pieces: Iterator[bytes], place: Path) -> None:
    """Unpack a download into a folder that is there when it is whole. Raises: BadPayload."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = Path(tempfile.mkdtemp(prefix=".pulling-", dir=place.parent))
    try:
        with tempfile.TemporaryFile(dir=place.parent) as file:
            _save(pieces, file)
            (partial / "run").mkdir(mode=0o700)
            unpack(file, partial / "run")
        (partial / "run").rename(place)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _save(pieces: Iterator[bytes], file: IO[bytes]) -> None:
    for piece in pieces:
        file.write(piece)
    file.seek(0)
