"""agenttrace metrics: what it all cost, how long it took, what keeps failing."""

from __future__ import annotations

from typing import Annotated

import typer

from agenttrace_server.cli.options import options_of
from agenttrace_server.cli.output import print_facts, print_json, print_table
from agenttrace_server.cli.words import clock, count, duration, shortened, total_cost

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Sums, costs, latencies, failures.")

Session = Annotated[str | None, typer.Option(help="only of this session")]
Since = Annotated[str | None, typer.Option(help="24h, 7d, today, a date")]
Until = Annotated[str | None, typer.Option(help="as --since; not included")]


@app.command("summary")
def summary(context: typer.Context, session: Session = None, since: Since = None, until: Until = None) -> None:
    """Show the totals of a window."""
    options = options_of(context)
    with options.client() as client:
        total = client.summary(session=session, since=since, until=until)
    if options.as_json:
        print_json(total)
        return
    print_facts(
        [
            ("traces", f"{count(total['total_traces'])}, {total['error_rate']:.1%} failed"),
            ("spans", f"{count(total['total_spans'])}, {count(total['errors'])} failed"),
            ("model calls", f"{count(total['model_calls'])}, {count(total['calls_without_usage'])} without usage"),
            ("tool calls", count(total["tool_calls"])),
            ("tokens", f"{count(total['input_tokens'])} in, {count(total['output_tokens'])} out"),
            ("cached", f"{count(total['cache_read_tokens'])} read, {count(total['cache_creation_tokens'])} written"),
            ("cost", total_cost(total)),
            ("trace p95", duration(total["trace_p95_us"])),
        ]
    )


@app.command("costs")
def costs(
    context: typer.Context,
    group_by: Annotated[str, typer.Option(help="hour day week model provider agent user session project")] = "day",
    session: Session = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Show tokens and cost by group."""
    options = options_of(context)
    with options.client() as client:
        answer = client.costs(group_by, session=session, since=since, until=until)
    if options.as_json:
        print_json(answer)
        return
    rows = [
        [
            row["key"] or "—",
            count(row["model_calls"]),
            count(row["input_tokens"]),
            count(row["output_tokens"]),
            count(row["cache_read_tokens"]),
            total_cost(row),
        ]
        for row in answer["rows"]
    ]
    columns = [answer["group_by"], "calls", "input", "output", "cached", "cost"]
    print_table(columns, rows, right=columns[1:])


@app.command("performance")
def performance(
    context: typer.Context,
    group_by: Annotated[str, typer.Option(help="span_type model tool name agent hour day")] = "span_type",
    span_type: Annotated[str | None, typer.Option(help="only this type")] = None,
    session: Session = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Show latency percentiles by group."""
    options = options_of(context)
    with options.client() as client:
        answer = client.performance(group_by, span_type=span_type, session=session, since=since, until=until)
    if options.as_json:
        print_json(answer)
        return
    rows = [
        [
            row["key"] or "—",
            count(row["spans"]),
            count(row["errors"]),
            duration(row["p50_us"]),
            duration(row["p95_us"]),
            duration(row["p99_us"]),
            duration(row["max_us"]),
        ]
        for row in answer["rows"]
    ]
    columns = [answer["group_by"], "spans", "failed", "p50", "p95", "p99", "max"]
    print_table(columns, rows, right=columns[1:])


@app.command("errors")
def errors(context: typer.Context, session: Session = None, since: Since = None, until: Until = None) -> None:
    """Show failures that look alike, commonest first."""
    options = options_of(context)
    with options.client() as client:
        answer = client.errors(session=session, since=since, until=until)
    if options.as_json:
        print_json(answer)
        return
    rows = [
        [count(row["count"]), row["span_type"], row["name"], shortened(row["pattern"], 70), clock(row["last_seen"])]
        for row in answer["rows"]
    ]
    print_table(["count", "type", "span", "pattern", "last seen"], rows, right=["count"])
