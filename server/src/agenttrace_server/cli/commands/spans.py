"""agenttrace spans: query them, show one, watch them arrive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from agenttrace.client import first
from agenttrace_server.cli.options import Query, joined, options_of
from agenttrace_server.cli.output import print_facts, print_json, print_table, say, stdout
from agenttrace_server.cli.words import clock, count, duration, shortened, span_cost, state

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Query spans, show one, watch them arrive.")


@app.command("ls", hidden=True)
@app.command("query")
def query_spans(
    context: typer.Context,
    query: Query = None,
    limit: Annotated[int, typer.Option(min=1, help="how many")] = 20,
    session: Annotated[str | None, typer.Option(help="only of this session")] = None,
    trace: Annotated[str | None, typer.Option(help="only of this trace")] = None,
    span_type: Annotated[list[str] | None, typer.Option(help="llm_call, tool_execution, …")] = None,
    status: Annotated[list[str] | None, typer.Option(help="running, ok, error, cancelled, timeout")] = None,
    model: Annotated[str | None, typer.Option(help="that called this model")] = None,
    agent: Annotated[str | None, typer.Option(help="of this agent")] = None,
    tool: Annotated[str | None, typer.Option(help="that ran this tool")] = None,
    since: Annotated[str | None, typer.Option(help="24h, 7d, today, a date")] = None,
    attr: Annotated[list[str] | None, typer.Option(help="name:value of an attribute")] = None,
) -> None:
    """Find spans, newest first."""
    options = options_of(context)
    filters = {
        "session": session,
        "trace": trace,
        "span_type": span_type or None,
        "status": status or None,
        "model": model,
        "agent": agent,
        "tool": tool,
        "since": since,
        "attr": attr or None,
        "q": joined(query),
    }
    with options.client() as client:
        spans = first(limit, client.spans, **filters)
    if options.as_json:
        print_json(spans)
        return
    columns = ["span", "trace", "name", "type", "status", "agent", "duration", "tokens", "cost", "started"]
    print_table(columns, [_row(span) for span in spans], right=["duration", "tokens", "cost"])


@app.command("show")
def show_span(
    context: typer.Context,
    span_id: str,
    trace: Annotated[str | None, typer.Option(help="its trace, which makes it quick")] = None,
) -> None:
    """Show everything about one span."""
    options = options_of(context)
    with options.client() as client:
        span = client.span(span_id, trace)
    if options.as_json:
        print_json(span)
        return
    print_facts(_facts(span))
    for message in span["messages"]:
        stdout().rule(f"{message['direction']} · {message['role']}", align="left", style="dim")
        for part in message["parts"]:
            stdout().print(_part(part), markup=False, soft_wrap=True)


@app.command("stream")
def stream_spans(
    context: typer.Context,
    session: Annotated[str | None, typer.Option(help="only of this session")] = None,
    trace: Annotated[str | None, typer.Option(help="only of this trace")] = None,
) -> None:
    """Print spans as they arrive, until Ctrl-C."""
    options = options_of(context)
    with options.client() as client:
        for change in client.stream(session=session, trace=trace):
            if change["type"] == "missed":
                say(f"missed {change['missed']} changes: they came faster than they could be printed")
            for span in change["spans"]:
                _print_arrival(span, as_json=options.as_json)


def _print_arrival(span: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(span, ensure_ascii=False), flush=True)  # noqa: T201 (this is the output)
        return
    line = state(span["status"])
    line.append(f"  {span['name']}  {span['span_type']}  {duration(span['duration_us'])}  {span_cost(span)}")
    stdout().print(line, soft_wrap=True)


def _row(span: Mapping[str, Any]) -> list[Any]:
    return [
        span["span_id"],
        span["trace_id"],
        shortened(span["name"], 36),
        span["span_type"],
        state(span["status"]),
        span["agent"] or "",
        duration(span["duration_us"]),
        count(span["total_tokens"]),
        span_cost(span),
        clock(span["start_time"]),
    ]


def _facts(span: Mapping[str, Any]) -> list[tuple[str, Any]]:
    cost = span["cost"]
    facts = [
        ("span", span["span_id"]),
        ("trace", span["trace_id"]),
        ("name", span["name"]),
        ("type", span["span_type"]),
        ("status", state(span["status"])),
        ("error", span["status_message"]),
        ("agent", span["agent"]),
        ("model", span["model"]),
        ("provider", span["provider"]),
        ("tool", span["tool_name"]),
        ("started", clock(span["start_time"])),
        ("duration", duration(span["duration_us"])),
        ("tokens", f"{count(span['input_tokens'])} in, {count(span['output_tokens'])} out"),
        ("cost", f"{span_cost(span)} ({cost['match']}, {cost['table'] or 'no table'})" if cost else None),
        ("input", _value(span["input"])),
        ("output", _value(span["output"])),
    ]
    return [(name, value) for name, value in facts if value not in (None, "")]


def _value(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _part(part: Mapping[str, Any]) -> str:
    if part["type"] == "tool_call":
        return f"→ {part['name']}({_value(part['value'])})"
    if part["type"] == "tool_result":
        return f"← {_value(part['value'])}"
    text = part["text"]
    return text["preview"] + "…" if isinstance(text, dict) else str(text or _value(part["value"]) or "")
