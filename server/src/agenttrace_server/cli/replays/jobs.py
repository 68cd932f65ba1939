"""agenttrace replays: what was asked for, what became of it, and no more of it."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from agenttrace.client.replay_shapes import Replay
from agenttrace.replay.report import shown
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_facts, print_json, print_table, say

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Replays that a server was asked for.")
Name = Annotated[str, typer.Argument(help="the id of a replay")]


class StateWord(str, Enum):
    """Where a replay is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LOST = "lost"


@app.command("ls")
def ls(
    context: typer.Context,
    state: Annotated[StateWord | None, typer.Option(help="only those")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="how many")] = 20,
) -> None:
    """List replays, the newest first."""
    options = options_of(context)
    with options.client() as client:
        found = client.replays(state=None if state is None else state.value, limit=limit)
        workers = client.workers()
    if options.as_json:
        print_json(found)
        return
    rows = [[r["id"], r["state"], r["trace_id"], asked(r), r["worker"] or "", r["reason"] or ""] for r in found]
    if rows:
        print_table(["replay", "state", "trace", "asked", "worker", "why"], rows)
    if not workers:
        say("no worker is there: start one with: agenttrace worker --entrypoint package.module:function")


@app.command("show")
def show(context: typer.Context, replay: Name) -> None:
    """Show one with its fidelity report."""
    options = options_of(context)
    with options.client() as client:
        found = client.replay(replay)
    if options.as_json:
        print_json(found)
        return
    facts = [("replay", found["id"]), ("trace", found["trace_id"]), ("asked", asked(found)), ("state", found["state"])]
    more = {"why": found["reason"], "worker": found["worker"], "result": found["result_trace_id"]}
    print_facts([*facts, *((name, value) for name, value in more.items() if value is not None)])
    if found["report"] is not None:
        typer.echo(shown(found["report"]))
    if found["result_trace_id"] is not None:
        say(f"compare them with: agenttrace diff {found['trace_id']} {found['result_trace_id']}")


@app.command("cancel")
def cancel(context: typer.Context, replay: Name) -> None:
    """End one that waits, or have its worker end it."""
    options = options_of(context)
    with options.client() as client:
        found = client.cancel_replay(replay)
    if options.as_json:
        print_json(found)
        return
    say("cancelled" if found["state"] == "cancelled" else f"worker {found['worker']} is told to end it")


def asked(replay: Replay) -> str:
    """Return in words what a replay was asked to do."""
    told = replay["asked"]
    parts = [f"from {told['from_step']}"] if told["from_step"] else []
    parts += [f"from {told['from_checkpoint']}"] if told["from_checkpoint"] else []
    parts += [f"until {told['until_step']}"] if told["until_step"] else []
    parts += [f"edit {', '.join(told['edits'])}"] if told["edits"] else []
    parts += [f"model {told['model']}"] if told["model"] else []
    parts += ["live tools"] if told["tools"] == "live" else []
    return ", ".join(parts) or "as it was"
