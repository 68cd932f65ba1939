"""agenttrace import and watch: take in what other tools have written down."""

from __future__ import annotations

import signal
import sys
import threading
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from agenttrace_server.cli.options import Options, options_of
from agenttrace_server.cli.output import print_facts, print_json, say, stderr
from agenttrace_server.cli.words import count
from agenttrace_server.imports.run import run, size_bytes
from agenttrace_server.imports.sender import Sender
from agenttrace_server.imports.table import SourceName
from agenttrace_server.imports.tally import Tally
from agenttrace_server.imports.watch import follow, open_tail

Endpoint = Annotated[
    str | None,
    typer.Option(envvar="AGENTTRACE_ENDPOINT", help="where spans are sent; without it the server at --url is asked"),
]


def import_(
    context: typer.Context,
    source: Annotated[SourceName, typer.Argument(help="whose files")],
    path: Annotated[Path, typer.Argument(help="a file or a folder")],
    endpoint: Endpoint = None,
) -> None:
    """Send what another tool has written down to the server. Importing the same again changes nothing."""
    options = options_of(context)
    path = path.expanduser()
    total = size_bytes(source, path)
    sender = sender_for(options, endpoint)
    with Progress(
        TextColumn("reading"), BarColumn(), DownloadColumn(), TimeRemainingColumn(),
        console=stderr(), transient=True, disable=not sys.stderr.isatty(),
    ) as bar:  # fmt: skip
        task = bar.add_task("reading", total=total)
        tally = run(source, path, sender, lambda read: bar.advance(task, read))
    sender.close()
    show(options, tally)


class Watchable(str, Enum):
    """Whose folder can be watched."""

    CLAUDE_CODE = "claude-code"


def watch(
    context: typer.Context,
    source: Annotated[Watchable, typer.Argument(help="whose folder")],
    folder: Annotated[Path, typer.Argument(help="where the transcripts are")] = Path("~/.claude/projects"),
    from_start: Annotated[bool, typer.Option("--from-start", help="send what is there already, too")] = False,
    home: Annotated[Path, typer.Option(envvar="AGENTTRACE_HOME", help="where it keeps how far it came")] = Path(
        "~/.agenttrace"
    ),
    endpoint: Endpoint = None,
) -> None:
    """Send what Claude Code writes while it writes it, until Ctrl-C. A restart goes on where the last watch ended."""
    options = options_of(context)
    tail = open_tail(folder.expanduser(), home.expanduser(), from_start=from_start)
    sender = sender_for(options, endpoint)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    say(f"watching {tail.folder} for {source.value}; Ctrl-C ends it")
    follow(tail, sender, stop, say)
    sender.close()
    show(options, tail.tally)


def sender_for(options: Options, endpoint: str | None) -> Sender:
    """Return who sends; the server itself knows on which port it takes spans."""
    if endpoint is None:
        with options.client() as client:
            endpoint = client.config()["otlp_endpoint"]
    return Sender(endpoint, options.project, options.api_key)


def show(options: Options, tally: Tally) -> None:
    """Print the summary, and what the reader should know about it."""
    if options.as_json:
        print_json(tally.as_json())
    else:
        print_facts(_facts(tally))
    for problem in tally.problems:
        say(f"left out: {problem}")
    if tally.problem_count > len(tally.problems):
        say(f"left out: {tally.problem_count - len(tally.problems)} more")
    for check in tally.checks:
        if not check.agrees:
            say(f"differs: {check.what}: the source says {check.stated:,}, imported were {check.imported:,}")
    for note in tally.notes:
        say(note)


def _facts(tally: Tally) -> list[tuple[str, Any]]:
    agreeing = sum(check.agrees for check in tally.checks)
    found = [
        ("files", f"{count(tally.files)}, {count(tally.rows)} rows"),
        ("spans", f"{count(tally.spans)} in {count(len(tally.traces))} traces"),
    ]
    if tally.model_calls:
        found.append(("model calls", count(tally.model_calls)))
        found.append(("tokens", f"{count(tally.input_tokens)} in, {count(tally.output_tokens)} out"))
    if tally.checks:
        found.append(("the source's own figures", f"{agreeing} of {len(tally.checks)} agree"))
    if tally.skipped:
        found.append(("rows without a step", count(tally.skipped.total())))
    if tally.unknown:
        found.append(("rows not known here", _kinds(tally)))
    if tally.problem_count:
        found.append(("unreadable", count(tally.problem_count)))
    return found


def _kinds(tally: Tally) -> str:
    return ", ".join(f"{number:,} {kind}" for kind, number in tally.unknown.most_common(8))
