"""agenttrace diff: where two runs part, and what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agenttrace.comparison import diff_as_html, diff_as_text, diff_runs
from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_json, say, stdout
from agenttrace_server.cli.recordings.runs import HOME, Home, run

EXIT_DIFFERENT = 1


def diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(help="a recording, or a trace id of the server")],
    after: Annotated[str, typer.Argument(help="what it is compared with")],
    html: Annotated[Path | None, typer.Option(help="write the comparison as a page, without scripts")] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="end with 1 where the runs differ")] = False,
    home: Home = HOME,
) -> None:
    """Compare two runs as trees: the first divergence, what is downstream of it, and the figures of both."""
    options = options_of(context)
    found = diff_runs(run(before, home, options), run(after, home, options))
    if html is not None:
        html.write_text(diff_as_html(found), encoding="utf-8", errors="backslashreplace")
        say(f"wrote {html}")
    if options.as_json:
        print_json(found.as_json())
    elif html is None:
        console = stdout()
        colour = console.is_terminal and not console.no_color
        typer.echo(diff_as_text(found, colour=colour), color=colour)
    if exit_code and found.first_divergence is not None:
        raise typer.Exit(EXIT_DIFFERENT)
