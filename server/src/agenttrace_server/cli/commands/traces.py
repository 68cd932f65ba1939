"""agenttrace traces: find a run and look into it."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from agenttrace.client import first
from agenttrace_server.cli.options import Query, joined, options_of
from agenttrace_server.cli.output import print_facts, print_json, print_table, say
from agenttrace_server.cli.tree import folded, print_tree
from agenttrace_server.cli.words import clock, content_words, count, duration, shortened, state, total_cost

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="List traces and look into one.")


@app.command("ls", hidden=True)
@app.command("list")
def list_traces(
    context: typer.Context,
    query: Query = None,
    limit: Annotated[int, typer.Option(min=1, help="how many")] = 10,
    session: Annotated[str | None, typer.Option(help="only of this session")] = None,
    status: Annotated[list[str] | None, typer.Option(help="running, ok, error, cancelled, timeout")] = None,
    agent: Annotated[str | None, typer.Option(help="in which this agent took part")] = None,
    model: Annotated[str | None, typer.Option(help="that called this model")] = None,
    name: Annotated[str | None, typer.Option(help="part of the name")] = None,
    since: Annotated[str | None, typer.Option(help="24h, 7d, today, a date")] = None,
    min_cost: Annotated[float | None, typer.Option(help="US dollars")] = None,
) -> None:
    """List traces, newest first."""
    options = options_of(context)
    filters = {
        "session": session,
        "status": status or None,
        "agent": agent,
        "model": model,
        "name": name,
        "since": since,
        "min_cost_usd": min_cost,
        "q": joined(query),
    }
    with options.client() as client:
        traces = first(limit, client.traces, **filters)
    if options.as_json:
        print_json(traces)
        return
    rows = [
        [
            item["id"],
            shortened(item["name"], 40),
            state(item["status"]),
            count(item["total_spans"]),
            count(item["total_tokens"]),
            total_cost(item),
            duration(item["duration_us"]),
            clock(item["started_at"]),
        ]
        for item in traces
    ]
    columns = ["trace", "name", "status", "spans", "tokens", "cost", "duration", "started"]
    print_table(columns, rows, right=["spans", "tokens", "cost", "duration"])
    if traces:
        say(f"look into one: agenttrace traces tree {traces[0]['id']}")


@app.command("show")
def show_trace(context: typer.Context, trace_id: str) -> None:
    """Show the sums of one trace."""
    options = options_of(context)
    with options.client() as client:
        trace = client.trace(trace_id)
    if options.as_json:
        print_json(trace)
        return
    print_facts(
        [
            ("trace", trace["id"]),
            ("name", trace["name"]),
            ("status", state(trace["status"])),
            ("error", trace["error_message"] or "—"),
            ("project", trace["project"]),
            ("session", trace["session_name"] or trace["session_id"] or "—"),
            ("agents", ", ".join(trace["agents"]) or "—"),
            ("models", ", ".join(trace["models"]) or "—"),
            ("started", clock(trace["started_at"])),
            ("duration", duration(trace["duration_us"])),
            ("spans", f"{count(trace['total_spans'])}, {trace['errors']} failed, {trace['running']} running"),
            ("model calls", f"{trace['model_calls']}, {trace['calls_without_usage']} without usage"),
            ("tokens", f"{count(trace['input_tokens'])} in, {count(trace['output_tokens'])} out"),
            ("cost", total_cost(trace)),
            ("content", content_words(trace["content_bytes"], trace["content_bytes_unshared"])),
        ]
    )
    say(f"its spans: agenttrace traces tree {trace['id']}")


@app.command("tree")
def show_tree(
    context: typer.Context,
    trace_id: str,
    internal: Annotated[bool, typer.Option("--internal", help="also the machinery of frameworks")] = False,
) -> None:
    """Show the spans of one trace as a tree; the machinery of frameworks is folded away."""
    options = options_of(context)
    with options.client() as client:
        trace = client.trace(trace_id)
        spans = client.trace_spans(trace_id)
    if options.as_json:
        print_json({**trace, "spans": spans})
        return
    shown, hidden = (spans, 0) if internal else folded(spans)
    print_tree(trace, shown)
    if hidden:
        say(f"{count(hidden)} internal spans are folded away; show them: agenttrace traces tree {trace_id} --internal")
    failed = next((span for span in spans if span["status"] in ("error", "timeout")), None)
    if failed is not None:
        say(f"what failed first: agenttrace spans show {failed['span_id']} --trace {trace_id}")


@app.command("agents")
def show_agents(context: typer.Context, trace_id: str) -> None:
    """Show the agents of one trace, what each used and cost."""
    options = options_of(context)
    with options.client() as client:
        agents = client.trace_agents(trace_id)
    if options.as_json:
        print_json(agents)
        return
    rows = [
        [
            shortened(agent["name"] or "(none)", 40),
            shortened(agent["role"] if agent["role"] != agent["name"] else agent["description"], 40),
            count(agent["total_spans"] - agent["internal_spans"]),
            count(agent["model_calls"]),
            count(agent["tool_calls"]),
            count(agent["input_tokens"]),
            count(agent["output_tokens"]),
            total_cost(agent),
            count(agent["errors"]),
        ]
        for agent in agents
    ]
    columns = ["agent", "role", "spans", "calls", "tools", "in", "out", "cost", "failed"]
    print_table(columns, rows, right=columns[2:])
    say(f"what they told each other: agenttrace traces messages {trace_id}")


@app.command("messages")
def show_messages(
    context: typer.Context,
    trace_id: str,
    limit: Annotated[int, typer.Option(min=1, help="how many")] = 100,
) -> None:
    """Show what the agents of one trace told each other, the earliest first."""
    options = options_of(context)
    with options.client() as client:
        messages = first(limit, partial(client.trace_messages, trace_id))
    if options.as_json:
        print_json(messages)
        return
    rows = [
        [
            clock(message["time"]),
            shortened(message["from_agent"], 30),
            shortened(message["to_agent"], 30),
            message["type"],
            shortened(message["content"], 80),
            message["span_id"],
        ]
        for message in messages
    ]
    print_table(["time", "from", "to", "type", "content", "span"], rows)


@app.command("delete")
def delete_trace(
    context: typer.Context,
    trace_id: str,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False,
) -> None:
    """Delete one trace. There is no undo."""
    options = options_of(context)
    if not yes:
        typer.confirm(f"delete trace {trace_id}?", abort=True, err=True)
    with options.client() as client:
        deleted = client.delete_trace(trace_id)
    if options.as_json:
        print_json(deleted)
        return
    say(f"deleted {count(deleted['deleted_spans'])} spans")
