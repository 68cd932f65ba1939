"""agenttrace otel-logs: what emitters logged."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_json, print_table, say
from agenttrace_server.cli.words import clock, shortened

_BODY_CHARS = 80


def otel_logs(
    context: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(help="all of them must be in the record")] = None,
    trace: Annotated[str | None, typer.Option(help="the trace it names")] = None,
    span: Annotated[str | None, typer.Option(help="the span it names")] = None,
    session: Annotated[str | None, typer.Option(help="the session it names")] = None,
    event: Annotated[str | None, typer.Option(help="the whole event name")] = None,
    since: Annotated[str | None, typer.Option(help="24h, 7d, today, a date")] = None,
    until: Annotated[str | None, typer.Option(help="the same, exclusive")] = None,
    limit: Annotated[int, typer.Option(min=1, help="how many")] = 50,
) -> None:
    """List log records that were sent by OTLP, newest first."""
    options = options_of(context)
    with options.client() as client:
        page = client.logs(
            text=" ".join(words) if words else None,
            trace_id=trace,
            span_id=span,
            session_id=session,
            event=event,
            since=since,
            until=until,
            limit=limit,
        )
    if options.as_json:
        print_json(page["items"])
        return
    if not page["items"]:
        say("no log record matches")
        return
    rows = [
        [
            clock(log["time"]),
            log["severity_text"] or str(log["severity"] or ""),
            log["event_name"],
            shortened(_text(log["body"]), _BODY_CHARS),
            log["session_id"] or "",
            log["trace_id"] or log["run_id"] or "",
        ]
        for log in page["items"]
    ]
    print_table(["time", "severity", "event", "body", "session", "trace"], rows)
    if page["next_cursor"]:
        say("there are more: use --limit")


def _text(body: Any) -> str:
    return body if isinstance(body, str) else "" if body is None else json.dumps(body)
