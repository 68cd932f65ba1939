"""agenttrace down, status, logs: look after a server that runs in the background."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from agenttrace.client import Client, ClientError
from agenttrace_server.cli import running
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_facts, print_json, say
from agenttrace_server.cli.words import clock, waiting_words
from agenttrace_server.config import load

STOP_TIMEOUT_S = 30.0
FOLLOW_POLL_S = 0.2
LOG_FILE = "server.log"

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="the server's data folder")]


def down(data_dir: DataDir = None) -> None:
    """Stop the server that runs on this data folder; it keeps everything it acknowledged."""
    home = load(data_dir=data_dir).home
    server = running.find(home)
    if server is None:
        say(f"no server runs on {home}")
        raise typer.Exit(1)
    if not running.stop(server.pid, STOP_TIMEOUT_S):
        say(f"process {server.pid} did not end within {STOP_TIMEOUT_S:.0f} s; its log: agenttrace logs")
        raise typer.Exit(1)
    say(f"stopped the server on {server.url} (process {server.pid})")


def status(context: typer.Context, data_dir: DataDir = None) -> None:
    """Show whether a server runs on this data folder, and how it is."""
    home = load(data_dir=data_dir).home
    server = running.find(home)
    if server is None:
        say(f"no server runs on {home}; start one with: agenttrace up")
        raise typer.Exit(1)
    try:
        with Client(server.url) as client:
            health = client.health()
    except ClientError as error:
        say(f"process {server.pid} runs and does not answer: {error.message}")
        raise typer.Exit(1) from error
    if options_of(context).as_json:
        print_json({**asdict(server), "health": health})
        return
    print_facts(
        [
            ("status", health["status"]),
            ("web", server.url),
            ("spans", server.otlp),
            ("process", str(server.pid)),
            ("started", clock(server.started_at)),
            ("version", server.version),
            ("store", health["store"]),
            ("waiting", waiting_words(health)),
            ("dead letters", str(health["dead_letters"])),
            ("data", str(home)),
        ]
    )
    for reason in health["reasons"]:
        say(reason)


def logs(
    data_dir: DataDir = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="go on until Ctrl-C")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="how many of the last")] = 50,
) -> None:
    """Show the log of a server that was started with --detach."""
    path = load(data_dir=data_dir).home / LOG_FILE
    if not path.is_file():
        say(f"there is no log at {path}: only a server started with `agenttrace up --detach` writes one")
        raise typer.Exit(1)
    with path.open(errors="replace") as log:
        for line in deque(log, maxlen=lines):
            typer.echo(line, nl=False)
        while follow:
            line = log.readline()
            if line:
                typer.echo(line, nl=False)
            else:
                time.sleep(FOLLOW_POLL_S)
