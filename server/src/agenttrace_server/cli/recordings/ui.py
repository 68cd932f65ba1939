"""agenttrace ui: the dashboard over the recordings on this machine, without a server of its own."""

from __future__ import annotations

import tempfile
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from agenttrace.recording import traces_folder
from agenttrace_server.cli.output import say
from agenttrace_server.cli.recordings.runs import HOME, Home
from agenttrace_server.config import load
from agenttrace_server.errors import BadSetting

STORE = "ui"


def ui(
    http_port: Annotated[int, typer.Option(help="0 takes any")] = 0,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="open a browser")] = True,
    keep: Annotated[bool, typer.Option("--keep", help="keep what was read, for a faster start the next time")] = False,
    home: Home = HOME,
) -> None:
    """Look at the recordings on this machine. They are read while you look, and followed; nothing is sent anywhere."""
    recordings = traces_folder(home.expanduser())
    if keep:
        _serve(home.expanduser() / STORE, recordings, http_port, open_browser=open_browser)
        return
    with tempfile.TemporaryDirectory(prefix="agenttrace-ui-") as folder:
        _serve(Path(folder) / STORE, recordings, http_port, open_browser=open_browser)


def _serve(store: Path, recordings: Path, http_port: int, *, open_browser: bool) -> None:
    if not recordings.is_dir():
        raise BadSetting(
            f"{recordings}: there are no recordings here; make one with at.init(record=True)", field="home"
        )
    from agenttrace_server.app import Address, serve  # the server's imports are not paid by the other commands

    def ready(address: Address) -> None:
        say(f"{address.web} shows {recordings}; Ctrl-C ends it")
        if open_browser:
            webbrowser.open(address.web)

    settings = load(host="127.0.0.1", port=0, http_port=http_port, data_dir=store, log_level="warning")
    raise typer.Exit(serve(replace(settings, recordings_dir=recordings, follow_recordings=True), ready))
