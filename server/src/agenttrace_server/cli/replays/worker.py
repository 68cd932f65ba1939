"""agenttrace worker: carry out the replays that are asked for on a server's page, on the user's machine."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated

import typer

from agenttrace.client import Client, ClientError, ServerRefused, ServerUnreachable
from agenttrace.client.replay_shapes import Taken
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import say
from agenttrace_server.cli.recordings.runs import HOME, Home
from agenttrace_server.cli.replays.carrying import Agent, carry_out

_AFTER_FAILURE_S = 5.0


def worker(
    context: typer.Context,
    entrypoint: Annotated[str, typer.Option(help="the agent: package.module:function, called without arguments")],
    python: Annotated[str, typer.Option(help="the Python that has the agent's packages")] = sys.executable,
    live_tools: Annotated[bool, typer.Option("--live-tools", help="let replays run tools for real")] = False,
    name: Annotated[str | None, typer.Option(help="what the page calls this worker; host and process")] = None,
    endpoint: Annotated[
        str | None, typer.Option(envvar="AGENTTRACE_ENDPOINT", help="where spans of replays go; the server's own")
    ] = None,
    poll_s: Annotated[float, typer.Option(min=0.05, help="how often the server is asked")] = 1.0,
    once: Annotated[bool, typer.Option("--once", help="end when nothing waits")] = False,
    home: Home = HOME,
) -> None:
    """Take replays from the server, one at a time, and run the agent for them. It runs nothing but this entry point."""
    module, separator, function = entrypoint.partition(":")
    if not separator or not module or not function:
        raise typer.BadParameter(f"must be package.module:function, this is {entrypoint!r}", param_hint="--entrypoint")
    options = options_of(context)
    agent = Agent(
        python=python, entrypoint=entrypoint, home=home.expanduser(), live_tools=live_tools, endpoint=endpoint
    )
    called = name or f"{socket.gethostname()}-{os.getpid()}"
    told = {"name": called, "entrypoint": entrypoint, "live_tools": live_tools, "project": options.project}
    with options.client() as client, _ending_in_order():
        say(f"worker {called} takes replays of {entrypoint} from {client.url}; Ctrl-C ends it")
        try:
            _work(client, told, agent, poll_s=poll_s, once=once)
        except KeyboardInterrupt:
            say("stopped")
        finally:
            _leave(client, called)


def _work(client: Client, told: dict[str, object], agent: Agent, *, poll_s: float, once: bool) -> None:
    is_away = False
    while True:
        try:
            taken = client.take_replay(told)
        except ServerUnreachable as error:
            if not is_away:
                say(f"{error.message}; it is asked again")
            is_away = True
            time.sleep(_AFTER_FAILURE_S)
            continue
        is_away = False
        if taken["job"] is not None:
            _carry(client, taken, agent)
        elif once:
            return
        else:
            time.sleep(poll_s)


def _carry(client: Client, taken: Taken, agent: Agent) -> None:
    job, lease = taken["job"], taken["lease"]
    assert job is not None
    say(f"replay {job['id']} of trace {job['trace_id']}")
    try:
        ended = client.end_replay(job["id"], {"lease": lease, **carry_out(client, taken, agent)})
        say(f"replay {job['id']}: {ended['state']}{': ' + ended['reason'] if ended['reason'] else ''}")
    except ServerRefused as error:
        say(f"replay {job['id']} was not ended: {error.message}")
    except ServerUnreachable as error:
        say(f"replay {job['id']}: {error.message}; the server gives it out again")


def _leave(client: Client, name: str) -> None:
    try:
        client.leave(name)
    except ClientError as error:
        say(f"the server does not know yet that this worker has ended: {error.message}")


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """SIGTERM ends a worker as Ctrl-C does: its replay goes back, and the program it runs ends with it."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
