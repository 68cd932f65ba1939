"""agenttrace reprocess: read and price history anew, and say what changed."""

from __future__ import annotations

import time
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from agenttrace.client import Client
from agenttrace.client.price_shapes import Reprocess
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_json, print_table, say, stderr
from agenttrace_server.cli.words import count, usd

POLL_S = 0.1


def reprocess(
    context: typer.Context,
    since: Annotated[str | None, typer.Option(help="traces that began since: 24h, 7d, today, a date")] = None,
    until: Annotated[str | None, typer.Option(help="as --since; not included")] = None,
    trace_id: Annotated[str | None, typer.Option(help="only this trace")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would change")] = False,
) -> None:
    """Read and price what is stored anew: with today's dialects, and the prices of the time of each call.

    What was sent is used where the journal still has it, else what is stored. Ctrl-C ends the job; what is done stays.
    """
    options = options_of(context)
    with options.client() as client:
        client.start_reprocess(since=since, until=until, trace_id=trace_id, dry_run=dry_run)
        try:
            done = _followed(client, quiet=options.as_json)
        except KeyboardInterrupt:
            client.cancel_reprocess()
            say("cancelled; what was done stays done")
            raise
    if options.as_json:
        print_json(done)
    else:
        _tell(done)
    if done["state"] == "failed":
        say(f"failed: {done['reason']}")
        raise typer.Exit(1)


def _followed(client: Client, *, quiet: bool) -> Reprocess:
    columns = (TextColumn("traces"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=stderr(), transient=True, disable=quiet) as bar:
        task = bar.add_task("", total=None)
        while (found := client.reprocess())["state"] == "running":
            bar.update(task, completed=found["traces_done"], total=found["traces"] or None)
            time.sleep(POLL_S)
    return found


def _tell(done: Reprocess) -> None:
    before, after = done["before"], done["after"]
    would = "would change" if done["dry_run"] else "changed"
    say(
        f"{count(done['spans_changed'])} of {count(done['spans'])} spans in {count(done['traces_changed'])} of "
        f"{count(done['traces_done'])} traces {would}; {count(done['spans_from_journal'])} were read from what was sent"
    )
    if done["spans_refused"]:
        say(f"{count(done['spans_refused'])} spans could not be read and are as they were")
    rows = [
        ["model calls", count(before["model_calls"]), count(after["model_calls"])],
        ["tokens", count(before["total_tokens"]), count(after["total_tokens"])],
        ["cost", usd(before["total_cost_usd"]), usd(after["total_cost_usd"])],
        ["calls without a price", count(before["unknown_cost_calls"]), count(after["unknown_cost_calls"])],
    ]
    print_table(["", "before", "after"], rows, right=["before", "after"])
