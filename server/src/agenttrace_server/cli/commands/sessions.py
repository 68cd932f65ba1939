"""agenttrace sessions: what ran, run by run."""

from __future__ import annotations

from typing import Annotated

import typer

from agenttrace.client import first
from agenttrace_server.cli.options import Query, joined, options_of
from agenttrace_server.cli.output import print_facts, print_json, print_table, say
from agenttrace_server.cli.words import clock, count, duration, state, total_cost

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="List, show and delete sessions.")


@app.command("ls", hidden=True)
@app.command("list")
def list_sessions(
    context: typer.Context,
    query: Query = None,
    limit: Annotated[int, typer.Option(min=1, help="how many")] = 10,
    since: Annotated[str | None, typer.Option(help="24h, 7d, today, a date")] = None,
    status: Annotated[str | None, typer.Option(help="running, ok, error")] = None,
    user: Annotated[str | None, typer.Option(help="only this user's")] = None,
) -> None:
    """List sessions, latest activity first."""
    options = options_of(context)
    filters = {"since": since, "status": status, "user": user, "q": joined(query)}
    with options.client() as client:
        sessions = first(limit, client.sessions, **filters)
    if options.as_json:
        print_json(sessions)
        return
    rows = [
        [
            item["id"],
            item["name"] or "",
            item["project"],
            state(item["status"]),
            count(item["total_traces"]),
            count(item["total_spans"]),
            count(item["total_tokens"]),
            total_cost(item),
            duration(item["duration_us"]),
            clock(item["started_at"]),
        ]
        for item in sessions
    ]
    columns = ["session", "name", "project", "status", "traces", "spans", "tokens", "cost", "duration", "started"]
    print_table(columns, rows, right=["traces", "spans", "tokens", "cost", "duration"])
    if sessions:
        say(f"one of them: agenttrace sessions show {sessions[0]['id']}")


@app.command("show")
def show_session(context: typer.Context, session_id: str) -> None:
    """Show one session and its traces."""
    options = options_of(context)
    with options.client() as client:
        session = client.session(session_id)
        traces = client.session_traces(session_id, limit=50)
    if options.as_json:
        print_json({**session, "traces": traces["items"]})
        return
    print_facts(
        [
            ("session", session["id"]),
            ("name", session["name"] or "—"),
            ("project", session["project"]),
            ("status", state(session["status"])),
            ("user", session["user_id"] or "—"),
            ("agents", ", ".join(session["agents"]) or "—"),
            ("started", clock(session["started_at"])),
            ("duration", duration(session["duration_us"])),
            ("spans", count(session["total_spans"])),
            ("tokens", f"{count(session['input_tokens'])} in, {count(session['output_tokens'])} out"),
            ("cost", total_cost(session)),
        ]
    )
    rows = [
        [item["id"], item["name"], state(item["status"]), duration(item["duration_us"]), total_cost(item)]
        for item in traces["items"]
    ]
    print_table(["trace", "name", "status", "duration", "cost"], rows, right=["duration", "cost"])


@app.command("delete")
def delete_session(
    context: typer.Context,
    session_id: str,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False,
) -> None:
    """Delete a session with all its traces. There is no undo."""
    options = options_of(context)
    if not yes:
        typer.confirm(f"delete session {session_id} with all its traces?", abort=True, err=True)
    with options.client() as client:
        deleted = client.delete_session(session_id)
    if options.as_json:
        print_json(deleted)
        return
    say(f"deleted {count(deleted['deleted_spans'])} spans")
