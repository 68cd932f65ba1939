"""agenttrace up: start the server, in the foreground or behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from agenttrace_server.cli import running
from agenttrace_server.cli.commands.control import LOG_FILE
from agenttrace_server.cli.output import say
from agenttrace_server.config import Settings, load

READY_TIMEOUT_S = 60.0


def up(
    host: Annotated[str | None, typer.Option(help="the address to listen on; 127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option(help="OTLP/HTTP; 4318. 0 takes any")] = None,
    http_port: Annotated[int | None, typer.Option(help="REST and web; 8080. 0 takes any")] = None,
    data_dir: Annotated[Path | None, typer.Option(help="where everything is kept; ~/.agenttrace/server")] = None,
    log_level: Annotated[str | None, typer.Option(help="debug, info, warning, error")] = None,
    detach: Annotated[bool, typer.Option("--detach", "-d", help="run behind, with a log file")] = False,
) -> None:
    """Start the server. Ctrl-C stops it after everything acknowledged is stored."""
    settings = load(host=host, port=port, http_port=http_port, data_dir=data_dir, log_level=log_level)
    if detach:
        start_behind(settings)
        return
    from agenttrace_server.app import serve  # the server's imports are not paid by the other commands

    raise typer.Exit(serve(settings))


def start_behind(settings: Settings) -> None:
    """Start another process of this command, wait until it answers, and say where."""
    home = settings.home
    already = running.find(home)
    if already is not None:
        say(f"a server runs already on {home}: {already.url} (process {already.pid})")
        raise typer.Exit(1)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    command = [sys.executable, "-m", "agenttrace_server.cli", "up", "--data-dir", str(home), "--host", settings.host]
    command += ["--port", str(settings.port), "--http-port", str(settings.http_port), "--log-level", settings.log_level]
    with open(home / LOG_FILE, "ab", opener=_private) as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    deadline = time.monotonic() + READY_TIMEOUT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            say(f"the server did not start; the end of {home / LOG_FILE}:")
            say("".join((home / LOG_FILE).read_text(errors="replace").splitlines(keepends=True)[-5:]))
            raise typer.Exit(1)
        server = running.find(home)
        if server is not None and server.pid == process.pid:
            say(f"web {server.url}   spans {server.otlp}   process {server.pid}")
            say("stop it with: agenttrace down")
            return
        time.sleep(running.POLL_S)
    say(f"the server was not ready after {READY_TIMEOUT_S:.0f} s; see {home / LOG_FILE}")
    raise typer.Exit(1)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
