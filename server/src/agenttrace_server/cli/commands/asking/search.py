"""agenttrace search: find the run in which these words were said."""

from __future__ import annotations

from typing import Annotated

import typer

from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_json, print_table, say
from agenttrace_server.cli.words import clock, shortened


def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help="all of them must be there")],
    limit: Annotated[int, typer.Option(min=1, help="how many")] = 20,
    since: Annotated[str | None, typer.Option(help="24h, 7d, today, a date")] = None,
) -> None:
    """Find spans by the words in their prompts, answers, tool calls and names."""
    options = options_of(context)
    text = " ".join(words)
    with options.client() as client:
        page = client.search(text, limit=limit, since=since)
    if options.as_json:
        print_json(page["items"])
        return
    rows = [
        [
            hit["span"]["trace_id"],
            shortened(hit["trace_name"], 24),
            hit["span"]["name"],
            hit["field"],
            shortened(hit["snippet"], 70),
            clock(hit["span"]["start_time"]),
        ]
        for hit in page["items"]
    ]
    if not rows:
        say(f"no span has all of these words: {text}")
    told = f"{page['scanned']:,} spans read, of {page['indexed']:,} an index told which"
    if not rows:
        say(told)
        return
    print_table(["trace", "name", "span", "where", "text", "started"], rows)
    say(told)
    if page["next_cursor"]:
        say("there are more: use --limit")
