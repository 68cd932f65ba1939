"""agenttrace otel-metrics: what emitters measured."""

from __future__ import annotations

from typing import Annotated

import typer

from agenttrace.client import Client
from agenttrace_server.cli.options import Options, options_of
from agenttrace_server.cli.output import print_json, print_table, say
from agenttrace_server.cli.words import clock


def otel_metrics(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="a metric; without it all are listed")] = None,
    agg: Annotated[str | None, typer.Option(help="sum, avg, max, last, rate or p95")] = None,
    group_by: Annotated[str | None, typer.Option(help="an attribute")] = None,
    interval: Annotated[str | None, typer.Option(help="30s, 5m, 1h, 1d; without it the whole window")] = None,
    since: Annotated[str | None, typer.Option(help="24h, 7d, today, a date")] = None,
    until: Annotated[str | None, typer.Option(help="the same, exclusive")] = None,
) -> None:
    """List the metrics that were sent by OTLP, or show what became of one."""
    options = options_of(context)
    with options.client() as client:
        if name is None:
            _list(client, options)
            return
        found = client.otel_metric(name, agg=agg, group_by=group_by, interval=interval, since=since, until=until)
    if options.as_json:
        print_json(found)
        return
    rows = [
        [clock(one["time"]), group["key"] or "", f"{one['value']:g}"]
        for group in found["groups"]
        for one in group["values"]
    ]
    if not rows:
        say(f"{name} has no points in this time")
        return
    print_table(["from", group_by or "group", f"{found['agg']} {found['unit']}".strip()], rows)


def _list(client: Client, options: Options) -> None:
    metrics = client.otel_metrics()
    if options.as_json:
        print_json(metrics)
        return
    if not metrics:
        say("no metrics have been sent; an OTLP exporter sends them to /v1/metrics")
        return
    print_table(
        ["metric", "kind", "unit", "series", "points", "last"],
        [
            [one["name"], one["kind"], one["unit"], str(one["series"]), str(one["points"]), clock(one["last_at"])]
            for one in metrics
        ],
    )
